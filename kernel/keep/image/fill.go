package image

import (
	"encoding"
	"encoding/binary"
	"reflect"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// fillAll copies images into the regions, then makes the maps: their keys must be whole to be hashed.
func (l *Loaded) fillAll() {
	for i := range l.groups {
		g := &l.groups[i]
		switch g.kind {
		case elements, boxed:
			off := uintptr(g.off)
			for j := range g.repeat {
				l.fill(l.base[g.first+j], g.plan, g.count, l.data[off:])
				off += g.stride
			}
		case page:
			l.fillPage(g)
		case entriesNode:
			key, val := l.world.plans.Plan(g.plan.Type.Key()), l.world.plans.Plan(g.plan.Type.Elem())
			l.fill(g.keys.UnsafePointer(), key, g.count, l.data[g.off:])
			l.fill(g.vals.UnsafePointer(), val, g.count, l.data[g.off+uint64(aligned(key.Size*g.count)):])
		default:
		}
	}
	if l.failed != nil {
		return
	}
	for i := range l.groups {
		if g := &l.groups[i]; g.kind == entriesNode {
			for j := range int(g.count) {
				g.m.SetMapIndex(g.keys.Index(j), g.vals.Index(j))
			}
		}
	}
}

// fillPage copies a large region into a variable that is one itself: an array.
func (l *Loaded) fillPage(g *group) {
	from := l.bytes.All[l.head.head+g.off:][:g.size()]
	if p := l.base[g.first]; p != unsafe.Pointer(&from[0]) {
		copy(unsafe.Slice((*byte)(p), g.size()), from)
	}
}

// fill sets count elements at p from their image.
func (l *Loaded) fill(p unsafe.Pointer, plan *shape.Plan, count uintptr, image []byte) {
	if plan.Flat() {
		copy(unsafe.Slice((*byte)(p), plan.Size*count), image[:plan.Size*count])
		return
	}
	for off := uintptr(0); off < count*plan.Size; off += plan.Size {
		l.element(unsafe.Add(p, off), plan, image[off:])
	}
}

func (l *Loaded) element(p unsafe.Pointer, plan *shape.Plan, image []byte) {
	for _, r := range plan.Runs {
		copy(unsafe.Slice((*byte)(unsafe.Add(p, r.Off)), r.Size), image[r.Off:r.Off+r.Size])
	}
	for i := range plan.Slots {
		slot := &plan.Slots[i]
		l.slot(unsafe.Add(p, slot.Off), slot, image[slot.Off:slot.Off+slot.Size])
	}
}

func get(image []byte, at int) uint64 { return binary.LittleEndian.Uint64(image[at:]) }

func (l *Loaded) slot(p unsafe.Pointer, slot *shape.Slot, image []byte) {
	switch slot.Kind {
	case shape.Pointer:
		*(*unsafe.Pointer)(p) = l.pointer(get(image, 0), slot.Elem, slot.Count)
	case shape.Slice:
		n, c := get(image, word), get(image, 2*word)
		if n > c || c > maxOffset {
			l.fail("a slice is longer than its memory")
			return
		}
		*(*slice)(p) = slice{l.pointer(get(image, 0), slot.Elem, uintptr(c)*slot.Count), int(n), int(c)}
	case shape.String:
		*(*string)(p) = l.string(get(image, 0), get(image, word))
	case shape.Map:
		*(*unsafe.Pointer)(p) = l.mapping(get(image, 0), slot.Type)
	case shape.Func:
		*(*unsafe.Pointer)(p) = l.function(get(image, 0), slot.Type)
	case shape.Iface:
		l.iface(p, slot, image)
	case shape.Time:
		*(*[2]uint64)(p) = [2]uint64{get(image, 0), get(image, word)}
	case shape.Hooked:
		l.hooked(p, slot, get(image, 0))
	case shape.Packed:
		l.packed(p, slot, image)
	case shape.Repeat:
		l.fill(p, slot.Elem, slot.Count, image)
	case shape.Nil, shape.Zero:
	}
}

func (l *Loaded) iface(p unsafe.Pointer, slot *shape.Slot, image []byte) {
	n := get(image, 0)
	if n == 0 {
		*(*[2]unsafe.Pointer)(p) = [2]unsafe.Pointer{}
		return
	}
	if n > uint64(len(l.types)) {
		l.fail("an interface has no type")
		return
	}
	plan := l.types[n-1]
	if !slot.Empty && !plan.Type.Implements(slot.Type) {
		if l.failed == nil {
			l.failed = Changed{Type: shape.Key(plan.Type)}
		}
		return
	}
	data := unsafe.Add(p, word)
	switch {
	case plan.Direct:
		l.element(data, plan, image[word:])
	case plan.Inline():
		value := reflect.New(plan.Type).UnsafePointer()
		copy(unsafe.Slice((*byte)(value), plan.Size), image[word:])
		*(*unsafe.Pointer)(data) = value
	default:
		value := l.whole(get(image, word), boxed, plan.Type)
		if value == nil {
			return
		}
		*(*unsafe.Pointer)(data) = value
	}
	*(*uintptr)(p) = l.world.firstWord(slot.Type, plan.Type)
}

func (l *Loaded) hooked(p unsafe.Pointer, slot *shape.Slot, ref uint64) {
	if ref == 0 {
		return
	}
	if value := l.whole(ref, hookNode, slot.Type); value != nil {
		reflect.NewAt(slot.Type, p).Elem().Set(reflect.NewAt(slot.Type, value).Elem())
	}
}

func (l *Loaded) packed(p unsafe.Pointer, slot *shape.Slot, image []byte) {
	m, ok := reflect.NewAt(slot.Type, p).Interface().(encoding.BinaryUnmarshaler)
	if !ok {
		l.fail("a value cannot be read back")
		return
	}
	if err := m.UnmarshalBinary([]byte(l.string(get(image, 0), get(image, word)))); err != nil {
		l.fail(err.Error())
	}
}
