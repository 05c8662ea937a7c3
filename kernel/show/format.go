package show

import (
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxElements = 20   // of a slice, a map
	maxDepth    = 6    // of values in values
	maxText     = 4000 // bytes of a string
	lineWidth   = 80   // what is longer takes a line for each element
	maxValues   = 2000 // in one text: each element may lead to many others
	maxEntries  = 12   // of a matrix inside another value
)

// format is a value in Go's notation, cut where it is long.
func format(v any) string {
	if s, ok := v.(string); ok {
		return cut(s)
	}
	return (&formatter{seen: map[uintptr]bool{}, left: maxValues}).value(reflect.ValueOf(v), 0)
}

// Settings is a value in Go's notation without the fields that are zero: those stand for defaults, and `Couplings: 0` above a list of eight
// would be read as wrong.
func Settings(v any) string {
	return (&formatter{seen: map[uintptr]bool{}, left: maxValues, sparse: true}).value(reflect.ValueOf(v), 0)
}

func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return fmt.Sprintf("%s… (%d bytes)", s[:end], len(s))
}

type formatter struct {
	seen map[uintptr]bool // pointers above, so that rings end
	left int              // values that may still be written

	sparse bool // fields that are zero are left out
}

func (f *formatter) value(v reflect.Value, depth int) string {
	if !v.IsValid() {
		return "nil"
	}
	if f.left--; f.left < 0 {
		return "…"
	}
	if text, ok := itself(v); ok {
		return text
	}
	switch v.Kind() {
	case reflect.String:
		return strconv.Quote(cut(v.String()))
	case reflect.Pointer:
		return f.pointer(v, depth)
	case reflect.Interface:
		return f.value(v.Elem(), depth)
	case reflect.Slice, reflect.Array:
		return f.list(v, depth)
	case reflect.Map:
		return f.mapping(v, depth)
	case reflect.Struct:
		return f.structure(v, depth)
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		if v.IsNil() {
			return "nil"
		}
		return v.Type().String()
	case reflect.Float32:
		return strconv.FormatFloat(v.Float(), 'g', -1, 32)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Complex64, reflect.Complex128:
		return fmt.Sprint(v.Complex())
	}
	if v.CanInt() {
		return strconv.FormatInt(v.Int(), 10)
	}
	return strconv.FormatUint(v.Uint(), 10)
}

// itself is what a value's own methods say, or the first line of what is registered for its type. Such a method may panic, on a nil receiver say.
func itself(v reflect.Value) (text string, ok bool) {
	if !v.CanInterface() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		return "", false
	}
	value := v
	if v.Kind() == reflect.Struct { // whose methods may be those of its pointer
		p := reflect.New(v.Type())
		p.Elem().Set(v)
		v = p
	}
	defer func() {
		if recover() != nil {
			text, ok = "", false
		}
	}()
	switch x := v.Interface().(type) {
	case error:
		return x.Error(), true
	case fmt.Stringer:
		return cut(x.String()), true
	case matrix:
		return inside(x), true
	}
	if bundle := registered[value.Type()]; bundle != nil {
		text, _ := bundle(value.Interface())[Text].(string)
		text, _, _ = strings.Cut(text, "\n")
		return text, text != ""
	}
	return "", false
}

// inside is a matrix in another value: its size, and its rows if they are few.
func inside(m matrix) string {
	rows, cols := m.Dims()
	text := fmt.Sprintf("%d × %d", rows, cols)
	if rows*cols > maxEntries {
		return text
	}
	lines := make([]string, rows)
	for i := range lines {
		entries := make([]string, cols)
		for j := range entries {
			entries[j] = Number(m.At(i, j))
		}
		lines[i] = "[" + strings.Join(entries, " ") + "]"
	}
	return text + " [" + strings.Join(lines, " ") + "]"
}

func (f *formatter) pointer(v reflect.Value, depth int) string {
	if v.IsNil() {
		return "nil"
	}
	if depth > maxDepth || f.seen[v.Pointer()] {
		return "&…"
	}
	f.seen[v.Pointer()] = true
	defer delete(f.seen, v.Pointer())
	return "&" + f.value(v.Elem(), depth)
}

func (f *formatter) list(v reflect.Value, depth int) string {
	if depth > maxDepth {
		return "[…]"
	}
	if v.Kind() == reflect.Slice && v.IsNil() {
		return "[]"
	}
	if text, ok := written(v); ok {
		return text
	}
	var parts []string
	for i := range min(v.Len(), maxElements) {
		parts = append(parts, f.value(v.Index(i), depth+1))
	}
	if v.Len() > maxElements {
		parts = append(parts, fmt.Sprintf("… (%d)", v.Len()))
	}
	return join("[", parts, " ", "]", depth)
}

// written is a slice of bytes that is a text, as what a command has written mostly is.
func written(v reflect.Value) (string, bool) {
	if v.Kind() != reflect.Slice || v.Type().Elem().Kind() != reflect.Uint8 || v.Len() == 0 {
		return "", false
	}
	text := string(v.Bytes())
	for _, c := range text {
		if c == utf8.RuneError || !unicode.IsPrint(c) && !unicode.IsSpace(c) {
			return "", false
		}
	}
	return "[]byte(" + strconv.Quote(cut(text)) + ")", true
}

func (f *formatter) mapping(v reflect.Value, depth int) string {
	if depth > maxDepth {
		return "map[…]"
	}
	var parts []string
	for _, key := range sorted(v.MapKeys()) {
		if len(parts) == maxElements {
			parts = append(parts, fmt.Sprintf("… (%d)", v.Len()))
			break
		}
		parts = append(parts, f.value(key, depth+1)+": "+f.value(v.MapIndex(key), depth+1))
	}
	return join("map[", parts, ", ", "]", depth)
}

// sorted orders keys of numbers and strings; others by how they are written.
func sorted(keys []reflect.Value) []reflect.Value {
	sort.SliceStable(keys, func(i, k int) bool {
		a, b := keys[i], keys[k]
		switch {
		case a.CanInt():
			return a.Int() < b.Int()
		case a.CanUint():
			return a.Uint() < b.Uint()
		case a.CanFloat():
			return a.Float() < b.Float()
		case a.Kind() == reflect.String:
			return a.String() < b.String()
		}
		return fmt.Sprint(a) < fmt.Sprint(b)
	})
	return keys
}

func (f *formatter) structure(v reflect.Value, depth int) string {
	name := v.Type().Name()
	if depth > maxDepth {
		return name + "{…}"
	}
	var parts []string
	hidden := false
	for i := range v.NumField() {
		if f.sparse && v.Field(i).IsZero() {
			continue
		}
		if field := v.Type().Field(i); field.IsExported() || field.PkgPath == "main" {
			parts = append(parts, field.Name+": "+f.value(v.Field(i), depth+1))
		} else {
			hidden = true // what a package keeps to itself says nothing to its users
		}
	}
	if hidden {
		parts = append(parts, "…")
	}
	return join(name+"{", parts, ", ", "}", depth)
}

// join writes parts in one line, or if that is too long each in its own.
func join(open string, parts []string, between, end string, depth int) string {
	line := open + strings.Join(parts, between) + end
	if between == " " && !strings.Contains(line, "\n") || utf8.RuneCountInString(line) <= lineWidth && !strings.Contains(line, "\n") {
		return line
	}
	indent := strings.Repeat("  ", depth+1)
	return open + "\n" + indent + strings.Join(parts, "\n"+indent) + "\n" + strings.Repeat("  ", depth) + end
}
