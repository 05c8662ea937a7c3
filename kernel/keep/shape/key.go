package shape

import (
	"reflect"
	"strconv"
	"strings"
)

// Key writes t as Go would, with the path of each package in quotes: []"gonum.org/v1/gonum/mat".Dense. Type arguments stand as reflect writes
// them.
func Key(t reflect.Type) string {
	var b strings.Builder
	writeKey(&b, t)
	return b.String()
}

func writeKey(b *strings.Builder, t reflect.Type) {
	if t.Name() != "" {
		if path := t.PkgPath(); path != "" {
			b.WriteString(strconv.Quote(path) + ".")
		}
		b.WriteString(t.Name())
		return
	}
	switch t.Kind() {
	case reflect.Pointer:
		b.WriteString("*")
	case reflect.Slice:
		b.WriteString("[]")
	case reflect.Array:
		b.WriteString("[" + strconv.Itoa(t.Len()) + "]")
	case reflect.Map:
		b.WriteString("map[")
		writeKey(b, t.Key())
		b.WriteString("]")
	case reflect.Chan:
		b.WriteString(map[reflect.ChanDir]string{reflect.RecvDir: "<-chan ", reflect.SendDir: "chan<- ", reflect.BothDir: "chan "}[t.ChanDir()])
	case reflect.Struct:
		writeStruct(b, t)
		return
	case reflect.Func:
		b.WriteString("func")
		writeSignature(b, t)
		return
	case reflect.Interface:
		writeInterface(b, t)
		return
	default:
	}
	writeKey(b, t.Elem())
}

func writeStruct(b *strings.Builder, t reflect.Type) {
	b.WriteString("struct {")
	for i := range t.NumField() {
		f := t.Field(i)
		separate(b, i, "; ")
		if f.PkgPath != "" {
			b.WriteString(strconv.Quote(f.PkgPath) + ".")
		}
		if !f.Anonymous {
			b.WriteString(f.Name + " ")
		}
		writeKey(b, f.Type)
		if f.Tag != "" {
			b.WriteString(" " + strconv.Quote(string(f.Tag)))
		}
	}
	b.WriteString("}")
}

func writeSignature(b *strings.Builder, t reflect.Type) {
	b.WriteString("(")
	for i := range t.NumIn() {
		separate(b, i, ", ")
		if t.IsVariadic() && i == t.NumIn()-1 {
			b.WriteString("...")
			writeKey(b, t.In(i).Elem())
			continue
		}
		writeKey(b, t.In(i))
	}
	b.WriteString(")")
	for i := range t.NumOut() {
		separate(b, i, ",")
		b.WriteString(" ")
		writeKey(b, t.Out(i))
	}
}

func writeInterface(b *strings.Builder, t reflect.Type) {
	b.WriteString("interface {")
	for i := range t.NumMethod() {
		m := t.Method(i)
		separate(b, i, "; ")
		if m.PkgPath != "" {
			b.WriteString(strconv.Quote(m.PkgPath) + ".")
		}
		b.WriteString(m.Name)
		writeSignature(b, m.Type)
	}
	b.WriteString("}")
}

func separate(b *strings.Builder, i int, with string) {
	if i > 0 {
		b.WriteString(with)
	}
}
