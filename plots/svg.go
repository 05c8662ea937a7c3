package plots

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"regexp"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

var errEmpty = errors.New("plots: the figure has no panels: make one by a function of this package")

// svg draws the figure.
func (f *Figure) svg(w, h vg.Length) ([]byte, error) {
	if err := f.ready(); err != nil {
		return nil, err
	}
	c := vgsvg.New(w, h)
	f.draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("plots: draw as svg: %w", err)
	}
	return tidy(b.Bytes(), f.AltText()), nil
}

// ready tells what keeps the figure from being drawn.
func (f *Figure) ready() error {
	switch {
	case f.err != nil:
		return f.err
	case len(f.all()) == 0:
		return errEmpty
	}
	return nil
}

var (
	// head is what stands before the first drawing, up to the end of the opening tag.
	head = regexp.MustCompile(`(?s)^.*?<svg ([^>]*?)>`)
	// font is how gonum names fonts.
	font = regexp.MustCompile(`font-family:Liberation Sans;font-variant:\w+;font-weight:\w+;font-style:\w+;`)
)

// tidy gives a picture its description, fonts that other machines have, and the right type of pictures within. Letters of
// Liberation Sans, Arimo, Arial and Helvetica are equally wide.
func tidy(svg []byte, alt string) []byte {
	svg = head.ReplaceAll(svg, []byte("<svg role=\"img\" aria-label=\""+html.EscapeString(alt)+"\" $1\n\tfont-family=\"'Liberation Sans', Arimo, Arial, Helvetica, sans-serif\">"))
	svg = font.ReplaceAll(svg, nil)
	return bytes.ReplaceAll(svg, []byte("data:image/jpg;base64"), []byte("data:image/png;base64"))
}
