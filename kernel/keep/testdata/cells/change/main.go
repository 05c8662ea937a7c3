// Cell 2 of the test: it uses what cell 1 has defined, in a program whose functions and data lie elsewhere.
package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/gensci/gensci/kernel/keep"
)

var filler = [1000]*string{} // moves everything in the data segment

type Shape interface{ Area() float64 }

type square struct{ side float64 }

func (s square) Area() float64 { return s.side * s.side }

func (s square) String() string { return "square" } // more methods change nothing

type circle struct {
	r     float64
	label *string
}

func (c *circle) Area() float64 { return math.Pi * c.r * c.r }

type base struct{ id int }

type Pair[A, B any] struct {
	base
	first  A
	second B
	seen   map[string]*Pair[A, B]
}

func double(x float64) float64 { return 2 * x }

var (
	out  io.Writer
	anon struct {
		X, y int
		in   []any
	}
	words  strings.Builder
	mu     sync.Mutex
	where  *time.Location
	when   time.Time
	err    error
	method func(*circle) float64
	apply  func(float64) float64
	pair   *Pair[string, []float64]
	shapes []Shape
)

func main() {
	filler[1] = new(string)
	keep.Main(keep.Program{
		Cell: 2,
		Vars: []keep.Var{
			{Name: "shapes", Type: "[]Shape", Ptr: &shapes, Kept: true},
			{Name: "pair", Type: "*Pair[string, []float64]", Ptr: &pair, Kept: true},
			{Name: "apply", Type: "func(float64) float64", Ptr: &apply, Kept: true},
			{Name: "method", Type: "func(*circle) float64", Ptr: &method, Kept: true},
			{Name: "err", Type: "error", Ptr: &err, Kept: true},
			{Name: "when", Type: "time.Time", Ptr: &when, Kept: true},
			{Name: "where", Type: "*time.Location", Ptr: &where, Kept: true},
			{Name: "mu", Type: "sync.Mutex", Ptr: &mu, Kept: true},
			{Name: "words", Type: "strings.Builder", Ptr: &words, Kept: true},
			{Name: "anon", Type: "struct{…}", Ptr: &anon, Kept: true},
			{Name: "out", Type: "io.Writer", Ptr: &out, Kept: true},
		},
		Types: []reflect.Type{
			reflect.TypeFor[square](), reflect.TypeFor[*circle](), reflect.TypeOf(fmt.Errorf("%w", io.EOF)),
			reflect.TypeFor[*strings.Builder](), reflect.TypeFor[*Pair[string, []float64]](),
			reflect.TypeFor[*struct {
				X, y int
				in   []any
			}](),
		},
		Funcs: map[string]any{"main.double": double, "main.(*circle).Area": (*circle).Area},
		Run:   cell,
	})
}

func check(what string, ok bool) {
	if !ok {
		fmt.Println("wrong:", what)
	}
}

func cell() {
	c := shapes[1].(*circle)
	check("areas", shapes[0].Area() == 4 && shapes[2] == shapes[1] && c.Area() == math.Pi && *c.label == "c" && fmt.Sprint(shapes[0]) == "square")
	check("pair", pair.id == 7 && pair.seen["self"] == pair && pair.second[2] == 3)
	check("functions", apply(2) == 4 && method(c) == math.Pi)
	check("errors", errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) && err.Error() == "one: unexpected EOF\ntwo")
	check("times", when.Equal(time.Date(2026, 1, 2, 3, 4, 5, 6, time.Local)) && when.Location() == time.Local && where == time.UTC)
	check("mutex", mu.TryLock())
	mu.Unlock()
	_, werr := out.Write([]byte(" world"))
	check("writer", werr == nil && words.String() == "hello world" && out == io.Writer(&words))
	check("anonymous", anon.X == 1 && anon.y == 2 && anon.in[0] == any(pair) && anon.in[1] == any(square{3}) && anon.in[5].(map[string]any)["k"] == any(&anon))
	out = os.Stdout
	pair.first = "b"
	go func() { select {} }()
	fmt.Println("checked")
}
