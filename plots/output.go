package plots

import (
	"errors"
	"fmt"
	"html"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot/vg"
)

// Limits of what a picture may be.
const (
	fewPrimitives = 1200    // up to that a notebook gets SVG
	maxSVG        = 200_000 // bytes; a larger one becomes a PNG
	maxPNG        = 700_000 // bytes; a larger one loses colours, then resolution
)

// primitives is how much there is to draw.
func (f *Figure) primitives() (n int) {
	for _, p := range f.all() {
		for _, m := range p.marks {
			n += m.About(p.axes()).Primitives
		}
	}
	return n
}

// MimeBundle is how the figure shows in a notebook: text/plain with its description, image/png ([]byte, twice the usual resolution, at most
// 700 kB), and where there is little to draw image/svg+xml (a string, at most 200 kB) too, which front ends prefer. They don't show SVG
// in notebooks that somebody else has executed, and would show the description alone. A figure that failed shows its error.
func (f *Figure) MimeBundle() map[string]any {
	png, err := f.PNG()
	if err != nil {
		return errorBundle(err)
	}
	b := map[string]any{"text/plain": f.AltText(), "image/png": png}
	if f.primitives() <= fewPrimitives {
		if svg, err := f.SVG(); err == nil && len(svg) <= maxSVG {
			b["image/svg+xml"] = string(svg)
		}
	}
	return b
}

func errorBundle(err error) map[string]any {
	return map[string]any{
		"text/plain": "error: " + err.Error(),
		"text/html":  `<span style="color: var(--jp-error-color1, #b00020)">error: ` + html.EscapeString(err.Error()) + "</span>",
	}
}

// MimeMetadata goes with MimeBundle: the size at which front ends show a PNG, in pixels, and its description.
func (f *Figure) MimeMetadata() map[string]any {
	if f.err != nil {
		return nil
	}
	w, h := f.Size()
	return imageMetadata(w, h, f.AltText())
}

func imageMetadata(w, h vg.Length, alt string) map[string]any {
	const perPoint = 96.0 / 72
	return map[string]any{"image/png": map[string]any{
		"width": int(math.Round(w.Points() * perPoint)), "height": int(math.Round(h.Points() * perPoint)), "alt": alt,
	}}
}

// SVG is the figure as a scalable picture. Text stays text; clouds of many dots and maps are pictures within.
func (f *Figure) SVG() ([]byte, error) {
	w, h := f.Size()
	return f.svg(w, h)
}

// PNG is the figure with 192 pixels per inch, twice what notebooks show, or fewer where it would need more than 700 kB.
func (f *Figure) PNG() ([]byte, error) {
	w, h := f.Size()
	return f.png(w, h)
}

// content is a file in memory.
type content []byte

// WriteTo writes it.
func (c content) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(c)
	return int64(n), err
}

// WriterTo draws the figure, w × h points, as "svg" or "png".
func (f *Figure) WriterTo(w, h vg.Length, format string) (io.WriterTo, error) {
	var file []byte
	err := f.err
	switch {
	case err != nil:
	case !(w > 0 && h > 0) || math.IsInf(w.Points()+h.Points(), 0):
		err = fmt.Errorf("plots: want a positive size, got %g × %g points", float64(w), float64(h))
	case format == "svg":
		file, err = f.svg(w, h)
	case format == "png":
		file, err = f.png(w, h)
	default:
		err = fmt.Errorf("plots: a picture cannot be drawn as %q: want svg or png", format)
	}
	if err != nil {
		return nil, err
	}
	return content(file), nil
}

// Save writes the figure to a file, by its ending as .png or .svg.
func (f *Figure) Save(path string) error {
	w, h := f.Size()
	return save(path, func(format string) (io.WriterTo, error) { return f.WriterTo(w, h, format) })
}

// save writes what draws itself in the format that the path ends with.
func save(path string, draw func(format string) (io.WriterTo, error)) (err error) {
	from, err := draw(strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), "."))
	if err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("plots: save: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := from.WriteTo(file); err != nil {
		return fmt.Errorf("plots: save %s: %w", path, err)
	}
	return nil
}
