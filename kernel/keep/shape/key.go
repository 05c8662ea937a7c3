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
		b.WriteString(t.String()) // reflect's Method would make the linker keep every method of every type
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
			b.WriteString(" " + tag(string(f.Tag)))
		}
	}
	b.WriteString("}")
}

// tag writes a tag in back quotes, if it can stand in them: what stands in double quotes is a package.
func tag(s string) string {
	if strconv.CanBackquote(s) {
		return "`" + s + "`"
	}
	return "`" + strconv.QuoteToASCII(s) + "`" // such a type can only be compared with itself
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

func separate(b *strings.Builder, i int, with string) {
	if i > 0 {
		b.WriteString(with)
	}
}
