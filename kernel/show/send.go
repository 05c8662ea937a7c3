package show

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/gensci/gensci/kernel/display"
)

// Keys of a display's data that are for the kernel (package front).
const (
	resultKey   = "application/vnd.gensci.result"        // the display is the cell's result
	metadataKey = "application/vnd.gensci.metadata+json" // what front ends should know of the forms
)

// InNotebook says whether a notebook shows what this program shows.
func InNotebook() bool { return display.InNotebook() }

// NewID is an id for Update.
func NewID() string { return display.NewID() }

// Update shows a bundle in place of what was shown under the id before.
func Update(id string, b map[string]any) { display.Send(id, b) }

// Put shows a bundle, outside a notebook as text on standard output.
func Put(b map[string]any) {
	if !display.InNotebook() {
		fmt.Fprintln(os.Stdout, b[Text])
		return
	}
	display.Send("", b)
}

// result shows a bundle as the cell's result.
func result(b map[string]any) {
	data := maps.Clone(b)
	data[resultKey] = ""
	Put(data)
}

// withMetadata adds what a value says of its forms, such as the size of a picture.
func withMetadata(b map[string]any, v any) map[string]any {
	m, ok := v.(interface{ MimeMetadata() map[string]any })
	if !ok || m.MimeMetadata() == nil {
		return b
	}
	var text strings.Builder
	writeJSON(&text, m.MimeMetadata())
	b = maps.Clone(b)
	b[metadataKey] = display.JSON(text.String())
	return b
}

// writeJSON writes what metadata are made of: objects, texts, numbers. Package encoding/json would be linked into every cell that shows something.
func writeJSON(b *strings.Builder, v any) {
	switch v := v.(type) {
	case map[string]any:
		b.WriteByte('{')
		for i, key := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, key)
			b.WriteByte(':')
			writeJSON(b, v[key])
		}
		b.WriteByte('}')
	case string:
		b.WriteByte('"')
		for _, c := range strings.ToValidUTF8(v, "\ufffd") {
			switch {
			case c == '"' || c == '\\':
				b.WriteByte('\\')
				b.WriteRune(c)
			case c < ' ':
				fmt.Fprintf(b, "\\u%04x", c)
			default:
				b.WriteRune(c)
			}
		}
		b.WriteByte('"')
	case int:
		b.WriteString(strconv.Itoa(v))
	case float64:
		b.WriteString(strconv.FormatFloat(v, 'g', -1, 64))
	default:
		b.WriteString("null")
	}
}
