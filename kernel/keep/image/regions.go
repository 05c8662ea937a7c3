package image

import (
	"cmp"
	"reflect"
	"slices"
	"unsafe"

	"github.com/gensci/gensci/kernel/keep/shape"
)

// region is memory that is kept as one piece: overlapping spans, merged.
type region struct {
	ptr        unsafe.Pointer
	start, end uintptr
	plan       *shape.Plan
	owner      int32
	number     int32 // in the image, once it has one; 0 before
}

func (r *region) size() uintptr  { return r.end - r.start }
func (r *region) count() uintptr { return r.size() / r.plan.Size }

// merge makes regions of spans of memory.
func (g *Graph) merge() {
	var list []int32
	for i := range g.spans {
		if g.spans[i].kind == memory {
			list = append(list, int32(i))
		}
	}
	slices.SortFunc(list, func(a, b int32) int {
		s, t := &g.spans[a], &g.spans[b]
		if c := cmp.Compare(s.start(), t.start()); c != 0 {
			return c
		}
		return cmp.Compare(t.end(), s.end())
	})
	defer g.index()
	for _, n := range list {
		s := &g.spans[n]
		last := len(g.regions) - 1
		if last < 0 || g.regions[last].end <= s.start() {
			g.regions = append(g.regions, region{ptr: s.ptr, start: s.start(), end: s.end(), plan: s.plan, owner: s.owner})
			continue
		}
		r := &g.regions[last]
		g.join(r.owner, s.owner)
		if !r.take(s) {
			g.blame(n, 0, s.plan.Type, "is memory that is used as "+r.plan.Type.String()+" and as "+s.plan.Type.String())
		}
	}
}

func (g *Graph) index() {
	for i := range g.regions {
		*g.starts.find(g.regions[i].start, 0) = int32(i) + 1
	}
}

// take extends the region by a span that begins inside it, and reports whether the types of the two go together.
func (r *region) take(s *span) bool {
	off := s.start() - r.start
	switch {
	case s.plan == r.plan && off%r.plan.Size == 0:
		r.end = max(r.end, s.end())
		return true
	case s.end() <= r.end && within(r.plan.Type, off%r.plan.Size, s.plan.Type):
		return true
	case off == 0 && s.end() == r.end && within(s.plan.Type, 0, r.plan.Type):
		r.plan = s.plan // the outer of two types of one size
		return true
	case r.plan.Flat() && s.plan.Flat() && s.end() <= r.end:
		return true // plain bytes, seen in two ways
	default:
		return false
	}
}

// within reports whether a value of type t is at offset off of a value of type outer.
func within(outer reflect.Type, off uintptr, t reflect.Type) bool {
	for {
		if off == 0 && outer == t {
			return true
		}
		switch outer.Kind() {
		case reflect.Array:
			size := outer.Elem().Size()
			if size == 0 {
				return false
			}
			outer, off = outer.Elem(), off%size
		case reflect.Struct:
			f, ok := fieldCovering(outer, off, t.Size())
			if !ok {
				return false
			}
			outer, off = f.Type, off-f.Offset
		default:
			return false
		}
	}
}

// fieldCovering returns the field of a struct that has the bytes from off on.
func fieldCovering(outer reflect.Type, off, size uintptr) (reflect.StructField, bool) {
	for i := range outer.NumField() {
		f := outer.Field(i)
		if f.Offset <= off && off+size <= f.Offset+f.Type.Size() {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// find returns the number of the region that has address p, or -1.
func (g *Graph) find(p uintptr) int32 {
	if n, ok := g.starts.look(p, 0); ok {
		return n
	}
	i, found := slices.BinarySearchFunc(g.regions, p, func(r region, p uintptr) int { return cmp.Compare(r.start, p) })
	if !found {
		i--
	}
	if i < 0 || p >= g.regions[i].end {
		return -1
	}
	return int32(i)
}
