package show

import (
	"fmt"
	"html"
	"math"
	"reflect"
	"strconv"
)

// maxRows is how many rows or columns of a table are shown.
const maxRows = 20

// matrix is what gonum's matrices provide.
type matrix interface {
	Dims() (rows, cols int)
	At(i, j int) float64
}

// matrixOf is a value as a matrix, nil if it is none. `var inv mat.Dense` is one too, though only its pointer has the methods.
func matrixOf(v reflect.Value) matrix {
	if m, ok := v.Interface().(matrix); ok {
		return m
	}
	if v.Kind() != reflect.Struct || !reflect.PointerTo(v.Type()).Implements(reflect.TypeFor[matrix]()) {
		return nil
	}
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return p.Interface().(matrix)
}

func matrixBundle(m matrix) map[string]any {
	rows, cols := m.Dims()
	return Corner(rows, cols, func(i, j int) any { return m.At(i, j) })
}

// Corner is a table of the first rows and columns of something rectangular.
func Corner(rows, cols int, at func(i, j int) any) map[string]any {
	body := make([][]any, min(rows, maxRows))
	for i := range body {
		for j := range min(cols, maxRows) {
			body[i] = append(body[i], at(i, j))
		}
		if cols > maxRows {
			body[i] = append(body[i], "…")
		}
	}
	b := Table(nil, body)
	if rows > maxRows || cols > maxRows {
		footnote(b, fmt.Sprintf("… of %d × %d", rows, cols))
	}
	return b
}

// Titled is a bundle with a line above it.
func Titled(title string, b map[string]any) map[string]any {
	text, _ := b[Text].(string)
	page, _ := b[HTML].(string)
	return map[string]any{Text: title + "\n" + text, HTML: "<div>" + html.EscapeString(title) + "</div>" + page}
}

func footnote(b map[string]any, text string) {
	b[Text] = b[Text].(string) + "\n" + text
	b[HTML] = b[HTML].(string) + "<div>" + text + "</div>"
}

// records are slices of structs, or of pointers to them, with exported fields of which each takes little room.
func records(v reflect.Value) map[string]any {
	if v.Kind() != reflect.Slice || v.Len() == 0 {
		return nil
	}
	t := v.Type().Elem()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t.NumField() == 0 || t.NumField() > maxRows {
		return nil
	}
	var header []string
	for i := range t.NumField() {
		if !t.Field(i).IsExported() {
			return nil
		}
		header = append(header, t.Field(i).Name)
	}
	var rows [][]any
	for i := range min(v.Len(), maxRows) {
		e := reflect.Indirect(v.Index(i))
		if !e.IsValid() {
			return nil
		}
		row := make([]any, t.NumField())
		for j := range row {
			row[j] = e.Field(j).Interface()
		}
		rows = append(rows, row)
	}
	b := Table(header, rows)
	if v.Len() > maxRows {
		footnote(b, fmt.Sprintf("… of %d rows", v.Len()))
	}
	return b
}

// Number is a value as it stands in tables: numbers with four significant digits, nil as nothing, what has a short form (a method Short)
// by that, all else as a cell shows it.
func Number(v any) string {
	switch x := v.(type) {
	case nil:
		return ""
	case float64:
		return number(x, 64)
	case float32:
		return number(float64(x), 32)
	case error:
		return x.Error()
	case interface{ Short() string }:
		return x.Short()
	}
	return format(v)
}

func number(x float64, bits int) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e6 {
		return strconv.FormatFloat(x, 'f', -1, bits)
	}
	return strconv.FormatFloat(x, 'g', 4, bits)
}
