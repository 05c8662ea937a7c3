package nb

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	_ "gonum.org/v1/plot/vg/vgimg" // formats that plots are drawn in
	_ "gonum.org/v1/plot/vg/vgsvg"

	"github.com/gensci/gensci/kernel/display"
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

// framed says how it shows, as figures of package plots do.
type framed struct{ small }

func (framed) MimeBundle() map[string]any {
	return map[string]any{"text/plain": "two moons", "image/png": []byte("pixels")}
}

func (framed) MimeMetadata() map[string]any {
	return map[string]any{"image/png": map[string]any{"width": 72, "alt": "two moons"}}
}

func TestPlotShowsWhatThePlotSays(t *testing.T) {
	b, metadata := shown[vg.Length](framed{small{plot.New()}})
	if len(b) != 2 || b[textPlain] != "two moons" || string(b[imagePNG].([]byte)) != "pixels" {
		t.Errorf("%v", b)
	}
	var got map[string]any
	if err := json.Unmarshal(b.with(metadata)[metadataKey].(display.JSON), &got); err != nil || got["image/png"].(map[string]any)["alt"] != "two moons" {
		t.Errorf("%v, %v", got, err)
	}
}
