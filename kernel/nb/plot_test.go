package nb

import (
	"bytes"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	_ "gonum.org/v1/plot/vg/vgimg" // formats that plots are drawn in
	_ "gonum.org/v1/plot/vg/vgsvg"
)

// small is a plot that says its size; broken one that cannot be drawn.
type small struct{ *plot.Plot }

func (small) Size() (w, h vg.Length) { return 72, 36 }

type broken struct{}

func (broken) WriterTo(_, _ vg.Length, _ string) (io.WriterTo, error) {
	return nil, errors.New("no ink")
}

func TestPlot(t *testing.T) {
	_ = func() { Plot(plot.New(), plot.New()); Plot(small{}) } // compiles: the type of lengths is inferred
	for name, c := range map[string]struct {
		p      Plottable[vg.Length]
		aspect float64
	}{"gonum": {plot.New(), 1.6}, "sized": {small{plot.New()}, 2}} {
		b := pictureOf(c.p).render()
		if svg, _ := b[imageSVG].(string); !strings.Contains(svg, "<svg") {
			t.Errorf("%s: not an SVG: %.60s", name, svg)
		}
		picture, err := png.DecodeConfig(bytes.NewReader(b[imagePNG].([]byte)))
		if err != nil {
			t.Fatal(err)
		}
		if got := float64(picture.Width) / float64(picture.Height); got < 0.97*c.aspect || got > 1.03*c.aspect { // whole pixels
			t.Errorf("%s: %d × %d pixels, want an aspect of %v", name, picture.Width, picture.Height, c.aspect)
		}
	}
	if b := pictureOf[vg.Length](broken{}).render(); !strings.Contains(b[textPlain].(string), "error: plot as svg: no ink") {
		t.Errorf("broken plot: got %v", b)
	}
}
