package keep_test

import (
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"testing"

	"github.com/gensci/gensci/kernel/keep"
)

// Item is exported so that a later program can be told of it.
type Item struct {
	n    int
	next *Item
}

// The variables of the cells below.
var (
	x     int
	y     []float64
	p     *float64
	ch    chan int
	a, b  *Item
	n     *int
	any1  any
	err1  error
	text1 string
	f     func(float64) float64
)

func init() {
	cell("define", 1, func() { x, y, ch = 3, make([]float64, 3), make(chan int); p = &y[1] },
		defined("x", &x), defined("y", &y), defined("p", &p), defined("ch", &ch))
	cell("change", 2, func() { *p += 2 }, kept("y", &y), kept("p", &p))
	cell("show", 3, func() { fmt.Println(x, y, *p) }, kept("x", &x), kept("y", &y), kept("p", &p))
	cell("use ch", 4, func() {}, kept("ch", &ch))
	cell("p alone", 4, func() {}, kept("p", &p))

	cell("two items", 1, func() { a, b = &Item{n: 1}, &Item{n: 2} }, defined("a", &a), defined("b", &b))
	cell("link", 2, func() { b.next = a }, kept("a", &a), kept("b", &b))
	cell("n of a", 2, func() { n = &a.n }, kept("a", &a), defined("n", &n))
	cell("add by n", 3, func() { *n += 5 }, kept("a", &a), kept("n", &n))
	cell("add by b", 3, func() { b.next.n += 5 }, kept("a", &a), kept("b", &b))
	cell("show a with b", 4, func() { fmt.Println(a.n) }, kept("a", &a), kept("b", &b))
	cell("show a with n", 4, func() { fmt.Println(a.n) }, kept("a", &a), kept("n", &n))
	cell("show n", 4, func() { fmt.Println(*n) }, kept("n", &n))
	cell("b holds a function", 3, func() { any1 = func() {} }, kept("a", &a), kept("b", &b), defined("any", &any1))

	cell("x", 1, func() { x = 1; n = &x }, defined("x", &x), defined("n", &n))
	cell("show n after x", 3, func() { fmt.Println(*n) }, kept("n", &n), kept("x", &x))
	cell("x is a text", 2, func() { text1 = "x"; *n++ }, defined("x", &text1), kept("n", &n))
	cell("show x and n", 3, func() { fmt.Println(text1, *n) }, kept("x", &text1), kept("n", &n))

	cells["new x"] = func() {
		yes := true
		keep.Main(keep.Program{
			Cell: 2, Vars: []keep.Var{{Name: "x", Type: "int", Ptr: &x, Set: &yes}, {Name: "n", Type: "*int", Ptr: &n}}, Run: func() { x = 8 },
		})
	}
	cells["old point"] = func() {
		type Point struct{ X, Y int }
		var p, q *Point
		cell("", 1, func() { p = &Point{1, 2}; q = p; x = 1; any1 = Point{3, 4} },
			defined("p", &p), defined("q", &q), defined("x", &x), defined("any", &any1))
		cells[""]()
	}
	cells["use new point"] = func() {
		type Point struct{ X, Y, Z int }
		var p, q *Point
		cell("", 2, func() {}, kept("p", &p), kept("q", &q))
		cells[""]()
	}
	cells["use new point in any"] = func() {
		type Point struct{ X, Y, Z int }
		keep.Main(keep.Program{Cell: 2, Vars: []keep.Var{kept("any", &any1)}, Types: []reflect.Type{reflect.TypeFor[Point]()}, Run: func() {}})
	}
	cells["define new point"] = func() {
		type Point struct{ X, Y, Z int }
		var p, q *Point
		cell("", 3, func() { p = &Point{1, 2, 3} }, defined("p", &p), keep.Var{Name: "q", Type: "*Point", Ptr: &q})
		cells[""]()
	}

	cell("errors", 1, func() {
		err1 = fmt.Errorf("reading: %w", errors.Join(io.EOF, errors.New("b")))
		any1 = []any{err1, Item{1, nil}}
	},
		defined("err", &err1), defined("any", &any1))
	cells["show errors"] = func() {
		keep.Main(keep.Program{
			Cell: 2, Vars: []keep.Var{kept("err", &err1), kept("any", &any1)},
			Types: []reflect.Type{reflect.TypeOf(fmt.Errorf("%w", io.EOF)), reflect.TypeFor[Item]()},
			Run: func() {
				list := any1.([]any)
				fmt.Println(err1, errors.Is(err1, io.EOF), list[0] == any(err1), list[1].(Item).n)
			},
		})
	}
	cell("show errors without types", 2, func() {}, kept("err", &err1), kept("any", &any1))
	cell("function", 1, func() { f = math.Sqrt }, defined("f", &f))
	cells["call"] = func() {
		keep.Main(keep.Program{
			Cell: 2, Vars: []keep.Var{kept("f", &f)}, Funcs: map[string]any{"math.Sqrt": math.Sqrt},
			Run: func() { fmt.Println(f(9)) },
		})
	}
	cell("call without", 2, func() {}, kept("f", &f))
}

func TestCells(t *testing.T) {
	folder := t.TempDir()
	m := want(t, folder, "define", "")
	if len(m.Components) != 2 || len(m.Notes) != 1 || m.Notes[0] != "ch is not kept for later cells: it holds a channel (chan int)" {
		t.Errorf("%+v", m)
	}
	file := m.Variable("x").File
	want(t, folder, "change", "")
	want(t, folder, "change", "")
	m = want(t, folder, "show", "3 [0 4 0] 4")
	if m.Variable("x").File != file || m.Variable("x").Cell != 1 || m.Variable("y").Cell != 1 {
		t.Errorf("what was not changed was written: %+v", m)
	}
	refused(t, folder, "use ch", "ch can't be used in a later cell: it holds a channel (chan int); make it again there")
	refused(t, folder, "p alone", "the program lacks y, which shares memory with p")
}

func TestSharing(t *testing.T) {
	for _, c := range []struct{ link, add, show string }{{"link", "add by b", "show a with b"}, {"n of a", "add by n", "show a with n"}} {
		t.Run(c.add, func(t *testing.T) {
			folder := t.TempDir()
			if m := want(t, folder, "two items", ""); len(m.Components) != 2 {
				t.Errorf("%+v", m.Components)
			}
			if m := want(t, folder, c.link, ""); len(m.Needs("a")[0].Vars) != 2 {
				t.Errorf("%+v", m.Components)
			}
			want(t, folder, c.add, "")
			want(t, folder, c.show, "6")
		})
	}
}

// TestOneBad: a variable that cannot be kept takes none with it that shares nothing with it.
func TestOneBad(t *testing.T) {
	folder := t.TempDir()
	want(t, folder, "two items", "")
	m := want(t, folder, "b holds a function", "")
	if m.Variable("a") == nil || m.Variable("b") == nil || m.Loss("any") == nil {
		t.Errorf("%+v", m)
	}
}

// TestRedefined: a variable of another type is another variable, and pointers to the old one keep it.
func TestRedefined(t *testing.T) {
	folder := t.TempDir()
	want(t, folder, "x", "")
	want(t, folder, "x is a text", "")
	want(t, folder, "show x and n", "x 2")
}

// TestSetAlone: a variable that a cell only sets is still the one that others point to.
func TestSetAlone(t *testing.T) {
	folder := t.TempDir()
	want(t, folder, "x", "")
	want(t, folder, "new x", "")
	want(t, folder, "show n after x", "8")
}

// TestOldType: a value of a type that has changed is not used, and is no obstacle for the cell that makes it again.
func TestOldType(t *testing.T) {
	folder := t.TempDir()
	want(t, folder, "old point", "")
	sentence := "p was made with an older definition of its type T; run cell 1 again"
	e, m := runCell(t, folder, "use new point")
	if e.status != keep.ExitRefused || e.output != sentence || m.Loss("p").Why != sentence || m.Variable("x") == nil {
		t.Errorf("%v %+v", e, m)
	}
	if why := m.Loss("q").Why; why != "q shares memory with p, and "+sentence {
		t.Error(why)
	}

	refused(t, folder, "use new point in any", "any holds a value that was made with an older definition of its type "+
		"github.com/gensci/gensci/kernel/keep_test.Point; run cell 1 again")

	folder = t.TempDir()
	want(t, folder, "old point", "")
	m = want(t, folder, "define new point", "")
	if m.Variable("p") == nil || m.Variable("p").Cell != 3 || m.Loss("q") == nil || len(m.Notes) != 1 {
		t.Errorf("%+v", m)
	}
}

func TestDrop(t *testing.T) {
	folder := t.TempDir()
	want(t, folder, "x", "")
	if err := keep.Drop(folder, "x"); err != nil {
		t.Fatal(err)
	}
	want(t, folder, "show n", "1")
	if err := keep.Clear(folder); err != nil {
		t.Fatal(err)
	}
	refused(t, folder, "show n", "n has no value")
}

// TestDry: a program that is to save nothing restores, and changes nothing, however it ends.
func TestDry(t *testing.T) {
	folder := t.TempDir()
	before := want(t, folder, "define", "")
	for name, want := range map[string]ended{"change": {}, "show": {0, "3 [0 0 0] 0"}, "use ch": {keep.ExitRefused, "ch can't be used in a later cell: it holds a channel (chan int); make it again there"}} {
		if e, m := runCell(t, folder, name, keep.DryVar+"=1"); e != want || m != nil {
			t.Errorf("%s: %+v, proposed %+v", name, e, m)
		}
	}
	if after, err := keep.Read(folder); err != nil || after.Generation != before.Generation {
		t.Errorf("%+v, %v", after, err)
	}
}

func TestErrors(t *testing.T) {
	folder := t.TempDir()
	m := want(t, folder, "errors", "")
	want(t, folder, "show errors", "reading: EOF\nb true true 1")
	refused(t, folder, "show errors without types", `any can't be restored: this program does not have the type *fmt.wrapError`)
	c := m.Needs("err")[0]
	if fmt.Sprint(c.Vars, c.Globals) != "[any err] [io.EOF]" || !slices.Contains(c.Types, `*"fmt".wrapError`) || len(c.Types) != 2 {
		t.Errorf("%+v", c)
	}
	want(t, folder, "show errors", "reading: EOF\nb true true 1")
}

func TestFunctions(t *testing.T) {
	folder := t.TempDir()
	m := want(t, folder, "function", "")
	if fmt.Sprint(m.Components[0].Funcs) != "[math.Sqrt]" {
		t.Errorf("%+v", m)
	}
	want(t, folder, "call", "3")
	refused(t, folder, "call without", "f can't be restored: this program does not have the function math.Sqrt")
	want(t, folder, "call", "3")
}
