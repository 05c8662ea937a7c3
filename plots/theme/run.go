package theme

import (
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// run is a piece of text at one height: 0 on the line, 1 raised, -1 lowered; nabla is the operator ∇, which the font lacks.
type run struct {
	text   string
	height int
	nabla  bool
}

// Raised and lowered letters and what they are made of, and signs that the font lacks with others that look alike.
var (
	raised  = pairs("⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9⁺+⁻−ⁿnᵀT")
	lowered = pairs("₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋−ᵢiⱼjₖkₙnₜtₓx")
	alike   = strings.NewReplacer("∼", "~", "⋅", "·", "∘", "°", "∥", "‖")
)

func pairs(s string) map[rune]rune {
	m := map[rune]rune{}
	letters := []rune(s)
	for i := 0; i < len(letters); i += 2 {
		m[letters[i]] = letters[i+1]
	}
	return m
}

// runs splits a line where the height changes.
func runs(s string) (out []run) {
	for _, r := range alike.Replace(s) {
		next := run{text: string(r), nabla: r == '∇'}
		if up, ok := raised[r]; ok {
			next = run{text: string(up), height: 1}
		} else if down, ok := lowered[r]; ok {
			next = run{text: string(down), height: -1}
		}
		if n := len(out); n > 0 && !next.nabla && !out[n-1].nabla && out[n-1].height == next.height {
			out[n-1].text += next.text
			continue
		}
		out = append(out, next)
	}
	return out
}

// small is the size of raised and lowered digits.
const small = 0.7

func (r run) face(f font.Font) font.Face {
	size := f.Size
	if r.height != 0 {
		size *= small
	}
	return plain().Cache().Lookup(f, size)
}

func (r run) width(f font.Font) vg.Length {
	face := r.face(f)
	if r.nabla {
		return face.Width("Δ")
	}
	return face.Width(r.text)
}

// draw draws the run with its base line's left end at a point.
func (r run) draw(c vg.Canvas, f font.Font, at vg.Point) {
	switch {
	case r.nabla:
		var p vg.Path
		w, h, thin := r.width(f), 0.68*f.Size, 0.07*f.Size
		p.Move(vg.Point{X: at.X + thin, Y: at.Y + h})
		p.Line(vg.Point{X: at.X + w - thin, Y: at.Y + h})
		p.Line(vg.Point{X: at.X + w/2, Y: at.Y + thin})
		p.Close()
		c.SetLineWidth(thin)
		c.SetLineDash(nil, 0)
		c.Stroke(p)
		return
	case r.height > 0:
		at.Y += 0.36 * f.Size
	case r.height < 0:
		at.Y -= 0.14 * f.Size
	}
	c.FillString(r.face(f), at, r.text)
}
