package show

import (
	"fmt"
	"html"
	"reflect"
)

// Types of a bundle's entries.
const (
	Text = "text/plain"
	HTML = "text/html"
	SVG  = "image/svg+xml"
	PNG  = "image/png"
)

// Bundler is a value that says itself how it looks: data by MIME type, text/plain among them.
type Bundler interface{ MimeBundle() map[string]any }

var registered = map[reflect.Type]func(any) map[string]any{}

// Register says how values of type T look, for types whose package cannot have a method MimeBundle. It is called by functions init.
func Register[T any](bundle func(T) map[string]any) {
	registered[reflect.TypeFor[T]()] = func(v any) map[string]any { return bundle(v.(T)) }
}

// Bundle is a value in all the forms it has, text/plain always among them.
func Bundle(v any) map[string]any {
	r := reflect.ValueOf(v)
	if v == nil || r.Kind() == reflect.Pointer && r.IsNil() {
		return map[string]any{Text: "nil"}
	}
	if b, ok := v.(Bundler); ok {
		return withMetadata(withText(b.MimeBundle(), v), v)
	}
	if bundle := registered[r.Type()]; bundle != nil {
		return withText(bundle(v), v)
	}
	if _, ok := v.(error); ok {
		if text, fine := itself(r); fine {
			return red("error: " + text)
		}
	}
	if m := matrixOf(r); m != nil {
		return matrixBundle(m)
	}
	if b := plotBundle(v); b != nil {
		return b
	}
	if b := records(r); b != nil {
		return b
	}
	return map[string]any{Text: format(v)}
}

func withText(b map[string]any, v any) map[string]any {
	if b == nil {
		b = map[string]any{}
	}
	if b[Text] == nil {
		b[Text] = fmt.Sprintf("%T", v)
	}
	return b
}

// Error is an error in red.
func Error(err error) map[string]any { return red("error: " + err.Error()) }

func red(text string) map[string]any {
	return map[string]any{
		Text: text,
		HTML: `<span style="color: var(--jp-error-color1, #b00020)">` + html.EscapeString(text) + "</span>",
	}
}
