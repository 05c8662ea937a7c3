package plots

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"math"
	"time"

	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/apng"
	"github.com/gensci/gensci/plots/quant"
)

// reel is drawn frames in one palette.
type reel struct {
	frames []*image.Paletted
	colors color.Palette
	delay  time.Duration
	text   apng.Text
}

// take is how an animation is drawn: pixels per inch, and every how many frames.
type take struct{ dpi, every int }

// takes are tried in this order: fewer pixels first, down to what is legible, then fewer frames, then still fewer pixels.
var takes = []take{{144, 1}, {96, 1}, {96, 2}, {72, 2}, {72, 3}, {72, 4}, {48, 4}, {48, 8}, {36, 12}, {24, 20}}

// size is the part of the first take's size that a take is expected to have.
func (t take) size() float64 {
	return math.Pow(float64(t.dpi)/float64(takes[0].dpi), 1.5) / float64(t.every)
}

// smallEnough draws the animation in the first take that is not too large, leaving out those that are bound to be.
func (a *Animation) smallEnough(w, h vg.Length, encode func(*reel) ([]byte, error)) (file []byte, err error) {
	if a.err != nil {
		return nil, a.err
	}
	limit := a.MaxBytes
	if limit <= 0 {
		limit = 1_500_000
	}
	full := 0.0 // size of the first take, as the last one tells
	for _, t := range takes {
		if full*t.size() > 1.3*float64(limit) {
			continue
		}
		a.said = a.note(t)
		if file, err = encode(a.reel(w, h, t)); err != nil || len(file) <= limit {
			return file, err
		}
		full = float64(len(file)) / t.size()
	}
	return nil, fmt.Errorf("plots: the animation has %d bytes at its smallest, more than MaxBytes, %d: give fewer frames, or smaller ones by Sized", len(file), limit)
}

// reel draws the frames of a take, with a note of what was left out. The last frame is always there.
func (a *Animation) reel(w, h vg.Length, t take) *reel {
	var pictures []*image.RGBA
	for i := (len(a.frames) - 1) % t.every; i < len(a.frames); i += t.every {
		f := *a.frames[i]
		f.notes = append(append([]string{}, f.notes...), a.said...)
		pictures = append(pictures, f.pixels(w, h, t.dpi))
	}
	r := &reel{colors: quant.Palette(a.frames[0].mapColors(), pictures...), delay: a.Delay * time.Duration(t.every), text: apng.Text{PerInch: float64(t.dpi), Description: a.AltText()}}
	if r.delay <= 0 {
		r.delay = time.Duration(t.every) * time.Second / 10
	}
	for _, img := range pictures {
		r.frames = append(r.frames, quant.To(img, r.colors))
	}
	return r
}

// note says what a take leaves out.
func (a *Animation) note(t take) (notes []string) {
	if t.every > 1 {
		notes = append(notes, fmt.Sprintf("One in %d of %d frames, to keep the file small.", t.every, len(a.frames)))
	}
	if t.dpi < 96 {
		notes = append(notes, fmt.Sprintf("%d pixels per inch.", t.dpi))
	}
	return notes
}

// hold is how long the last frame stays.
func (r *reel) hold() time.Duration { return max(r.delay, time.Second) }

func (r *reel) png() ([]byte, error) {
	var b bytes.Buffer
	m := apng.Movie{Still: r.frames[len(r.frames)-1], Frames: r.frames, Delay: r.delay, Hold: r.hold(), Text: r.text}
	if err := m.Encode(&b); err != nil {
		return nil, fmt.Errorf("plots: draw as animated png: %w", err)
	}
	return b.Bytes(), nil
}

func (r *reel) gif() ([]byte, error) {
	size := r.frames[0].Bounds()
	g := &gif.GIF{Config: image.Config{ColorModel: r.colors, Width: size.Dx(), Height: size.Dy()}}
	var before *image.Paletted
	for i, f := range r.frames {
		delay := r.delay
		if i == len(r.frames)-1 {
			delay = r.hold()
		}
		g.Image = append(g.Image, f.SubImage(apng.Changed(before, f)).(*image.Paletted))
		g.Delay = append(g.Delay, int(delay/(10*time.Millisecond)))
		before = f
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, g); err != nil {
		return nil, fmt.Errorf("plots: draw as gif: %w", err)
	}
	return b.Bytes(), nil
}
