package page_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gensci/gensci/internal/nbformat"
)

// Pictures have the size and the description that the notebook's metadata give them; PNGs of screens with many pixels would be too large.
func TestPicturesAsTheNotebookSays(t *testing.T) {
	png := func(metadata map[string]any, text string) nbformat.Output {
		return nbformat.Output{Type: nbformat.DisplayData, Data: map[string]any{"image/png": "AAAA", "text/plain": text}, Metadata: map[string]any{"image/png": metadata}}
	}
	const begin = `<img src="data:image/png;base64,AAAA" `
	for want, o := range map[string]nbformat.Output{
		`alt="two &#34;moons&#34; &lt;b&gt;" width="480" height="300">`: png(map[string]any{"width": json.Number("480"), "height": json.Number("300"), "alt": `two "moons" <b>`}, "x"),
		`alt="x" width="480">`: png(map[string]any{"width": 480.0}, "x\nmore"),
		`alt="x">`:             png(map[string]any{"height": 300.0, "width": "wide"}, "x"),
		`alt="">`:              png(map[string]any{"width": -3.0, "height": 1e9}, ""),
	} {
		page := pageOf(t, code("x", o))
		check(t, page, begin+want)
	}
	svg := nbformat.Output{Type: nbformat.DisplayData, Data: map[string]any{"image/svg+xml": "<svg/>", "text/plain": "plot"}, Metadata: map[string]any{"image/svg+xml": map[string]any{"width": 100.0}}}
	check(t, pageOf(t, code("x", svg)), `base64,PHN2Zy8&#43;" alt="plot" width="100">`)
}

func TestPaper(t *testing.T) {
	page := pageOf(t, code("x"))
	for _, want := range []string{"@page { size: A4;", "@media print {", "break-inside: avoid"} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is missing in the style", want)
		}
	}
}
