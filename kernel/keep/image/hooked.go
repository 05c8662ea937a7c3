package image

import (
	"reflect"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// identity is what tells hooked values apart: their type and their own bytes, a pointer mostly.
type identity struct {
	typ   reflect.Type
	bytes string
}

// site is where a hooked value is met: anywhere, or for a shared one in a variable, since each component has it for itself.
type site struct {
	identity
	owner int32 // anywhere, or the variable
}

const anywhere = -1

// saved is what a hook made of a value.
type saved struct {
	typ      reflect.Type
	data     []byte
	external []string
}

func identify(t reflect.Type, p unsafe.Pointer) identity {
	return identity{t, string(unsafe.Slice((*byte)(p), t.Size()))}
}

// reachHook has the hook encode a value, once for each.
func (g *Graph) reachHook(n int32, at uintptr, p unsafe.Pointer, slot *shape.Slot) {
	id, owner := identify(slot.Type, p), g.spans[n].owner
	where := site{id, anywhere}
	if g.world.hooks[slot.Type].Shared {
		where.owner = owner
	}
	if known, ok := g.hookOf[where]; ok {
		g.join(owner, g.spans[known].owner)
		return
	}
	s, err := g.world.save(id, p)
	if err != nil {
		g.blame(n, at, slot.Type, "could not be saved: "+err.Error())
		return
	}
	if g.hookOf == nil {
		g.hookOf = map[site]int32{}
	}
	if where.owner == anywhere {
		g.wakeHook(id, owner)
	}
	g.hookOf[where] = g.add(span{ptr: p, plan: g.world.plans.Plan(slot.Type), kind: hooked, from: n, at: at, owner: owner, extra: int32(len(g.hooks))})
	g.hooks = append(g.hooks, s)
}

// hookIn is the span of a hooked value in a component.
func (g *Graph) hookIn(comp int32, id identity) (span int32, ok bool) {
	if span, ok = g.hookOf[site{id, anywhere}]; ok {
		return span, true
	}
	for i := range int32(len(g.roots)) {
		if span, ok = g.hookOf[site{id, i}]; ok && g.component(i) == comp {
			return span, true
		}
	}
	return 0, false
}

// save asks the hook, once for each value in the life of a world after something was run: a hook may publish what it saves.
func (w *World) save(id identity, p unsafe.Pointer) (saved, error) {
	if s, ok := w.savedNow[id]; ok {
		return s, nil
	}
	data, external, err := w.hooks[id.typ].Save(p, w.savedOld[id])
	if err != nil {
		return saved{}, err
	}
	s := saved{id.typ, data, external}
	w.savedNow[id] = s
	return s, nil
}

// wakeHook joins the clean component that has the hooked value.
func (g *Graph) wakeHook(id identity, owner int32) {
	for _, l := range g.clean {
		if !l.awake && l.hasHooked(id) {
			g.walkToo(l, owner)
		}
	}
}

func (l *Loaded) hasHooked(id identity) bool {
	for i := range l.groups {
		if g := &l.groups[i]; g.kind == hookNode && g.plan.Type == id.typ && identify(id.typ, l.base[g.first]) == id {
			return true
		}
	}
	return false
}
