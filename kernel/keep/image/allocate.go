package image

import (
	"reflect"
	"unsafe"
)

// allocate gives each region its memory; that of a variable of the program is the variable.
func (l *Loaded) allocate(entries []rootEntry) error {
	for _, e := range entries {
		if err := l.place(e); err != nil {
			return err
		}
	}
	for i := range l.groups {
		if err := l.allocateGroup(&l.groups[i]); err != nil {
			return err
		}
	}
	return nil
}

// place puts the region of a variable where the variable is.
func (l *Loaded) place(e rootEntry) error {
	var root *Root
	for i := range l.roots {
		if l.roots[i].Name == e.name {
			root = &l.roots[i]
		}
	}
	if e.plan.Size == 0 {
		return nil
	}
	if e.region == 0 || e.region > uint64(len(l.base)) {
		return Damaged{"a variable has no region"}
	}
	g := &l.groups[l.of[e.region-1]]
	if (g.kind != elements && g.kind != page) || g.size() != e.plan.Size || !within(e.plan.Type, 0, g.plan.Type) {
		return Damaged{"a variable has a region of another type"}
	}
	if root != nil {
		l.base[e.region-1] = root.memory()
	}
	return nil
}

func (l *Loaded) allocateGroup(g *group) error {
	t := g.plan.Type
	switch g.kind {
	case elements, boxed:
		for i := range g.repeat {
			if p := &l.base[g.first+i]; *p == nil {
				*p = newElements(t, int(g.count))
			}
		}
	case page:
		if l.base[g.first] == nil {
			l.base[g.first] = unsafe.Pointer(&l.bytes.All[l.head.head+g.off])
		}
	case entriesNode:
		n := int(g.count)
		g.m = reflect.MakeMapWithSize(t, n)
		g.keys, g.vals = reflect.MakeSlice(reflect.SliceOf(t.Key()), n, n), reflect.MakeSlice(reflect.SliceOf(t.Elem()), n, n)
		l.base[g.first] = g.m.UnsafePointer()
	case globalNode:
		name := l.names[g.count]
		v, ok := l.world.globals[name]
		if !ok || v.elem != t {
			return Unknown{name}
		}
		l.base[g.first] = v.target
	case hookNode:
		return l.loadHook(g)
	}
	return nil
}

func newElements(t reflect.Type, n int) unsafe.Pointer {
	if n == 1 {
		return reflect.New(t).UnsafePointer()
	}
	return reflect.MakeSlice(reflect.SliceOf(t), n, n).UnsafePointer()
}

func (l *Loaded) loadHook(g *group) error {
	t := g.plan.Type
	h, ok := l.world.hooks[t]
	if !ok {
		return Unknown{"what keeps values of type " + t.String()}
	}
	p := reflect.New(t).UnsafePointer()
	if err := h.Load(p, g.hook); err != nil {
		return err
	}
	l.base[g.first] = p
	l.world.savedOld[identify(t, p)] = g.hook
	return nil
}
