package image

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strconv"
	"time"
	"unsafe"
)

// The variables of the property test have random types, and random values that share memory at random.

type ring struct {
	Value any
	next  *ring
	other []*ring
}

type tree struct {
	name string
	kids map[string]*tree
	up   *tree
	at   time.Time
}

type inner struct {
	a int8
	b float64
}

type outer struct {
	inner
	p   *inner
	arr [3]inner
	big [40]*int
	e   error
}

// The fields are read by reflect alone, and written once for staticcheck.
var _, _, _ = ring{nil, nil, nil}, tree{"", nil, nil, time.Time{}}, outer{inner{}, nil, [3]inner{}, [40]*int{}, nil}

// id is what pointers that are keys point to: each has a number of its own, so that the test can tell which is which afterwards.
type id struct{ number int }

type fault struct{ code int }

func (f *fault) Error() string { return strconv.Itoa(f.code) }

var declared = []reflect.Type{
	reflect.TypeFor[ring](), reflect.TypeFor[tree](), reflect.TypeFor[inner](), reflect.TypeFor[outer](), reflect.TypeFor[*fault](),
	reflect.TypeFor[time.Time](), reflect.TypeFor[error](), reflect.TypeFor[[]byte](), reflect.TypeFor[*id](),
}

var plain = []reflect.Type{
	reflect.TypeFor[int](), reflect.TypeFor[bool](), reflect.TypeFor[uint8](), reflect.TypeFor[int16](), reflect.TypeFor[float64](),
	reflect.TypeFor[float32](), reflect.TypeFor[complex128](), reflect.TypeFor[string](), reflect.TypeFor[uintptr](), reflect.TypeFor[struct{}](),
}

// maker makes random types and values.
type maker struct {
	*rand.Rand
	pool   map[reflect.Type][]reflect.Value // pointers, slices and maps that were made, and pointers into their memory
	dyn    []reflect.Type
	ids    []*id
	budget int
}

func (m *maker) typ(depth int) reflect.Type {
	if depth <= 0 {
		return plain[m.IntN(len(plain))]
	}
	switch m.IntN(9) {
	case 0, 1:
		return reflect.PointerTo(m.typ(depth - 1))
	case 2, 3:
		return reflect.SliceOf(m.typ(depth - 1))
	case 4:
		return reflect.ArrayOf(m.IntN(4)*m.IntN(9), m.typ(depth-1))
	case 5:
		key := plain[m.IntN(len(plain))]
		if m.IntN(4) == 0 {
			key = reflect.TypeFor[*id]()
		}
		if m.IntN(8) == 0 {
			key = reflect.TypeFor[any]()
		}
		return reflect.MapOf(key, m.typ(depth-1))
	case 6:
		return reflect.TypeFor[any]()
	case 7:
		return declared[m.IntN(len(declared))]
	default:
		fields := make([]reflect.StructField, m.IntN(5))
		for i := range fields {
			fields[i] = reflect.StructField{Name: fmt.Sprint("F", i), Type: m.typ(depth - 1)}
		}
		return reflect.StructOf(fields)
	}
}

// set gives v, which is addressable, a random value, and puts pointers into its memory into the pool.
func (m *maker) set(v reflect.Value, depth int) {
	v = reflect.NewAt(v.Type(), v.Addr().UnsafePointer()).Elem() // unexported fields too
	m.budget--
	if m.IntN(4) == 0 && v.Type().Size() > 0 {
		m.remember(v.Addr())
	}
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf([]time.Time{{}, time.Unix(m.Int64N(1<<33), 5), time.Unix(9, 9).UTC()}[m.IntN(3)]))
			return
		}
		for i := range v.NumField() {
			m.set(v.Field(i), depth)
		}
	case reflect.Array:
		for i := range v.Len() {
			m.set(v.Index(i), depth)
		}
	case reflect.Pointer, reflect.Slice, reflect.Map:
		m.setRef(v, depth-1)
	case reflect.Interface:
		m.setIface(v, depth-1)
	case reflect.String:
		v.SetString([]string{"", "a", string(make([]byte, m.IntN(200))), strconv.Itoa(m.Int())}[m.IntN(4)])
	case reflect.Complex128:
		v.SetComplex(complex(m.Float64(), m.Float64()))
	default:
		for i, b := 0, unsafe.Slice((*byte)(v.Addr().UnsafePointer()), v.Type().Size()); i < len(b); i++ {
			b[i] = byte(m.IntN(2)) // a valid bool too; and no NaN
		}
	}
}

func (m *maker) remember(v reflect.Value) { m.pool[v.Type()] = append(m.pool[v.Type()], v) }

func (m *maker) setRef(v reflect.Value, depth int) {
	if known := m.pool[v.Type()]; len(known) > 0 && m.IntN(2) == 0 {
		v.Set(known[m.IntN(len(known))])
		if v.Kind() == reflect.Slice && v.Len() > 0 && m.IntN(2) == 0 {
			i := m.IntN(v.Len())
			j := i + m.IntN(v.Len()-i+1)
			v.Set(v.Slice3(i, j, j+m.IntN(v.Cap()-j+1)))
		}
		return
	}
	if depth < 0 || m.budget < 0 || m.IntN(8) == 0 {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.Type() == reflect.TypeFor[*id]() {
			m.setKey(v, depth)
			return
		}
		p := reflect.New(v.Type().Elem())
		v.Set(p)
		m.remember(p)
		m.set(p.Elem(), depth)
	case reflect.Slice:
		n := m.IntN(5)
		if m.IntN(20) == 0 && v.Type().Elem().Kind() == reflect.Uint8 {
			n = 100_000 // a region on pages of its own
		}
		s := reflect.MakeSlice(v.Type(), n, n+m.IntN(3))
		v.Set(s)
		m.remember(s)
		for i := range min(n, 5) {
			m.set(s.Index(i), depth)
		}
	default:
		c := reflect.MakeMap(v.Type())
		v.Set(c)
		m.remember(c)
		for range m.IntN(5) {
			key, val := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			m.setKey(key, depth)
			m.setLoose(val, depth)
			c.SetMapIndex(key, val)
		}
	}
}

// setLoose sets what is in memory of its own, a part of a map.
func (m *maker) setLoose(v reflect.Value, depth int) {
	p := reflect.New(v.Type())
	m.set(p.Elem(), depth)
	v.Set(p.Elem())
}

func (m *maker) setKey(v reflect.Value, depth int) {
	switch {
	case v.Type() == reflect.TypeFor[*id]():
		v.Set(reflect.ValueOf(m.id()))
	case v.Kind() == reflect.Interface:
		v.Set(reflect.ValueOf([]any{1, "x", 2.5, inner{1, 2}, struct{}{}, m.id()}[m.IntN(6)]))
	default:
		m.setLoose(v, depth)
	}
}

func (m *maker) id() *id {
	if m.IntN(2) == 0 || len(m.ids) == 0 {
		m.ids = append(m.ids, &id{len(m.ids)})
	}
	return m.ids[m.IntN(len(m.ids))]
}

func (m *maker) setIface(v reflect.Value, depth int) {
	if depth < 0 || m.IntN(5) == 0 {
		return
	}
	if v.Type() != reflect.TypeFor[any]() {
		p := reflect.New(reflect.TypeFor[*fault]())
		m.set(p.Elem(), depth)
		v.Set(p.Elem())
		return
	}
	p := reflect.New(m.typ(depth))
	m.set(p.Elem(), depth)
	if p.Elem().Kind() != reflect.Interface {
		m.dyn = append(m.dyn, p.Type().Elem())
	}
	v.Set(p.Elem())
}
