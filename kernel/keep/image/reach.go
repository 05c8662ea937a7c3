package image

import (
	"reflect"
	"slices"
	"strings"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// mapTag is the tag of maps in Graph.seen, boxTag is added to that of the type.
const (
	mapTag  = 0
	nameTag = 1 << 30
	boxTag  = 1 << 31
)

// span enters count elements at s.ptr, unless they are known. Slices of one array mostly end where the array does, so that the end is what they
// are found by, and only what lies before a known one is new.
func (g *Graph) span(s span) {
	place := g.seen.find(s.end(), s.plan.ID)
	s.fresh = s.count
	if *place == 0 {
		*place = g.add(s) + 1
		return
	}
	old := &g.spans[*place-1]
	g.join(s.owner, old.owner)
	if old.start() <= s.start() {
		return
	}
	s.fresh = (old.start() - s.start()) / s.plan.Size
	*place = g.add(s) + 1
}

// reach follows a pointer or slice at offset at of span n.
func (g *Graph) reach(n int32, at uintptr, p unsafe.Pointer, elem *shape.Plan, count uintptr, isSlice bool) {
	elem = g.world.plans.Ready(elem)
	if elem.Size*count == 0 {
		return
	}
	owner := g.spans[n].owner
	if known, ok := g.seen.look(uintptr(p)+count*elem.Size, elem.ID); ok && g.spans[known].start() <= uintptr(p) {
		g.join(owner, g.spans[known].owner)
		return
	}
	if name, ok := g.world.byValue[uintptr(p)]; ok && !isSlice && g.world.globals[name].elem == elem.Type {
		g.name(n, at, p, elem, name)
		return
	}
	if g.world.segments.contains(uintptr(p)) && !g.world.isVariable(uintptr(p)) && !isSlice && !copyable(elem) {
		g.blame(n, at, nil, "points to package-level data that is no variable of the notebook (*"+elem.Type.String()+")")
		return
	}
	g.wake(uintptr(p), owner)
	g.span(span{ptr: p, plan: elem, count: count, from: n, at: at, owner: owner})
}

// copyable reports whether a copy of package-level data is as good as the original: tables that nobody changes or compares the address of,
// the program's own literals, and what has a better reason not to be kept.
func copyable(p *shape.Plan) bool {
	path, name := p.Type.PkgPath(), p.Type.Name()
	if path == "main" || (path == "unicode" && name == "RangeTable") {
		return true
	}
	return never(p) != ""
}

// never says what values of a type are that can only be kept while they are zero, "" if it is another type.
func never(p *shape.Plan) string {
	if len(p.Slots) == 1 && p.Slots[0].Kind == shape.Nil && p.Slots[0].Size == p.Size {
		return p.Slots[0].Why
	}
	return ""
}

// unknown says why a value of a type that no later program can be told of cannot be kept.
func (w *World) unknown(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		if what := never(w.plans.Plan(t.Elem())); what != "" {
			return "holds " + what
		}
	}
	return "has the type " + readable(t) + ", which only its own package can name"
}

// name enters what a package-level variable leads to.
func (g *Graph) name(n int32, at uintptr, p unsafe.Pointer, elem *shape.Plan, name string) {
	place := g.seen.find(uintptr(p), elem.ID|nameTag)
	if *place == 0 {
		*place = g.add(span{ptr: p, plan: elem, count: 1, kind: named, from: n, at: at, owner: g.spans[n].owner, extra: int32(len(g.globals))}) + 1
		g.globals = append(g.globals, name)
	}
}

// wake joins the clean component that has the address, if there is one, and walks it too.
func (g *Graph) wake(p uintptr, owner int32) {
	for _, l := range g.clean {
		if !l.awake && l.holds(p) {
			g.walkToo(l, owner)
		}
	}
}

func (g *Graph) walkToo(l *Loaded, owner int32) {
	l.awake = true
	for _, r := range l.roots {
		i := int32(len(g.roots))
		g.roots = append(g.roots, r)
		g.root(i)
		g.join(owner, i)
	}
}

// reachMap copies the entries of a map out, so that it is iterated over once and quickly.
func (g *Graph) reachMap(n int32, at uintptr, p, m unsafe.Pointer, slot *shape.Slot) {
	owner := g.spans[n].owner
	g.wake(uintptr(m), owner)
	place := g.seen.find(uintptr(m), mapTag)
	if *place != 0 {
		g.join(owner, g.spans[*place-1].owner)
		return
	}
	key, val := g.world.plans.Ready(slot.Key), g.world.plans.Ready(slot.Val)
	c := entries(reflect.NewAt(slot.Type, p).Elem(), key, val)
	*place = g.add(span{ptr: m, plan: g.world.plans.Plan(slot.Type), kind: mapped, from: n, at: at, owner: owner, extra: int32(len(g.maps))}) + 1
	g.maps = append(g.maps, c)
}

// iface follows an interface that is not nil.
func (g *Graph) iface(n int32, at uintptr, p unsafe.Pointer, slot *shape.Slot) {
	d := g.world.dynamicOf(p, slot.Type)
	if d.known = d.known || g.world.canFind(d.plan.Type); !d.known {
		g.blame(n, at, slot.Type, g.world.unknown(d.plan.Type))
		return
	}
	data := unsafe.Add(p, word)
	switch {
	case d.plan.Direct:
		for i := range d.plan.Slots {
			g.slot(n, data, &d.plan.Slots[i], at+word)
		}
	case d.plan.Flat():
	case !d.plan.Shares:
		g.scan(n, *(*unsafe.Pointer)(data), d.plan, 1, at+word)
	default:
		g.reachBox(n, at+word, *(*unsafe.Pointer)(data), d.plan)
	}
}

func (g *Graph) reachBox(n int32, at uintptr, p unsafe.Pointer, plan *shape.Plan) {
	owner := g.spans[n].owner
	place := g.seen.find(uintptr(p), plan.ID|boxTag)
	if *place != 0 {
		g.join(owner, g.spans[*place-1].owner)
		return
	}
	*place = g.add(span{ptr: p, plan: plan, count: 1, fresh: 1, kind: box, from: n, at: at, owner: owner}) + 1
}

// function keeps functions that a program can be told by name: those declared at top level, and methods named like functions.
func (g *Graph) function(n int32, at uintptr, p unsafe.Pointer, slot *shape.Slot) {
	code := *(*unsafe.Pointer)(p)
	if code == nil {
		return
	}
	if g.world.NoFuncs || functionName(code) == "" {
		g.blame(n, at, slot.Type, "holds a function ("+slot.Type.String()+")")
	}
}

// join says that two variables lead to the same memory.
func (g *Graph) join(a, b int32) {
	a, b = g.component(a), g.component(b)
	if a != b {
		g.union[max(a, b)] = min(a, b)
	}
}

// component returns the variable that stands for all that were joined with i.
func (g *Graph) component(i int32) int32 {
	for g.union[i] != i {
		g.union[i] = g.union[g.union[i]]
		i = g.union[i]
	}
	return i
}

// members returns the variables joined with i, by name.
func (g *Graph) members(i int32) []int32 {
	var list []int32
	for r := range int32(len(g.roots)) {
		if g.component(r) == g.component(i) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b int32) int { return strings.Compare(g.roots[a].Name, g.roots[b].Name) })
	return list
}

// readable writes a type for people.
func readable(t reflect.Type) string { return strings.ReplaceAll(shape.Key(t), `"`, "") }
