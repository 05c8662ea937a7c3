package image

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"testing"
	"time"
	"unsafe"
)

// cases returns how many, and the seed of the first.
func cases(t *testing.T) (n int, seed uint64) {
	n, seed = 1000, uint64(time.Now().UnixNano())
	if testing.Short() {
		n = 100
	}
	if v, err := strconv.Atoi(os.Getenv("GENSCI_KEEP_CASES")); err == nil {
		n = v
	}
	if v, err := strconv.ParseUint(os.Getenv("GENSCI_KEEP_SEED"), 10, 64); err == nil {
		n, seed = 1, v
	}
	t.Logf("%d cases, first seed %d", n, seed)
	return n, seed
}

// TestProperty: random variables come back with equal values that share memory as they did, and are found unchanged until they are changed.
func TestProperty(t *testing.T) {
	n, seed := cases(t)
	for i := range uint64(n) {
		if !t.Run(strconv.FormatUint(seed+i, 10), func(t *testing.T) { property(t, seed+i) }) {
			t.Fatalf("again: GENSCI_KEEP_SEED=%d go test -run TestProperty ./kernel/keep/image", seed+i)
		}
	}
}

func property(t *testing.T, seed uint64) {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 1)), pool: map[reflect.Type][]reflect.Value{}, budget: 300}
	var before, after []Root
	for i := range 1 + m.IntN(5) {
		p := reflect.New(m.typ(4))
		m.set(p.Elem(), 6)
		name := fmt.Sprint("v", i)
		before = append(before, Root{Name: name, Ptr: p.Interface()})
		after = append(after, Root{Name: name, Ptr: reflect.New(p.Type().Elem()).Interface()})
	}
	w := worldOf(append(m.dyn, declared...))
	for _, r := range before {
		w.Variable(r)
	}
	files := map[int][]byte{}
	names := map[int][]string{}
	for i, c := range w.Walk(before, nil).Components() {
		if c.Why != nil {
			t.Fatal(c.Why)
		}
		files[i], names[i] = encodeAll(t, c), c.Names
	}
	w = worldOf(append(m.dyn, declared...))
	var loaded []*Loaded
	for i, file := range files {
		var roots []Root
		for _, r := range after {
			for _, name := range names[i] {
				if r.Name == name {
					roots = append(roots, r)
				}
			}
		}
		l, err := w.Load(onDisk(t, file), roots)
		if err != nil {
			t.Fatal(err)
		}
		loaded = append(loaded, l)
	}
	var iso isomorphism
	iso.init()
	for i := range before {
		if err := iso.same(reflect.ValueOf(before[i].Ptr).Elem(), reflect.ValueOf(after[i].Ptr).Elem(), before[i].Name); err != nil {
			t.Fatal(err)
		}
	}
	m.change(t, loaded, iso.leaves)
}

// change changes a number or text somewhere, and expects that it is noticed.
func (m *maker) change(t *testing.T, loaded []*Loaded, leaves []reflect.Value) {
	t.Helper()
	same := func() bool {
		for _, l := range loaded {
			if !l.Same() {
				return false
			}
		}
		return true
	}
	if !same() {
		t.Fatal("what was just loaded has changed")
	}
	for range min(5, len(leaves)) {
		v := leaves[m.IntN(len(leaves))]
		old := reflect.New(v.Type()).Elem()
		old.Set(v)
		if v.Kind() == reflect.String {
			v.SetString(v.String() + "x")
		} else {
			unsafe.Slice((*byte)(v.Addr().UnsafePointer()), v.Type().Size())[0] ^= 1
		}
		if same() {
			t.Fatalf("a changed %v was not noticed", v.Type())
		}
		v.Set(old)
		if !same() {
			t.Fatalf("a %v that was changed back is taken for changed", v.Type())
		}
	}
}

// worldOf returns a world that knows types.
func worldOf(types []reflect.Type) *World {
	w := NewWorld()
	w.Global("time.Local", &time.Local)
	for _, t := range types {
		w.Type(t)
	}
	return w
}

func encodeAll(t *testing.T, c *Component) []byte {
	t.Helper()
	e, err := c.Encode()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := e.Write(&b); err != nil {
		t.Fatal(err)
	}
	if int64(b.Len()) != e.Size() {
		t.Fatal("the size is wrong")
	}
	return b.Bytes()
}

// onDisk writes a file and opens it.
func onDisk(t *testing.T, file []byte) Bytes {
	t.Helper()
	path := t.TempDir() + "/c"
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
