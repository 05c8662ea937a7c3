package shape

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

type node struct {
	value int
	next  *node
}

type Pair[A, B any] struct {
	A A
	B B
}

type wide struct {
	flag bool
	nums [100]float64
	ptrs [20]*int
	few  [2]string
	in   struct{ e error }
}

// The fields are read by reflect alone, and written once for staticcheck.
var _, _ = node{0, nil}, wide{false, [100]float64{}, [20]*int{}, [2]string{}, struct{ e error }{nil}}

func TestPlan(t *testing.T) {
	var s Set
	p := s.Plan(reflect.TypeFor[node]())
	if p.Size != 16 || len(p.Slots) != 1 || p.Slots[0].Kind != Pointer || p.Slots[0].Off != 8 || p.Slots[0].Elem != p || !p.Shares || p.Flat() {
		t.Errorf("%+v", p)
	}
	p = s.Plan(reflect.TypeFor[wide]())
	var kinds []string
	for _, slot := range p.Slots {
		kinds = append(kinds, fmt.Sprint(slot.Kind, "@", slot.Off))
	}
	want := fmt.Sprint(Repeat, "@808 ", String, "@968 ", String, "@984 ", Iface, "@1000")
	if got := strings.Join(kinds, " "); got != want {
		t.Errorf("slots %s, want %s", got, want)
	}
	if len(p.Runs) != 1 || p.Runs[0] != (Run{0, 808}) {
		t.Errorf("runs %v", p.Runs)
	}
	for _, plain := range []reflect.Type{reflect.TypeFor[[3]complex128](), reflect.TypeFor[struct{ a, b int8 }](), reflect.TypeFor[time.Duration]()} {
		if !s.Plan(plain).Flat() {
			t.Errorf("%v is not plain bytes", plain)
		}
	}
}

// TestDirect compares with what the compiler does with a pointer in an interface.
func TestDirect(t *testing.T) {
	var s Set
	for _, c := range []struct {
		typ    reflect.Type
		direct bool
	}{
		{reflect.TypeFor[*int](), true},
		{reflect.TypeFor[map[int]int](), true},
		{reflect.TypeFor[func()](), true},
		{reflect.TypeFor[struct{ p *int }](), true},
		{reflect.TypeFor[[1]*int](), true},
		{reflect.TypeFor[uintptr](), false},
		{reflect.TypeFor[struct{ n int }](), false},
		{reflect.TypeFor[[2]*int](), false},
		{reflect.TypeFor[string](), false},
	} {
		if got := s.Plan(c.typ).Direct; got != c.direct {
			t.Errorf("%v: %v", c.typ, got)
		}
	}
}

func TestSpecial(t *testing.T) {
	var s Set
	for _, c := range []struct {
		typ  reflect.Type
		kind Kind
		why  string
	}{
		{reflect.TypeFor[sync.Mutex](), Nil, "a locked sync.Mutex"},
		{reflect.TypeFor[chan<- int](), Nil, "a channel (chan<- int)"},
		{reflect.TypeFor[time.Time](), Time, ""},
		{reflect.TypeFor[reflect.Value](), Nil, "a reflect.Value"},
	} {
		if slot := s.Plan(c.typ).Slots[0]; slot.Kind != c.kind || slot.Why != c.why {
			t.Errorf("%v: %+v", c.typ, slot)
		}
	}
}

func TestKeyAndFind(t *testing.T) {
	var n Names
	for _, typ := range []reflect.Type{reflect.TypeFor[node](), reflect.TypeFor[big.Int](), reflect.TypeFor[Pair[node, int]](), reflect.TypeFor[struct{ a int }](), reflect.TypeFor[struct {
		A int `json:"a]"`
	}]()} {
		n.Add(typ)
	}
	for _, c := range []struct {
		typ reflect.Type
		key string
	}{
		{reflect.TypeFor[int](), `int`},
		{reflect.TypeFor[[]*node](), `[]*"github.com/gensci/gensci/kernel/keep/shape".node`},
		{reflect.TypeFor[map[[2]string]*big.Int](), `map[[2]string]*"math/big".Int`},
		{reflect.TypeFor[map[string]map[int][]byte](), `map[string]map[int][]uint8`},
		{reflect.TypeFor[struct{ a int }](), `struct {"github.com/gensci/gensci/kernel/keep/shape".a int}`},
		{reflect.TypeFor[[]any](), `[]interface {}`},
		{reflect.TypeFor[map[struct {
			A int `json:"a]"`
		}]int](), "map[struct {A int `json:\"a]\"`}]int"},
		{reflect.TypeFor[big.Word](), `"math/big".Word`},
	} {
		if got := Key(c.typ); got != c.key {
			t.Errorf("%v: key %s, want %s", c.typ, got, c.key)
		}
		if got := n.Find(c.key); got != c.typ {
			t.Errorf("%s: %v, want %v", c.key, got, c.typ)
		}
	}
	for _, key := range []string{"", "*", "[", "[x]int", "[-1]int", "[99999999999999]int", "map[", "map[string", "map[[]int]int", `"a".b`, "nothing"} {
		if typ := n.Find(key); typ != nil {
			t.Errorf("%q is %v", key, typ)
		}
	}
}

// TestAmbiguous: two types of one name, inside two functions, must not be taken for each other.
func TestAmbiguous(t *testing.T) {
	one := func() reflect.Type { type local struct{ A int }; return reflect.TypeFor[local]() }()
	two := func() reflect.Type { type local struct{ B int }; return reflect.TypeFor[local]() }()
	var n Names
	n.Add(one)
	n.Add(two)
	if typ := n.Find(Key(one)); typ != nil {
		t.Error(typ)
	}
	if Print(one) == Print(two) {
		t.Error("names of fields do not matter")
	}
}

func TestFingerprint(t *testing.T) {
	same := func() [2]reflect.Type {
		type local struct {
			A int
			P *local
		}
		return [2]reflect.Type{reflect.TypeFor[local](), reflect.TypeFor[local]()}
	}()
	if Print(same[0]) != Print(same[1]) {
		t.Error("one type has two fingerprints")
	}
	types := []reflect.Type{
		func() reflect.Type { type local struct{ A int }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ B int }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A, B int }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ B, A int }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A uint }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A *int }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A *local }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A []int }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A [3]int }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A map[int]string }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A map[string]int }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A func(int) }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local struct{ A func() int }; return reflect.TypeFor[local]() }(),
		func() reflect.Type { type local int; return reflect.TypeFor[local]() }(),
	}
	for i, a := range types {
		for _, b := range types[:i] {
			if Print(a) == Print(b) {
				t.Errorf("%v and %v have one fingerprint: %v, %v", a, b, a.Kind(), b.Kind())
			}
		}
	}
}

type hidden struct{}

func TestNameable(t *testing.T) {
	for _, c := range []struct {
		typ reflect.Type
		ok  bool
	}{
		{reflect.TypeFor[int](), true},
		{reflect.TypeFor[*big.Int](), true},
		{reflect.TypeFor[map[string][]Pair[int, big.Int]](), true},
		{reflect.TypeFor[Pair[int, hidden]](), false},
		{reflect.TypeFor[[]hidden](), false},
		{reflect.TypeFor[struct{ A int }](), true},
		{reflect.TypeFor[struct{ a int }](), false},
		{reflect.TypeOf(errors.New("")), true},
		{reflect.TypeOf(fmt.Errorf("%w", io.EOF)), true},
		{reflect.TypeOf(io.NewSectionReader(nil, 0, 0)), true},
		{reflect.TypeOf(io.LimitReader(nil, 0)), true},
		{reflect.TypeOf(io.Pipe), true},
		{reflect.TypeFor[func(hidden)](), false},
		{reflect.TypeFor[[]any](), true},
		{reflect.TypeFor[interface{ f() }](), false},
	} {
		if got := Nameable(c.typ); got != c.ok {
			t.Errorf("%v: %v", c.typ, got)
		}
	}
}

func TestSource(t *testing.T) {
	name := func(path string) string { return "_" + base(path) }
	for key, want := range map[string]string{
		`*"fmt".wrapError`:                           `_reflect.TypeOf(_fmt.Errorf("%w", _io.EOF))`,
		`[]*"gonum.org/v1/gonum/mat".Dense`:          `_reflect.TypeFor[[]*_mat.Dense]()`,
		"map[struct {A int `json:\"a]\"`}]\"x/y\".T": "_reflect.TypeFor[map[struct {A int `json:\"a]\"`}]_y.T]()",
		`struct {"main".a int; "main"."main".b}`:     `_reflect.TypeFor[struct {a int; b}]()`,
		`"main".T`:                                   `_reflect.TypeFor[T]()`,
		`"main".Pair[a.org/b/c.T,int]`:               `_reflect.TypeFor[Pair[_c.T,int]]()`,
		`map[string]"x/y".Pair[main.T,[]int]`:        `_reflect.TypeFor[map[string]_y.Pair[T,[]int]]()`,
	} {
		if got := Source(key, name); got != want {
			t.Errorf("%s: %s, want %s", key, got, want)
		}
	}
}

func TestReference(t *testing.T) {
	name := func(path string) string { return "_" + base(path) }
	for full, want := range map[string]string{
		"math.Sin": "_math.Sin", "gonum.org/v1/gonum/mat.Sum": "_mat.Sum", "bytes.(*Buffer).Len": "(*_bytes.Buffer).Len", "time.Time.Unix": "_time.Time.Unix",
		"gopkg.in/yaml%2ev3.Marshal": "_yaml.v3.Marshal", "main.f": "f", "main.(*T).M": "(*T).M", "main.T.M": "T.M",
	} {
		if got := Reference(full, name); got != want {
			t.Errorf("%s: %s, want %s", full, got, want)
		}
	}
}

// TestSamples runs a program that has each sample's type say its key.
func TestSamples(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	imports := map[string]bool{"fmt": true, "reflect": true, "github.com/gensci/gensci/kernel/keep/shape": true}
	var lines []string
	for key, way := range samples {
		for _, path := range way.Imports {
			imports[path] = true
		}
		lines = append(lines, fmt.Sprintf("if key := shape.Key(%s); key != %q { fmt.Println(key, %q) }", Source(key, base), key, key))
	}
	text := "package main\n"
	for path := range imports {
		text += fmt.Sprintf("import %q\n", path)
	}
	text += "func main() {\n" + strings.Join(lines, "\n") + "\n}\n"
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "run", file).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestMade: types that only the runtime or a package makes are found in a program that was told of nothing.
func TestMade(t *testing.T) {
	types := append(runtimeErrors(), replacers()...)
	if len(types) != 9 {
		t.Errorf("%d types", len(types))
	}
	for _, typ := range types {
		var n Names
		if typ == nil || n.Find(Key(typ)) != typ {
			t.Errorf("%v is not found", typ)
		}
	}
}
