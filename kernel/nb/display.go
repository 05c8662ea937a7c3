package nb

import (
	"encoding/json"
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

// metadataKey is where what front ends should know of the forms travels (package front).
const metadataKey = "application/vnd.gensci.metadata+json"

// put shows b, outside a notebook as text on standard output.
func put(b bundle) { putWith(b, nil) }

// putWith is put with what front ends should know of the forms, such as the size of a picture.
func putWith(b bundle, metadata map[string]any) {
	if !display.InNotebook() {
		fmt.Fprintln(os.Stdout, b[textPlain])
		return
	}
	display.Send("", b.with(metadata))
}

// with is the bundle and what front ends should know of it.
func (b bundle) with(metadata map[string]any) bundle {
	if known, err := json.Marshal(metadata); err == nil && metadata != nil { // sizes and texts can be encoded
		b[metadataKey] = display.JSON(known)
	}
	return b
}
