package image

import (
	"bytes"
	"cmp"
	"reflect"
	"slices"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// Same reports whether all that was loaded is as it was written. It looks at each region once, without following anything: a reference is
// compared with the address that it was loaded as.
func (l *Loaded) Same() bool {
	for i := range l.groups {
		if !l.sameGroup(&l.groups[i]) {
			return false
		}
	}
	return true
}

func (l *Loaded) sameGroup(g *group) bool {
	switch g.kind {
	case elements:
		off := uintptr(g.off)
		for j := range g.repeat {
			if !l.same(l.base[g.first+j], g.plan, g.count, l.data[off:]) {
				return false
			}
			off += g.stride
		}
	case page:
		return l.bytes.same(l.base[g.first], g.size(), int64(l.head.head+g.off))
	case entriesNode:
		return l.sameMap(g)
	case hookNode:
		s, err := l.world.save(identify(g.plan.Type, l.base[g.first]), l.base[g.first])
		return err == nil && bytes.Equal(s.data, g.hook)
	case boxed, globalNode: // cannot change
	}
	return true
}

// sameMap looks up each key that the map had.
func (l *Loaded) sameMap(g *group) bool {
	if g.m.Len() != int(g.count) {
		return false
	}
	val := l.world.plans.Plan(g.plan.Type.Elem())
	keySize := g.plan.Type.Key().Size()
	image := l.data[g.off+uint64(aligned(keySize*g.count)):]
	slot := reflect.New(val.Type)
	for i := range int(g.count) {
		v := g.m.MapIndex(g.keys.Index(i))
		if !v.IsValid() {
			return false
		}
		slot.Elem().Set(v)
		if !l.same(slot.UnsafePointer(), val, 1, image[uintptr(i)*val.Size:]) {
			return false
		}
	}
	return true
}

// same reports whether count elements at p are what they were filled with.
func (l *Loaded) same(p unsafe.Pointer, plan *shape.Plan, count uintptr, image []byte) bool {
	if plan.Flat() {
		return bytes.Equal(unsafe.Slice((*byte)(p), plan.Size*count), image[:plan.Size*count])
	}
	for off := uintptr(0); off < count*plan.Size; off += plan.Size {
		if !l.sameElement(unsafe.Add(p, off), plan, image[off:]) {
			return false
		}
	}
	return true
}

func (l *Loaded) sameElement(p unsafe.Pointer, plan *shape.Plan, image []byte) bool {
	for _, r := range plan.Runs {
		if !bytes.Equal(unsafe.Slice((*byte)(unsafe.Add(p, r.Off)), r.Size), image[r.Off:r.Off+r.Size]) {
			return false
		}
	}
	for i := range plan.Slots {
		slot := &plan.Slots[i]
		if !l.sameSlot(unsafe.Add(p, slot.Off), slot, image[slot.Off:slot.Off+slot.Size]) {
			return false
		}
	}
	return true
}

func (l *Loaded) sameSlot(p unsafe.Pointer, slot *shape.Slot, image []byte) bool {
	switch slot.Kind {
	case shape.Pointer:
		return *(*unsafe.Pointer)(p) == l.address(get(image, 0))
	case shape.Slice:
		s := (*slice)(p)
		return s.data == l.address(get(image, 0)) && uint64(s.len) == get(image, word) && uint64(s.cap) == get(image, 2*word)
	case shape.String:
		s := *(*string)(p)
		return uint64(len(s)) == get(image, word) && s == l.string(get(image, 0), get(image, word))
	case shape.Map:
		return *(*unsafe.Pointer)(p) == l.address(get(image, 0))
	case shape.Func:
		return l.sameFunc(*(*unsafe.Pointer)(p), get(image, 0), slot.Type)
	case shape.Iface:
		return l.sameIface(p, slot, image)
	case shape.Time:
		return withoutMonotonic(p) == [2]uint64{get(image, 0), get(image, word)}
	case shape.Hooked:
		return l.sameHooked(p, slot, get(image, 0))
	case shape.Packed:
		was := reflect.New(slot.Type)
		l.packed(was.UnsafePointer(), slot, image)
		return bytes.Equal(unsafe.Slice((*byte)(p), slot.Size), unsafe.Slice((*byte)(was.UnsafePointer()), slot.Size))
	case shape.Repeat:
		return l.same(p, slot.Elem, slot.Count, image)
	case shape.Nil:
		return zero(p, slot.Size)
	case shape.Zero:
		return true
	}
	return false
}

// address returns what a reference was loaded as.
func (l *Loaded) address(ref uint64) unsafe.Pointer {
	switch ref {
	case 0:
		return nil
	case nowhere:
		return unsafe.Pointer(&nothing)
	}
	return unsafe.Add(l.base[ref>>offsetBits-1], ref%maxOffset)
}

func (l *Loaded) sameFunc(f unsafe.Pointer, n uint64, t reflect.Type) bool {
	return f == l.function(n, t)
}

func (l *Loaded) sameIface(p unsafe.Pointer, slot *shape.Slot, image []byte) bool {
	n := get(image, 0)
	if n == 0 || *(*uintptr)(p) == 0 {
		return n == 0 && *(*uintptr)(p) == 0
	}
	plan := l.types[n-1]
	if *(*uintptr)(p) != l.world.firstWord(slot.Type, plan.Type) {
		return false
	}
	data := unsafe.Add(p, word)
	switch {
	case plan.Direct:
		return l.same(data, plan, 1, image[word:])
	case plan.Inline():
		return bytes.Equal(unsafe.Slice((*byte)(*(*unsafe.Pointer)(data)), plan.Size), image[word:word+plan.Size])
	default:
		return *(*unsafe.Pointer)(data) == l.address(get(image, word))
	}
}

func (l *Loaded) sameHooked(p unsafe.Pointer, slot *shape.Slot, ref uint64) bool {
	if ref == 0 {
		return zero(p, slot.Size)
	}
	was := l.base[ref>>offsetBits-1]
	return bytes.Equal(unsafe.Slice((*byte)(p), slot.Size), unsafe.Slice((*byte)(was), slot.Size))
}

// holds reports whether address p lies in what was loaded.
func (l *Loaded) holds(p uintptr) bool {
	if l.ranges == nil {
		l.index()
	}
	if n := len(l.ranges); n == 0 || p < l.ranges[0].start || p >= l.ranges[n-1].end {
		return false
	}
	i, found := slices.BinarySearchFunc(l.ranges, p, func(e extent, p uintptr) int { return cmp.Compare(e.start, p) })
	if !found {
		i--
	}
	return i >= 0 && p < l.ranges[i].end
}

func (l *Loaded) index() {
	l.ranges = []extent{}
	for i := range l.groups {
		g := &l.groups[i]
		for j := range g.repeat {
			start := uintptr(l.base[g.first+j])
			switch g.kind {
			case elements, page, boxed:
				l.ranges = append(l.ranges, extent{start, start + g.size()})
			case entriesNode:
				l.ranges = append(l.ranges, extent{start, start + 1})
			case globalNode, hookNode:
			}
		}
	}
	slices.SortFunc(l.ranges, func(a, b extent) int { return cmp.Compare(a.start, b.start) })
}
