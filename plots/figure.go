package plots

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	_ "gonum.org/v1/plot/vg/vgimg" // png
	_ "gonum.org/v1/plot/vg/vgsvg" // svg
)

// Figure is one or several plots side by side. nb.Plot shows it.
type Figure struct {
	panels []*panel
	w, h   vg.Length
	err    error
}

// panel is one plot with the colour bar at its right side, if it has one.
type panel struct {
	*plot.Plot
	bar    *bar
	curves []named
}

// Sizes in points: two panels fill a notebook's width.
const (
	panelWidth  = 300
	panelHeight = 260
	wideWidth   = 480
	barWidth    = 62
	textSize    = 11
)

// failed is a figure that shows nothing but an error.
func failed(who string, err error) *Figure { return &Figure{err: fmt.Errorf("plots.%s: %w", who, err)} }

// figure puts panels side by side, each of the given size.
func figure(width, height vg.Length, panels ...*panel) *Figure {
	f := &Figure{panels: panels, h: height}
	for _, p := range panels {
		f.w += width
		if p.bar != nil {
			f.w += barWidth
		}
	}
	return f
}

// newPanel is an empty plot in our style.
func newPanel(title, x, y string) *panel {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.Padding = vg.Points(5)
	for _, f := range []*font.Font{
		&p.Title.TextStyle.Font, &p.X.Label.TextStyle.Font, &p.Y.Label.TextStyle.Font,
		&p.X.Tick.Label.Font, &p.Y.Tick.Label.Font, &p.Legend.TextStyle.Font,
	} {
		f.Variant, f.Size = "Sans", textSize
	}
	p.X.Tick.Label.Font.Size, p.Y.Tick.Label.Font.Size = textSize-1, textSize-1
	p.X.Tick.Marker, p.Y.Tick.Marker = roundTicks{}, roundTicks{}
	p.Legend.Padding, p.Legend.ThumbnailWidth = vg.Points(2), vg.Points(22)
	return &panel{Plot: p}
}

// Err is what went wrong while the figure was made, or nil. WriterTo and Save return it too.
func (f *Figure) Err() error { return f.err }

// Size is how large the figure wants to be, in points.
func (f *Figure) Size() (w, h vg.Length) { return f.w, f.h }

// Titles sets the titles of the panels from the left and returns the figure.
func (f *Figure) Titles(titles ...string) *Figure {
	if len(titles) > len(f.panels) && f.err == nil {
		f.err = fmt.Errorf("plots: Titles: %d titles for %d panels", len(titles), len(f.panels))
	}
	for i := range min(len(titles), len(f.panels)) {
		f.panels[i].Title.Text = titles[i]
	}
	return f
}

// Plots are the plots of the panels from the left, to change what the defaults don't suit.
func (f *Figure) Plots() []*plot.Plot {
	out := make([]*plot.Plot, len(f.panels))
	for i, p := range f.panels {
		out[i] = p.Plot
	}
	return out
}

// WriterTo draws the figure, w × h points, as "svg" or "png".
func (f *Figure) WriterTo(w, h vg.Length, format string) (io.WriterTo, error) {
	if f.err != nil {
		return nil, f.err
	}
	if !(w > 0 && h > 0) {
		return nil, fmt.Errorf("plots: want a positive size, got %g × %g points", float64(w), float64(h))
	}
	c, err := draw.NewFormattedCanvas(w, h, format)
	if err != nil {
		return nil, fmt.Errorf("plots: draw as %s: %w", format, err)
	}
	f.draw(draw.New(c))
	return c, nil
}

// draw puts the panels side by side; data areas are equally wide.
func (f *Figure) draw(c draw.Canvas) {
	all := c.Max.X - c.Min.X
	bars := 0
	for _, p := range f.panels {
		if p.bar != nil {
			bars++
		}
	}
	each := (all - vg.Length(bars)*barWidth) / vg.Length(len(f.panels))
	left := vg.Length(0)
	for _, p := range f.panels {
		right := left + each
		part := draw.Crop(c, left+4, right-all-8, 2, -2)
		p.Draw(part)
		if p.bar != nil {
			area := p.DataCanvas(part)
			p.bar.draw(c, right+2, area.Min.Y, area.Max.Y)
			right += barWidth
		}
		left = right
	}
}

// Save writes the figure to a file, by its ending as .png or .svg.
func (f *Figure) Save(path string) (err error) {
	w, err := f.WriterTo(f.w, f.h, strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("plots: save: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := w.WriteTo(file); err != nil {
		return fmt.Errorf("plots: save %s: %w", path, err)
	}
	return nil
}
