package nb

import (
	"fmt"
	"os"

	"github.com/gensci/gensci/kernel/display"
)

// bundle is one display in all the forms it has, by MIME type; text/plain is always among them.
type bundle map[string]any

// MIME types of bundles.
const (
	textPlain = "text/plain"
	textHTML  = "text/html"
	imageSVG  = "image/svg+xml"
	imagePNG  = "image/png"
)

// put shows b, outside a notebook as text on standard output.
func put(b bundle) {
	if !display.InNotebook() {
		fmt.Fprintln(os.Stdout, b[textPlain])
		return
	}
	display.Send("", b)
}
