package plots

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"sync"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"

	"github.com/gensci/gensci/plots/theme"
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

// patterns are compiled when the first picture needs them: a cell that draws nothing need not wait.
var patterns = sync.OnceValue(func() (p struct{ head, font, letters *regexp.Regexp }) {
	p.head = regexp.MustCompile(`(?s)^.*?<svg ([^>]*?)>`)                                                       // up to the end of the opening tag
	p.font = regexp.MustCompile(`font-family:Liberation Sans;font-variant:\w+;font-weight:\w+;font-style:\w+;`) // as gonum names it
	p.letters = regexp.MustCompile(`<text ([^>]*font-size:([0-9.]+)px[^>]*)>([^<]*)</text>`)                    // a text with its size
	return p
})

// tidy gives a picture its description, fonts that other machines have, texts of the right width whatever font there is, and the right type
// of pictures within.
func tidy(svg []byte, alt string) []byte {
	p := patterns()
	svg = p.head.ReplaceAll(svg, []byte("<svg role=\"img\" aria-label=\""+html.EscapeString(alt)+"\" $1\n\tfont-family=\"'Liberation Sans', Arimo, Arial, Helvetica, sans-serif\">"))
	svg = p.font.ReplaceAll(svg, nil)
	svg = p.letters.ReplaceAllFunc(svg, func(text []byte) []byte {
		m := p.letters.FindSubmatch(text)
		size, err := strconv.ParseFloat(string(m[2]), 64)
		if err != nil {
			return text
		}
		width := theme.Style(vg.Length(size), theme.Ink).Width(html.UnescapeString(string(m[3])))
		return fmt.Appendf(nil, `<text textLength="%.4g" lengthAdjust="spacingAndGlyphs" %s>%s</text>`, width.Points(), m[1], m[3])
	})
	return bytes.ReplaceAll(svg, []byte("data:image/jpg;base64"), []byte("data:image/png;base64"))
}
