package theme

import (
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gonum.org/v1/plot" // its fonts
)

// Sizes of text in points. At 100 % a notebook shows them as 12 to 15 pixels; a printed sheet is about as wide as two panels.
const (
	TitleSize  = 11
	LabelSize  = 10
	TickSize   = 9
	LegendSize = 9.5
	NoteSize   = 8
)

// Style is text of this size and colour, aligned to the left of a point and above it.
func Style(size vg.Length, c color.Color) text.Style {
	return text.Style{Color: c, Font: font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}, Handler: Text{}}
}

// Text draws what gonum's plain text does, with raised and lowered digits made small from ordinary ones: the font has few of its own.
type Text struct{}

var _ text.Handler = Text{}

// Cache returns the fonts.
func (Text) Cache() *font.Cache { return plain().Cache() }

// Extents returns how far letters reach.
func (Text) Extents(f font.Font) font.Extents { return plain().Extents(f) }

// Lines splits text at line ends.
func (Text) Lines(s string) []string { return plain().Lines(s) }

func plain() text.Handler { return plot.DefaultTextHandler }

// Box returns how wide a line of text is, and how far it reaches above and below the base line.
func (t Text) Box(s string, f font.Font) (width, height, depth vg.Length) {
	for _, r := range runs(s) {
		width += r.width(f)
	}
	e := t.Extents(f)
	return width, e.Ascent, e.Descent
}

// Draw draws text at a point, turned and aligned as the style says.
func (t Text) Draw(c vg.Canvas, s string, sty text.Style, at vg.Point) {
	s = strings.TrimRight(s, "\n")
	if s == "" {
		return
	}
	c.SetColor(sty.Color)
	if sty.Rotation != 0 {
		c.Push()
		defer c.Pop()
		c.Rotate(sty.Rotation)
		sin, cos := math.Sincos(sty.Rotation)
		at.X, at.Y = at.Y*vg.Length(sin)+at.X*vg.Length(cos), at.Y*vg.Length(cos)-at.X*vg.Length(sin)
	}
	lines := t.Lines(s)
	at.Y += sty.Height(s)*vg.Length(sty.YAlign) - t.Extents(sty.Font).Ascent
	for i, line := range lines {
		w, _, _ := t.Box(line, sty.Font)
		p := at.Add(vg.Point{X: vg.Length(sty.XAlign) * w, Y: vg.Length(len(lines)-i) * sty.Font.Size})
		for _, r := range runs(line) {
			r.draw(c, sty.Font, p)
			p.X += r.width(sty.Font)
		}
	}
}

// Wrap breaks text into lines of at most this width, between words where it can.
func Wrap(s string, width vg.Length, sty text.Style) string {
	var out []string
	for _, line := range strings.Split(s, "\n") {
		so := ""
		for _, word := range strings.Fields(line) {
			next := strings.TrimSpace(so + " " + word)
			if sty.Width(next) <= width {
				so = next
				continue
			}
			if so != "" {
				out = append(out, so)
			}
			for so = word; sty.Width(so) > width && len([]rune(so)) > 1; {
				head := Cut(so, width, sty, "")
				out, so = append(out, head), strings.TrimPrefix(so, head)
			}
		}
		out = append(out, so)
	}
	return strings.Join(out, "\n")
}

// Cut is as much of text, at least a letter, as is at most this wide with what shows that it was cut.
func Cut(s string, width vg.Length, sty text.Style, dots string) string {
	if sty.Width(s) <= width {
		return s
	}
	letters := []rune(s)
	n := 1
	for n < len(letters) && sty.Width(string(letters[:n+1])+dots) <= width {
		n++
	}
	return string(letters[:n]) + dots
}

// Fill draws text at a point.
func Fill(c draw.Canvas, sty text.Style, at vg.Point, s string) { Text{}.Draw(c, s, sty, at) }
