package nb

import (
	"fmt"
	"html"
	"reflect"
	"strings"

	"github.com/gensci/gensci/kernel/nb/result"
)

// maxShown is how many rows, columns or elements of a matrix or slice are shown.
const maxShown = 20

// matrix is what gonum's matrices provide.
type matrix interface {
	Dims() (rows, cols int)
	At(i, j int) float64
}

// Show shows values, each by itself: matrices as tables of at most 20 × 20 numbers, slices by their first 20 elements, errors in
// red, everything else by its String method or as fmt prints it.
func Show(values ...any) {
	for _, v := range values {
		put(render(v))
	}
}

func render(v any) bundle {
	switch x := v.(type) {
	case error:
		return bundle{
			textPlain: "error: " + x.Error(),
			textHTML:  `<span style="color: var(--jp-error-color1, #b00020)">error: ` + html.EscapeString(x.Error()) + "</span>",
		}
	case matrix:
		if r := reflect.ValueOf(v); r.Kind() == reflect.Pointer && r.IsNil() {
			return bundle{textPlain: "<nil>"}
		}
		return renderMatrix(x)
	case fmt.Stringer, string:
		return bundle{textPlain: fmt.Sprint(v)}
	}
	if r := reflect.ValueOf(v); r.Kind() == reflect.Slice {
		return bundle{textPlain: sliceText(r)}
	}
	return bundle{textPlain: result.Format(v)}
}

func renderMatrix(m matrix) bundle {
	rows, cols := m.Dims()
	body := make([][]any, min(rows, maxShown))
	for i := range body {
		for j := range min(cols, maxShown) {
			body[i] = append(body[i], m.At(i, j))
		}
		if cols > maxShown {
			body[i] = append(body[i], "…")
		}
	}
	b := renderTable(nil, body)
	if rows > maxShown || cols > maxShown {
		more := fmt.Sprintf("… of %d × %d", rows, cols)
		b[textPlain] = b[textPlain].(string) + "\n" + more
		b[textHTML] = b[textHTML].(string) + "<div>" + more + "</div>"
	}
	return b
}

func sliceText(s reflect.Value) string {
	parts := []string{}
	for i := range min(s.Len(), maxShown) {
		parts = append(parts, result.Format(s.Index(i).Interface()))
	}
	text := "[" + strings.Join(parts, " ") + "]"
	if s.Len() > maxShown {
		text = strings.TrimSuffix(text, "]") + fmt.Sprintf(" …] (%d)", s.Len())
	}
	return text
}
