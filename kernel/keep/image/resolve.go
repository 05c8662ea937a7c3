package image

import (
	"reflect"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// A file may say anything, although its checksum is right. So each reference is checked before it becomes an address: that it lies in a region, and
// that what lies there has the type that is expected.

func (l *Loaded) fail(what string) {
	if l.failed == nil {
		l.failed = Damaged{what}
	}
}

// region returns the group and the memory that a reference leads to.
func (l *Loaded) region(ref uint64) (*group, unsafe.Pointer) {
	n := ref >> offsetBits
	if n == 0 || n > uint64(len(l.base)) {
		l.fail("a reference leads nowhere")
		return nil, nil
	}
	return &l.groups[l.of[n-1]], l.base[n-1]
}

// pointer returns the address that a reference to count elements stands for. What lies there must be of the type.
func (l *Loaded) pointer(ref uint64, elem *shape.Plan, count uintptr) unsafe.Pointer {
	switch ref {
	case 0:
		return nil
	case nowhere:
		return l.emptyOf(elem, count)
	}
	g, p := l.region(ref)
	if g == nil {
		return nil
	}
	off := uintptr(ref % maxOffset)
	elem = l.world.plans.Ready(elem)
	if g.plan == elem && off == 0 && count <= g.count && g.kind <= page {
		return p
	}
	if g.kind == globalNode {
		if g.plan == elem && off == 0 && count == 1 {
			return p
		}
	} else if g.kind == elements || g.kind == page {
		size := g.size()
		inside := elem.Size*count <= size && off <= size-elem.Size*count
		if inside && (g.plan == elem && off%elem.Size == 0 || g.plan.Flat() && elem.Flat() || within(g.plan.Type, off%g.plan.Size, elem.Type)) {
			return unsafe.Add(p, off)
		}
	}
	l.fail("a reference leads to another type")
	return nil
}

// whole returns what a reference to a region of a kind and type stands for, nil if it leads to another.
func (l *Loaded) whole(ref uint64, kind nodeKind, t reflect.Type) unsafe.Pointer {
	g, p := l.region(ref)
	if g == nil || g.kind != kind || g.plan.Type != t || ref%maxOffset != 0 {
		l.fail("a reference leads to another type")
		return nil
	}
	return p
}

func (l *Loaded) emptyOf(elem *shape.Plan, count uintptr) unsafe.Pointer {
	if elem.Size*count > 0 {
		l.fail("a reference leads nowhere")
	}
	return unsafe.Pointer(&nothing)
}

// nothing is what pointers to values without memory point to.
var nothing struct{}

func (l *Loaded) string(ref, size uint64) string {
	switch {
	case size == 0:
		return ""
	case ref&inText != 0:
		at := ref &^ inText
		if at > uint64(len(l.text)) || size > uint64(len(l.text))-at {
			break
		}
		return unsafe.String(&l.text[at], int(size))
	default:
		g, p := l.region(ref)
		off := ref % maxOffset
		if g == nil || g.kind != page || g.plan.Size != 1 || off > uint64(g.count) || size > uint64(g.count)-off {
			break
		}
		return unsafe.String((*byte)(unsafe.Add(p, off)), int(size))
	}
	l.fail("a text lies outside")
	return ""
}

func (l *Loaded) mapping(ref uint64, t reflect.Type) unsafe.Pointer {
	if ref == 0 {
		return nil
	}
	return l.whole(ref, entriesNode, t)
}

func (l *Loaded) function(n uint64, t reflect.Type) unsafe.Pointer {
	if n == 0 {
		return nil
	}
	if n > uint64(len(l.names)) {
		l.fail("a function has no name")
		return nil
	}
	name := l.names[n-1]
	f, ok := l.world.funcs[name]
	if !ok || !f.Type().ConvertibleTo(t) {
		if l.failed == nil {
			l.failed = Unknown{"the function " + name}
		}
		return nil
	}
	i := f.Interface()
	return (*[2]unsafe.Pointer)(unsafe.Pointer(&i))[1]
}
