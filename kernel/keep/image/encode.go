package image

import (
	"encoding/binary"
	"reflect"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// A reference is the number of a region, from 1, and an offset in it. Nil is 0; nowhere is a pointer or slice that is not nil and has no
// memory. In strings the highest bit says that the rest is an offset into the bytes of strings.
const (
	offsetBits = 36
	maxOffset  = 1 << offsetBits
	maxRegions = 1 << (63 - offsetBits)
	nowhere    = 1
	inText     = 1 << 63
)

// pageSize is what large plain regions are aligned to, and largePlain when they are.
const (
	pageSize   = 4096
	largePlain = 64 << 10
)

// node is a region of the image.
type node struct {
	kind  nodeKind
	typ   reflect.Type
	count uintptr
	ptr   unsafe.Pointer
	plan  *shape.Plan
	off   uint64 // of the image, in its section
	extra int32
	owner int32 // the variable that it was reached from
}

type nodeKind uint8

const (
	elements nodeKind = iota // count elements of typ
	page                     // the same on pages of their own
	boxed                    // one value of typ, in an interface
	entriesNode
	globalNode
	hookNode
)

// encoder writes the image of a component.
type encoder struct {
	g     *Graph
	comp  int32
	roots []int32
	nodes []node
	next  int // the node whose image is being written

	local table // boxes and names: others may have them too
	long  []merged
	data  []byte
	text  []byte
	names map[string]uint64 // of functions and package-level variables
	list  []string
	dyn   []reflect.Type // types in interfaces
	dynOf map[reflect.Type]uint64
	pages uint64
	fail  string
}

func newEncoder(g *Graph, comp int32) *encoder {
	s := &g.shares[comp] // growing as images are written would copy them several times
	return &encoder{
		g: g, comp: comp, roots: g.members(comp), names: map[string]uint64{}, dynOf: map[reflect.Type]uint64{},
		nodes: make([]node, 0, s.nodes), data: make([]byte, 0, s.data), text: make([]byte, 0, s.text), long: merge(s.strings),
	}
}

func (e *encoder) run() {
	for _, r := range e.roots {
		if root := e.g.roots[r]; root.typ().Size() > 0 {
			e.region(uintptr(root.memory()))
		}
	}
	for ; e.next < len(e.nodes); e.next++ {
		n := &e.nodes[e.next]
		n.off = uint64(len(e.data))
		switch n.kind {
		case elements, boxed:
			e.image(n.ptr, n.plan, n.count)
		case entriesNode:
			m := &e.g.maps[n.extra]
			e.image(m.keys.ptr, m.keys.plan, m.keys.count)
			e.image(m.vals.ptr, m.vals.plan, m.vals.count)
		case page:
			n.off = e.pages
			e.pages += (uint64(n.count*n.plan.Size) + pageSize - 1) &^ (pageSize - 1)
		case globalNode, hookNode:
		}
	}
}

// onPages reports whether the region is mapped instead of read.
func (r *region) onPages() bool { return r.plan.Flat() && r.size() >= largePlain }

// node appends a region and returns its number, from 1.
func (e *encoder) node(n node) int32 {
	if n.owner < 0 {
		n.owner = e.nodes[e.next].owner
	}
	e.nodes = append(e.nodes, n)
	if len(e.nodes) >= maxRegions || n.count >= maxOffset {
		e.fail = "it is too large"
	}
	return int32(len(e.nodes))
}

// region returns the reference to address p in a region.
func (e *encoder) region(p uintptr) uint64 {
	i := e.g.find(p)
	if i < 0 {
		e.fail = changed
		return 0
	}
	r := &e.g.regions[i]
	if r.number == 0 {
		kind := elements
		if r.onPages() {
			kind = page
		}
		r.number = e.node(node{kind: kind, typ: r.plan.Type, count: r.count(), ptr: r.ptr, plan: r.plan, owner: r.owner})
	}
	return reference(r.number, p-r.start)
}

func reference(number int32, off uintptr) uint64 { return uint64(number)<<offsetBits | uint64(off) }

// image appends the image of count elements at p.
func (e *encoder) image(p unsafe.Pointer, plan *shape.Plan, count uintptr) {
	size := plan.Size * count
	at := len(e.data)
	e.data = append(e.data, unsafe.Slice((*byte)(p), size)...)
	for len(e.data)%word != 0 {
		e.data = append(e.data, 0)
	}
	if plan.Flat() {
		return
	}
	for off := uintptr(0); off < size; off += plan.Size {
		e.patch(unsafe.Add(p, off), plan, e.data[at+int(off):])
	}
}

// patch puts references in the places of a value's slots.
func (e *encoder) patch(p unsafe.Pointer, plan *shape.Plan, to []byte) {
	for i := range plan.Slots {
		slot := &plan.Slots[i]
		e.slot(unsafe.Add(p, slot.Off), slot, to[slot.Off:slot.Off+slot.Size])
	}
}

func put(to []byte, at int, v uint64) { binary.LittleEndian.PutUint64(to[at:], v) }

func (e *encoder) slot(p unsafe.Pointer, slot *shape.Slot, to []byte) {
	switch slot.Kind {
	case shape.Pointer:
		put(to, 0, e.pointer(*(*unsafe.Pointer)(p), slot.Elem, slot.Count, false))
	case shape.Slice:
		s := *(*slice)(p)
		put(to, 0, e.pointer(s.data, slot.Elem, uintptr(s.cap)*slot.Count, true))
		put(to, word, uint64(s.len))
		put(to, 2*word, uint64(s.cap))
	case shape.String:
		s := *(*text)(p)
		put(to, 0, e.string(s))
		put(to, word, uint64(s.len))
	case shape.Map:
		put(to, 0, e.mapping(*(*unsafe.Pointer)(p)))
	case shape.Func:
		put(to, 0, e.function(*(*unsafe.Pointer)(p)))
	case shape.Iface:
		e.iface(p, slot, to)
	case shape.Nil, shape.Zero:
		clear(to)
	case shape.Time:
		t := withoutMonotonic(p)
		put(to, 0, t[0])
		put(to, word, t[1])
	case shape.Hooked:
		e.hooked(p, slot, to)
	case shape.Packed:
		e.packed(p, slot, to)
	case shape.Repeat:
		for i := range slot.Count {
			e.patch(unsafe.Add(p, i*slot.Elem.Size), slot.Elem, to[i*slot.Elem.Size:])
		}
	}
}

func (e *encoder) pointer(p unsafe.Pointer, elem *shape.Plan, count uintptr, isSlice bool) uint64 {
	switch {
	case p == nil:
		return 0
	case elem.Size*count == 0:
		return nowhere
	}
	if n, ok := e.g.seen.look(uintptr(p), elem.ID|nameTag); ok && !isSlice {
		return e.global(&e.g.spans[n])
	}
	return e.region(uintptr(p))
}
