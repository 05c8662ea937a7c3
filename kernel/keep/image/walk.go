package image

import (
	"reflect"
	"slices"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// spanKind says what a span is.
type spanKind uint8

const (
	memory spanKind = iota // elements in a row, which others may overlap
	box                    // what an interface holds: immutable, so that no one else can be in it
	mapped                 // a map; its keys and values lie in two slices that were copied out
	named                  // what a package-level variable of a library leads to
	hooked                 // a value that lives elsewhere
)

// span is a piece of memory that was reached. Addresses are numbers because memory stays where it is while it is reachable, and the pointer
// keeps it so.
type span struct {
	ptr    unsafe.Pointer
	plan   *shape.Plan // of an element
	count  uintptr
	fresh  uintptr // how many of the first elements are to be looked at: others have the rest
	at     uintptr // where in the span that led here, in bytes
	from   int32   // the span that led here, -1 for a variable
	owner  int32   // the variable that it was reached from
	extra  int32   // index into Graph.maps, globals or hooks
	number int32   // in the image, once it has one; 0 before
	kind   spanKind
}

func (s *span) start() uintptr { return uintptr(s.ptr) }
func (s *span) end() uintptr   { return uintptr(s.ptr) + s.count*s.plan.Size }

// copied is a map whose entries were copied out.
type copied struct {
	typ        reflect.Type
	n          int
	keys, vals span
}

// Graph is all that a set of variables leads to.
type Graph struct {
	world   *World
	roots   []Root
	spans   []span
	seen    table
	work    []int32 // spans whose memory is still to be looked at
	maps    []copied
	globals []string
	hooks   []saved
	hookOf  map[site]int32 // spans of hooked values
	strings []longString
	texts   []uintptr  // length of all short strings, by owner
	union   []int32    // of owners: the one that it was joined to, itself at the end of the chain
	culprit []*culprit // by owner
	regions []region
	starts  table // regions by their first address
	clean   []*Loaded
	shares  []share // by component
}

type longString struct {
	ptr   unsafe.Pointer
	size  int
	owner int32
}

// Walk finds all that the variables lead to. Clean are components that were loaded and have not changed; where the variables lead into
// one of them, its own variables are walked too.
func (w *World) Walk(roots []Root, clean []*Loaded) *Graph {
	g := &Graph{world: w, roots: roots, clean: clean}
	for i := range roots {
		g.root(int32(i))
	}
	g.run()
	return g
}

func (g *Graph) root(i int32) {
	r := g.roots[i]
	g.union = append(g.union, i)
	g.culprit, g.texts = append(g.culprit, nil), append(g.texts, 0)
	plan, count := g.world.plans.Elements(r.typ())
	if count*plan.Size == 0 {
		return
	}
	g.span(span{ptr: r.memory(), plan: plan, count: count, from: -1, owner: i})
}

// add takes a span into the graph, to be looked at if it has slots.
func (g *Graph) add(s span) int32 {
	n := int32(len(g.spans))
	if len(g.spans) == cap(g.spans) {
		g.spans = slices.Grow(g.spans, len(g.spans)) // append would copy large lists more often
	}
	g.spans = append(g.spans, s)
	if !s.plan.Flat() && s.kind != named && s.kind != hooked {
		g.work = append(g.work, n)
	}
	return n
}

func (g *Graph) run() {
	for len(g.work) > 0 {
		n := g.work[len(g.work)-1]
		g.work = g.work[:len(g.work)-1]
		s := g.spans[n]
		if s.kind == mapped {
			m := g.maps[s.extra]
			g.scan(n, m.keys.ptr, m.keys.plan, m.keys.count, 0)
			g.scan(n, m.vals.ptr, m.vals.plan, m.vals.count, m.keys.count*m.keys.plan.Size)
			continue
		}
		g.scan(n, s.ptr, s.plan, s.fresh, 0)
	}
}

// scan follows the slots of count elements at p, which lie at offset at of span n.
func (g *Graph) scan(n int32, p unsafe.Pointer, plan *shape.Plan, count, at uintptr) {
	for off := uintptr(0); off < count*plan.Size; off += plan.Size {
		for i := range plan.Slots {
			slot := &plan.Slots[i]
			g.slot(n, unsafe.Add(p, off+slot.Off), slot, at+off+slot.Off)
		}
	}
}

// slice and text are what the words of slices and strings are.
type slice struct {
	data     unsafe.Pointer
	len, cap int
}

type text struct {
	data unsafe.Pointer
	len  int
}

func (g *Graph) slot(n int32, p unsafe.Pointer, slot *shape.Slot, at uintptr) {
	switch slot.Kind {
	case shape.Pointer:
		if q := *(*unsafe.Pointer)(p); q != nil {
			g.reach(n, at, q, slot.Elem, slot.Count, false)
		}
	case shape.Slice:
		if s := (*slice)(p); s.data != nil {
			g.reach(n, at, s.data, slot.Elem, uintptr(s.cap)*slot.Count, true)
		}
	case shape.String:
		g.text((*text)(p), g.spans[n].owner)
	case shape.Map:
		if m := *(*unsafe.Pointer)(p); m != nil {
			g.reachMap(n, at, p, m, slot)
		}
	case shape.Func:
		g.function(n, at, p, slot)
	case shape.Iface:
		if *(*uintptr)(p) != 0 {
			g.iface(n, at, p, slot)
		}
	case shape.Nil:
		if !zero(p, slot.Size) {
			g.blame(n, at, slot.Type, "holds "+slot.Why)
		}
	case shape.Hooked:
		if !zero(p, slot.Size) {
			g.reachHook(n, at, p, slot)
		}
	case shape.Repeat:
		g.scan(n, p, slot.Elem, slot.Count, at)
	case shape.Zero, shape.Time, shape.Packed:
	}
}

func (g *Graph) text(s *text, owner int32) {
	if s.len >= longText {
		g.strings = append(g.strings, longString{s.data, s.len, owner})
		return
	}
	g.texts[owner] += uintptr(s.len)
}

// longText is the length from which strings are looked at for sharing: many pieces of one long text shall not become many long texts.
const longText = 64

func zero(p unsafe.Pointer, size uintptr) bool {
	for _, b := range unsafe.Slice((*byte)(p), size) {
		if b != 0 {
			return false
		}
	}
	return true
}
