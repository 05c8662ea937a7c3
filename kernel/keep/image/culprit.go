package image

import (
	"reflect"
	"strconv"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// culprit is why a variable cannot be kept: what is at an offset of a span.
type culprit struct {
	span int32
	at   uintptr
	typ  reflect.Type // of what is there; nil if nothing in particular
	why  string       // "holds a channel (chan int)"
}

// blame notes why the variable that span n was reached from cannot be kept; the first reason counts.
func (g *Graph) blame(n int32, at uintptr, typ reflect.Type, why string) {
	owner := g.spans[n].owner
	if g.culprit[owner] == nil {
		g.culprit[owner] = &culprit{n, at, typ, why}
	}
}

// reason says why variable i cannot be kept: "it holds a channel (chan int)", "its field a.b holds a function".
func (g *Graph) reason(i int32) string {
	c := g.culprit[i]
	path := g.path(c.span, c.at, c.typ)
	switch {
	case path == "":
		return "it " + c.why
	case path[0] == '.':
		return "its field " + path[1:] + " " + c.why
	default:
		return "its element " + path + " " + c.why
	}
}

// longPath is the number of steps from which a path is cut in the middle.
const longPath = 12

// path writes how to get from the variable to the value of a type at an offset of span n.
func (g *Graph) path(n int32, at uintptr, typ reflect.Type) string {
	var steps []string
	for n >= 0 {
		s := &g.spans[n]
		steps = append(steps, g.step(s, at, typ))
		n, at, typ = s.from, s.at, nil
	}
	cut := len(steps) - longPath
	var path string
	for i := len(steps) - 1; i >= 0; i-- {
		if cut > 0 && i < len(steps)-longPath/2 && i >= longPath/2 {
			if i == longPath/2 {
				path += " … "
			}
			continue
		}
		path += steps[i]
	}
	return path
}

// step writes how to get from the beginning of s to its offset at.
func (g *Graph) step(s *span, at uintptr, typ reflect.Type) string {
	if s.kind == mapped {
		return g.entry(&g.maps[s.extra], at, typ)
	}
	var index string
	if s.count > 1 {
		index = "[" + strconv.Itoa(int(at/s.plan.Size)) + "]"
	}
	return index + fieldAt(s.plan.Type, at%s.plan.Size, typ)
}

// entry writes the key of the entry of a map whose key or value is at offset at.
func (g *Graph) entry(m *copied, at uintptr, typ reflect.Type) string {
	keys := m.keys.count * m.keys.plan.Size
	if at < keys {
		return "[a key]"
	}
	i := (at - keys) / m.vals.plan.Size
	return "[" + literalOf(m.keys.plan, m.keys.ptr, i) + "]" + fieldAt(m.vals.plan.Type, (at-keys)%m.vals.plan.Size, typ)
}

// fieldAt writes the way to what is at an offset of a value of type t, and is of type stop: ".a[3].b".
func fieldAt(t reflect.Type, at uintptr, stop reflect.Type) string {
	if t == stop && at == 0 {
		return ""
	}
	switch t.Kind() {
	case reflect.Struct:
		for i := t.NumField() - 1; i >= 0; i-- {
			f := t.Field(i)
			if f.Offset <= at && at < f.Offset+f.Type.Size() {
				return "." + f.Name + fieldAt(f.Type, at-f.Offset, stop)
			}
		}
	case reflect.Array:
		if size := t.Elem().Size(); size > 0 {
			return "[" + strconv.Itoa(int(at/size)) + "]" + fieldAt(t.Elem(), at%size, stop)
		}
	default:
	}
	return ""
}

// literalOf writes element i of keys as one would in a program, if it is a number or a text.
func literalOf(plan *shape.Plan, keys unsafe.Pointer, i uintptr) string {
	v := reflect.NewAt(plan.Type, unsafe.Add(keys, i*plan.Size)).Elem()
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.Kind() == reflect.String:
		return strconv.Quote(v.String())
	default:
		return "…"
	}
}
