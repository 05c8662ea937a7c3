package shape

import (
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// Names finds types by their keys: those that were added, all that these consist of or lead to, Go's own, and what pointers, slices, arrays
// and maps can be made of them.
type Names struct {
	types map[string]reflect.Type // nil for a key that means two types
	seen  map[reflect.Type]bool
}

// Add makes t and all that it leads to known.
func (n *Names) Add(t reflect.Type) {
	if n.seen[t] || (t.Name() != "" && t.PkgPath() == "") {
		return
	}
	if n.types == nil {
		n.types, n.seen = map[string]reflect.Type{}, map[reflect.Type]bool{}
	}
	n.seen[t] = true
	key := Key(t)
	if other, taken := n.types[key]; taken && other != t {
		n.types[key] = nil // types of the same name inside two functions
	} else {
		n.types[key] = t
	}
	parts(t, n.Add)
}

// Find returns the type of the key, or nil if the program does not know it.
func (n *Names) Find(key string) reflect.Type {
	if t, ok := n.types[key]; ok {
		return t
	}
	if t, ok := basic()[key]; ok {
		return t
	}
	t := n.build(key)
	if t == nil {
		t = made(key)
	}
	if t != nil {
		n.Add(t)
	}
	return t
}

// build makes a type of its parts.
func (n *Names) build(key string) reflect.Type {
	switch {
	case strings.HasPrefix(key, "*"):
		if elem := n.Find(key[1:]); elem != nil {
			return reflect.PointerTo(elem)
		}
	case strings.HasPrefix(key, "[]"):
		if elem := n.Find(key[2:]); elem != nil {
			return reflect.SliceOf(elem)
		}
	case strings.HasPrefix(key, "["):
		size, rest, _ := strings.Cut(key[1:], "]")
		count, err := strconv.Atoi(size)
		if elem := n.Find(rest); elem != nil && err == nil && count >= 0 && fitsMemory(elem, count) {
			return reflect.ArrayOf(count, elem)
		}
	case strings.HasPrefix(key, "map["):
		end := closing(key, len("map["))
		if end < 0 {
			return nil
		}
		k, v := n.Find(key[len("map["):end]), n.Find(key[end+1:])
		if k != nil && v != nil && k.Comparable() {
			return reflect.MapOf(k, v)
		}
	}
	return nil
}

// fitsMemory keeps the lengths of damaged files from reflect, which panics at them.
func fitsMemory(elem reflect.Type, count int) bool {
	return elem.Size() == 0 || uintptr(count) < 1<<40/elem.Size()
}

// closing returns where the bracket closes that was opened before from, or -1. Brackets in quotes do not count.
func closing(key string, from int) int {
	depth := 1
	for i := from; i < len(key); i++ {
		switch key[i] {
		case '"', '`':
			quoted, err := strconv.QuotedPrefix(key[i:])
			if err != nil {
				return -1
			}
			i += len(quoted) - 1
		case '[':
			depth++
		case ']':
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	return -1
}

// parts calls f with the types that t consists of or leads to.
func parts(t reflect.Type, f func(reflect.Type)) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		f(t.Elem())
	case reflect.Map:
		f(t.Key())
		f(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			f(t.Field(i).Type)
		}
	default:
	}
}

// basic returns Go's own types by their keys.
var basic = sync.OnceValue(func() map[string]reflect.Type {
	types := map[string]reflect.Type{}
	for _, t := range []reflect.Type{
		reflect.TypeFor[bool](), reflect.TypeFor[string](), reflect.TypeFor[any](), reflect.TypeFor[error](), reflect.TypeFor[struct{}](),
		reflect.TypeFor[int](), reflect.TypeFor[int8](), reflect.TypeFor[int16](), reflect.TypeFor[int32](), reflect.TypeFor[int64](),
		reflect.TypeFor[uint](), reflect.TypeFor[uint8](), reflect.TypeFor[uint16](), reflect.TypeFor[uint32](), reflect.TypeFor[uint64](),
		reflect.TypeFor[uintptr](), reflect.TypeFor[float32](), reflect.TypeFor[float64](), reflect.TypeFor[complex64](),
		reflect.TypeFor[complex128](),
	} {
		types[Key(t)] = t
	}
	return types
})
