package shape

import (
	"reflect"
	"slices"
	"unsafe"
)

// unrolled is how many slots an array may have to be dissolved into its elements; a longer one becomes a Repeat.
const unrolled = 16

// slots appends the slots of a value of type t that begins at offset off.
func (s *Set) slots(to []Slot, t reflect.Type, off uintptr) []Slot {
	if s.Never != nil {
		if what := s.Never(t); what != "" {
			return append(to, Slot{Kind: Nil, Off: off, Size: t.Size(), Type: t, Why: what})
		}
	}
	if s.Hooked != nil && s.Hooked(t) {
		return append(to, Slot{Kind: Hooked, Off: off, Size: t.Size(), Type: t})
	}
	if s.Dropped != nil && s.Dropped(t) {
		return append(to, Slot{Kind: Zero, Off: off, Size: t.Size(), Type: t})
	}
	if f := special(t); f != nil {
		return f(s, to, t, off)
	}
	slot := Slot{Off: off, Size: t.Size(), Type: t}
	switch t.Kind() {
	case reflect.Struct:
		return s.fields(to, t, off, s.dropped(t))
	case reflect.Array:
		return s.array(to, t, off)
	case reflect.Pointer:
		slot.Kind = Pointer
		elem, count := dissolve(t.Elem())
		slot.Elem, slot.Count = s.later(elem), count
	case reflect.Slice:
		slot.Kind = Slice
		elem, count := dissolve(t.Elem())
		slot.Elem, slot.Count = s.later(elem), count
	case reflect.String:
		slot.Kind = String
	case reflect.Map:
		slot.Kind, slot.Key, slot.Val = Map, s.later(t.Key()), s.later(t.Elem())
	case reflect.Interface:
		slot.Kind, slot.Empty = Iface, t.NumMethod() == 0
	case reflect.Func:
		slot.Kind = Func
	case reflect.Chan:
		slot.Kind, slot.Why = Nil, "a channel ("+t.String()+")"
	case reflect.UnsafePointer:
		slot.Kind, slot.Why = Nil, "an unsafe.Pointer"
	default:
		return to
	}
	return append(to, slot)
}

// later returns the plan of t, which may not be compiled yet.
func (s *Set) later(t reflect.Type) *Plan {
	p := s.plans[t]
	if p == nil {
		p = &Plan{Type: t, Size: t.Size(), ID: uint32(len(s.plans) + 1)}
		s.plans[t] = p
	}
	return p
}

// Ready compiles a plan that a slot leads to, and returns it.
func (s *Set) Ready(p *Plan) *Plan {
	if !p.ready {
		p.ready = true
		s.compile(p)
	}
	return p
}

// fields appends the slots of a struct; zero names the fields that are not kept.
func (s *Set) fields(to []Slot, t reflect.Type, off uintptr, zero []string) []Slot {
	for i := range t.NumField() {
		f := t.Field(i)
		if slices.Contains(zero, f.Name) {
			to = append(to, Slot{Kind: Zero, Off: off + f.Offset, Size: f.Type.Size(), Type: f.Type})
			continue
		}
		to = s.slots(to, f.Type, off+f.Offset)
	}
	return to
}

func (s *Set) dropped(t reflect.Type) []string {
	if s.DroppedFields == nil {
		return nil
	}
	return s.DroppedFields(t)
}

func (s *Set) array(to []Slot, t reflect.Type, off uintptr) []Slot {
	elem, count := dissolve(t)
	if count == 0 {
		return to
	}
	p := s.Plan(elem)
	if p.Flat() {
		return to
	}
	if count*uintptr(len(p.Slots)) > unrolled {
		return append(to, Slot{Kind: Repeat, Off: off, Size: t.Size(), Type: t, Elem: p, Count: count})
	}
	for i := range count {
		for _, slot := range p.Slots {
			slot.Off += off + i*p.Size
			to = append(to, slot)
		}
	}
	return to
}

// direct reports whether interfaces hold values of type t themselves. The rule for structs and arrays has changed between versions of Go, so one
// value is made and looked at.
func direct(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return true
	case reflect.Struct, reflect.Array:
		if t.Size() != word {
			return false
		}
	default:
		return false
	}
	box := reflect.New(t)
	if !pointerFirst(t) {
		return false
	}
	var target byte
	*(*unsafe.Pointer)(box.UnsafePointer()) = unsafe.Pointer(&target)
	v := box.Elem().Interface()
	return (*[2]unsafe.Pointer)(unsafe.Pointer(&v))[1] == unsafe.Pointer(&target)
}

// pointerFirst reports whether a type of one word is a pointer in some wrapping.
func pointerFirst(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Map, reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return true
	case reflect.Array:
		return t.Len() == 1 && pointerFirst(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).Type.Size() == word {
				return pointerFirst(t.Field(i).Type)
			}
		}
	}
	return false
}
