package image

import (
	"cmp"
	"encoding"
	"reflect"
	"slices"
	"time"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// withoutMonotonic returns the two words of the time at p without the reading of the process's own clock.
func withoutMonotonic(p unsafe.Pointer) [2]uint64 {
	t := (*time.Time)(p).Round(0)
	return *(*[2]uint64)(unsafe.Pointer(&t))
}

// merge finds the texts that long strings are parts of. They are copied for each component: nobody can change them.
func merge(list []longString) (texts []merged) {
	slices.SortFunc(list, func(a, b longString) int { return cmp.Compare(uintptr(a.ptr), uintptr(b.ptr)) })
	for _, s := range list {
		last := len(texts) - 1
		if last >= 0 && uintptr(s.ptr) < texts[last].end() {
			texts[last].size = max(texts[last].size, int(uintptr(s.ptr)-uintptr(texts[last].ptr))+s.size)
			continue
		}
		texts = append(texts, merged{longString: s})
	}
	return texts
}

// merged is a text that long strings are parts of, and its reference once it has one.
type merged struct {
	longString
	ref uint64
}

func (m *merged) end() uintptr { return uintptr(m.ptr) + uintptr(m.size) }

func (e *encoder) string(s text) uint64 {
	switch {
	case s.len == 0:
		return 0
	case s.len < longText:
		return e.append(unsafe.Slice((*byte)(s.data), s.len))
	}
	i, found := slices.BinarySearchFunc(e.long, uintptr(s.data), func(m merged, p uintptr) int { return cmp.Compare(uintptr(m.ptr), p) })
	if !found {
		i--
	}
	if i < 0 || uintptr(s.data)+uintptr(s.len) > e.long[i].end() {
		e.fail = changed
		return 0
	}
	m := &e.long[i]
	if m.ref == 0 {
		m.ref = e.longText(m)
	}
	return m.ref + uint64(uintptr(s.data)-uintptr(m.ptr))
}

func (e *encoder) longText(m *merged) uint64 {
	if m.size < largePlain {
		return e.append(unsafe.Slice((*byte)(m.ptr), m.size))
	}
	bytes := e.g.world.plans.Plan(reflect.TypeFor[byte]())
	return reference(e.node(node{kind: page, typ: bytes.Type, count: uintptr(m.size), ptr: m.ptr, plan: bytes, owner: m.owner}), 0)
}

// append adds to the bytes of strings.
func (e *encoder) append(b []byte) uint64 {
	at := len(e.text)
	e.text = append(e.text, b...)
	return inText | uint64(at)
}

func (e *encoder) mapping(m unsafe.Pointer) uint64 {
	if m == nil {
		return 0
	}
	n, ok := e.g.seen.look(uintptr(m), mapTag)
	if !ok {
		e.fail = changed
		return 0
	}
	s := &e.g.spans[n]
	if s.number == 0 {
		s.number = e.node(node{kind: entriesNode, typ: s.plan.Type, count: uintptr(e.g.maps[s.extra].n), extra: s.extra, owner: s.owner})
	}
	return reference(s.number, 0)
}

func (e *encoder) function(f unsafe.Pointer) uint64 {
	if f == nil {
		return 0
	}
	return e.name(functionName(f)) + 1
}

// name returns the number of a name in the list of names.
func (e *encoder) name(s string) uint64 {
	n, ok := e.names[s]
	if !ok {
		n = uint64(len(e.list))
		e.names[s] = n
		e.list = append(e.list, s)
	}
	return n
}

// global returns the reference to what a package-level variable of a library leads to.
func (e *encoder) global(s *span) uint64 {
	place := e.local.find(s.start(), s.plan.ID|nameTag)
	if *place == 0 {
		*place = e.node(node{kind: globalNode, typ: s.plan.Type, count: uintptr(e.name(e.g.globals[s.extra])), owner: s.owner})
	}
	return reference(*place, 0)
}

// iface writes the number of a dynamic type, and the value if it is short, or the reference to it.
func (e *encoder) iface(p unsafe.Pointer, slot *shape.Slot, to []byte) {
	clear(to)
	if *(*uintptr)(p) == 0 {
		return
	}
	d := e.g.world.dynamicOf(p, slot.Type)
	put(to, 0, e.dynamicType(d.plan.Type)+1)
	data := unsafe.Add(p, word)
	switch {
	case d.plan.Direct:
		e.patch(data, d.plan, to[word:])
	case d.plan.Inline():
		copy(to[word:], unsafe.Slice((*byte)(*(*unsafe.Pointer)(data)), d.plan.Size))
	default:
		put(to, word, e.box(*(*unsafe.Pointer)(data), d.plan))
	}
}

func (e *encoder) box(p unsafe.Pointer, plan *shape.Plan) uint64 {
	place := e.local.find(uintptr(p), plan.ID|boxTag)
	if *place == 0 {
		*place = e.node(node{kind: boxed, typ: plan.Type, count: 1, ptr: p, plan: plan, owner: -1})
	}
	return reference(*place, 0)
}

func (e *encoder) dynamicType(t reflect.Type) uint64 {
	n, ok := e.dynOf[t]
	if !ok {
		n = uint64(len(e.dyn))
		e.dynOf[t] = n
		e.dyn = append(e.dyn, t)
	}
	return n
}

func (e *encoder) hooked(p unsafe.Pointer, slot *shape.Slot, to []byte) {
	clear(to)
	if zero(p, slot.Size) {
		return
	}
	n, ok := e.g.hookIn(e.comp, identify(slot.Type, p))
	if !ok {
		e.fail = changed
		return
	}
	s := &e.g.spans[n]
	if s.number == 0 {
		s.number = e.node(node{kind: hookNode, typ: slot.Type, extra: s.extra, owner: s.owner})
	}
	put(to, 0, reference(s.number, 0))
}

// packed writes where the value's own encoding is, and its length.
func (e *encoder) packed(p unsafe.Pointer, slot *shape.Slot, to []byte) {
	clear(to)
	m, ok := reflect.NewAt(slot.Type, p).Interface().(encoding.BinaryMarshaler)
	if !ok {
		e.fail = "its part " + slot.Type.String() + " has no MarshalBinary"
		return
	}
	b, err := m.MarshalBinary()
	if err != nil {
		e.fail = err.Error()
		return
	}
	put(to, 0, e.append(b))
	put(to, word, uint64(len(b)))
}

const changed = "it was changed while it was saved"
