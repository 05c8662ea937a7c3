package nb

import (
	"bytes"
	"fmt"
	"io"
)

// Width and height of plots that don't say their size, in points (1/72 inch): 16 × 10 cm.
const (
	plotWidth  = 16 / 2.54 * 72
	plotHeight = 10 / 2.54 * 72
)

// Plottable is what gonum's *plot.Plot provides; L is vg.Length, points. Naming it so keeps gonum/plot out of programs that plot nothing.
type Plottable[L ~float64] interface {
	WriterTo(w, h L, format string) (io.WriterTo, error)
}

// sized is a plot that knows how large it wants to be, in points.
type sized[L ~float64] interface{ Size() (w, h L) }

// pictured is a plot that knows how it shows, such as the figures of package plots.
type pictured interface {
	MimeBundle() map[string]any
	MimeMetadata() map[string]any
}

// Plot shows plots one below the other: those of package plots as they say, with their description; others as SVG and as PNG, 16 × 10 cm
// large, or what their method Size says. What cannot be drawn is shown as an error.
func Plot[L ~float64](plots ...Plottable[L]) {
	for _, p := range plots {
		putWith(shown(p))
	}
}

// shown is how a plot shows, and what front ends should know of that.
func shown[L ~float64](p Plottable[L]) (bundle, map[string]any) {
	if m, ok := p.(pictured); ok {
		return m.MimeBundle(), m.MimeMetadata()
	}
	return pictureOf(p).render(), nil
}

// picture is a plot without its type of lengths: what is generic is compiled anew in every cell that uses it.
type picture struct {
	w, h  float64
	write func(format string) (io.WriterTo, error)
}

func pictureOf[L ~float64](p Plottable[L]) picture {
	w, h := L(plotWidth), L(plotHeight)
	if s, ok := p.(sized[L]); ok {
		w, h = s.Size()
	}
	return picture{float64(w), float64(h), func(format string) (io.WriterTo, error) { return p.WriterTo(w, h, format) }}
}

func (p picture) render() bundle {
	svg, err := p.draw("svg")
	if err != nil {
		return render(err)
	}
	png, err := p.draw("png")
	if err != nil {
		return render(err)
	}
	return bundle{textPlain: fmt.Sprintf("plot, %.0f × %.0f points", p.w, p.h), imageSVG: string(svg), imagePNG: png}
}

func (p picture) draw(format string) ([]byte, error) {
	writer, err := p.write(format)
	if err != nil {
		return nil, fmt.Errorf(`plot as %s: %w (does the cell import _ "gonum.org/v1/plot/vg/vg%s"?)`, format, err, map[string]string{"svg": "svg", "png": "img"}[format])
	}
	var b bytes.Buffer
	if _, err = writer.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("plot as %s: %w", format, err)
	}
	return b.Bytes(), nil
}
