package image

import (
	"fmt"
	"reflect"
	"time"
	"unsafe"
)

// isomorphism compares two graphs of memory: equal values, and each address of one stands for one address of the other. It is written with
// reflect alone, to have nothing in common with what it judges.
type isomorphism struct {
	there, back map[place]place
	done        map[[2]place]bool
	maps        map[uintptr]uintptr
	leaves      []reflect.Value // numbers and texts of the second, in memory that can be changed
	copied      int
}

// place is an address and a type: a struct and its first field have the same address.
type place struct {
	at  uintptr
	typ reflect.Type
}

func (m *isomorphism) init() {
	m.there, m.back, m.done, m.maps = map[place]place{}, map[place]place{}, map[[2]place]bool{}, map[uintptr]uintptr{}
}

// pair notes that two addresses stand for each other, and reports whether they were looked at before.
func (m *isomorphism) pair(a, b reflect.Value, path string) (known bool, err error) {
	p, q := place{a.Addr().Pointer(), a.Type()}, place{b.Addr().Pointer(), b.Type()}
	if a.Type().Size() == 0 {
		return true, nil
	}
	if other, ok := m.there[p]; ok && other != q {
		return false, fmt.Errorf("%s: one address has become two", path)
	}
	if other, ok := m.back[q]; ok && other != p {
		return false, fmt.Errorf("%s: two addresses have become one", path)
	}
	m.there[p], m.back[q] = q, p
	known = m.done[[2]place{p, q}]
	m.done[[2]place{p, q}] = true
	return known, nil
}

func open(v reflect.Value) reflect.Value {
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}

// same compares two values in memory.
func (m *isomorphism) same(a, b reflect.Value, path string) error {
	if a.Type() != b.Type() {
		return fmt.Errorf("%s: %v and %v", path, a.Type(), b.Type())
	}
	a, b = open(a), open(b)
	if known, err := m.pair(a, b, path); known || err != nil {
		return err
	}
	switch a.Kind() {
	case reflect.Struct:
		for i := range a.NumField() {
			if err := m.same(a.Field(i), b.Field(i), path+"."+a.Type().Field(i).Name); err != nil {
				return err
			}
		}
	case reflect.Array:
		return m.elements(a, b, path)
	case reflect.Pointer:
		if a.IsNil() || b.IsNil() {
			return m.nils(a, b, path)
		}
		if a.Interface() == any(time.Local) && b.Interface() == any(time.Local) {
			return nil
		}
		return m.same(a.Elem(), b.Elem(), "(*"+path+")")
	case reflect.Slice:
		if a.IsNil() || b.IsNil() {
			return m.nils(a, b, path)
		}
		if a.Len() != b.Len() || a.Cap() != b.Cap() {
			return fmt.Errorf("%s: length %d of %d and %d of %d", path, a.Len(), a.Cap(), b.Len(), b.Cap())
		}
		return m.elements(a.Slice(0, a.Cap()), b.Slice(0, b.Cap()), path)
	case reflect.Interface:
		if a.IsNil() || b.IsNil() {
			return m.nils(a, b, path)
		}
		return m.loose(a.Elem(), b.Elem(), path)
	case reflect.Map:
		return m.entries(a, b, path)
	default:
		if !a.Equal(b) {
			return fmt.Errorf("%s: %v and %v", path, a, b)
		}
		if m.copied == 0 {
			m.leaves = append(m.leaves, b)
		}
	}
	return nil
}

func (m *isomorphism) nils(a, b reflect.Value, path string) error {
	if a.IsNil() != b.IsNil() {
		return fmt.Errorf("%s: nil and not nil", path)
	}
	return nil
}

func (m *isomorphism) elements(a, b reflect.Value, path string) error {
	for i := range a.Len() {
		if err := m.same(a.Index(i), b.Index(i), fmt.Sprintf("%s[%d]", path, i)); err != nil {
			return err
		}
	}
	return nil
}

// loose compares values whose own memory does not matter: they are copied first.
func (m *isomorphism) loose(a, b reflect.Value, path string) error {
	if a.Type() != b.Type() {
		return fmt.Errorf("%s: %v and %v", path, a.Type(), b.Type())
	}
	p, q := reflect.New(a.Type()), reflect.New(b.Type())
	p.Elem().Set(a)
	q.Elem().Set(b)
	kept = append(kept, p, q) // an address that is used again would stand for two things
	m.copied++
	defer func() { m.copied-- }()
	return m.same(p.Elem(), q.Elem(), path)
}

var kept []reflect.Value

func (m *isomorphism) entries(a, b reflect.Value, path string) error {
	if a.IsNil() || b.IsNil() {
		return m.nils(a, b, path)
	}
	if other, ok := m.maps[a.Pointer()]; ok {
		if other != b.Pointer() {
			return fmt.Errorf("%s: one map has become two", path)
		}
		return nil
	}
	m.maps[a.Pointer()] = b.Pointer()
	if a.Len() != b.Len() {
		return fmt.Errorf("%s: %d and %d entries", path, a.Len(), b.Len())
	}
	for it := a.MapRange(); it.Next(); {
		if err := m.entry(it.Key(), it.Value(), b, path); err != nil {
			return err
		}
	}
	return nil
}

// entry finds the key in the other map; a key that is a pointer stands for another pointer, which may be known only later: then each is tried.
func (m *isomorphism) entry(key, val, b reflect.Value, path string) error {
	path = fmt.Sprintf("%s[%v]", path, key)
	if v := b.MapIndex(key); v.IsValid() {
		return m.loose(val, v, path)
	}
	var last error
	for it := b.MapRange(); it.Next(); {
		try := m.copy()
		if last = try.loose(key, it.Key(), path); last != nil {
			continue
		}
		if last = try.loose(val, it.Value(), path); last == nil {
			*m = *try
			return nil
		}
	}
	return fmt.Errorf("%s: no such entry, the last was: %w", path, last)
}

func (m *isomorphism) copy() *isomorphism {
	var c isomorphism
	c.init()
	c.leaves, c.copied = m.leaves, m.copied
	for k, v := range m.there {
		c.there[k] = v
	}
	for k, v := range m.back {
		c.back[k] = v
	}
	for k, v := range m.done {
		c.done[k] = v
	}
	for k, v := range m.maps {
		c.maps[k] = v
	}
	return &c
}
