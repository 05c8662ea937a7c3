package shape

import (
	"hash/fnv"
	"reflect"
	"strconv"
)

// Fingerprint is a hash of the structure of a type.
type Fingerprint [16]byte

// Print returns the fingerprint of t: its name and the names of its packages, its fields with their names and types in their order, and so on for
// all types that it consists of or leads to. Methods, tags of fields and what an interface demands do not matter to memory and are left out.
func Print(t reflect.Type) Fingerprint {
	p := printer{numbers: map[reflect.Type]int{}}
	p.add(t)
	h := fnv.New128a()
	_, _ = h.Write(p.text)
	var sum Fingerprint
	h.Sum(sum[:0])
	return sum
}

// printer writes a type down; a type that was met before is written as its number, so that recursion ends.
type printer struct {
	numbers map[reflect.Type]int
	text    []byte
}

func (p *printer) write(s ...string) {
	for _, part := range s {
		p.text = append(p.text, part...)
	}
}

func (p *printer) add(t reflect.Type) {
	if n, met := p.numbers[t]; met {
		p.write("#", strconv.Itoa(n), " ")
		return
	}
	if t.Name() != "" {
		p.numbers[t] = len(p.numbers)
		p.write(strconv.Quote(t.PkgPath()), t.Name(), "=")
	}
	p.write(t.Kind().String(), strconv.Itoa(int(t.Size())), "(")
	switch t.Kind() {
	case reflect.Array:
		p.write(strconv.Itoa(t.Len()), " ")
		p.add(t.Elem())
	case reflect.Struct:
		p.fields(t)
	case reflect.Func:
		p.write(Key(reflect.FuncOf(ins(t), outs(t), t.IsVariadic())))
	default:
		parts(t, p.add)
	}
	p.write(")")
}

func (p *printer) fields(t reflect.Type) {
	for i := range t.NumField() {
		f := t.Field(i)
		p.write(f.PkgPath, ".", f.Name, " ")
		if f.Anonymous {
			p.write("embedded ")
		}
		p.add(f.Type)
	}
}

func ins(t reflect.Type) []reflect.Type {
	types := make([]reflect.Type, t.NumIn())
	for i := range types {
		types[i] = t.In(i)
	}
	return types
}

func outs(t reflect.Type) []reflect.Type {
	types := make([]reflect.Type, t.NumOut())
	for i := range types {
		types[i] = t.Out(i)
	}
	return types
}
