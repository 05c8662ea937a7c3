// Cell 1 of the test: it defines values of all sorts.
package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/gensci/gensci/kernel/keep"
)

// Shape is an interface with implementations of the cell.
type Shape interface{ Area() float64 }

type square struct{ side float64 }

func (s square) Area() float64 { return s.side * s.side }

type circle struct {
	r     float64
	label *string
}

func (c *circle) Area() float64 { return math.Pi * c.r * c.r }

type base struct{ id int }

// Pair is generic, and embeds.
type Pair[A, B any] struct {
	base
	first  A
	second B
	seen   map[string]*Pair[A, B]
}

func double(x float64) float64 { return 2 * x }

var (
	shapes []Shape
	pair   *Pair[string, []float64]
	apply  func(float64) float64
	method func(*circle) float64
	err    error
	when   time.Time
	where  *time.Location
	mu     sync.Mutex
	words  strings.Builder
	anon   struct {
		X, y int
		in   []any
	}
	out  io.Writer
	defs [13]bool
)

func main() {
	keep.Main(keep.Program{
		Cell: 1,
		Vars: []keep.Var{
			{Name: "shapes", Type: "[]Shape", Ptr: &shapes, Set: &defs[0]},
			{Name: "pair", Type: "*Pair[string, []float64]", Ptr: &pair, Set: &defs[1]},
			{Name: "apply", Type: "func(float64) float64", Ptr: &apply, Set: &defs[2]},
			{Name: "method", Type: "func(*circle) float64", Ptr: &method, Set: &defs[3]},
			{Name: "err", Type: "error", Ptr: &err, Set: &defs[4]},
			{Name: "when", Type: "time.Time", Ptr: &when, Set: &defs[5]},
			{Name: "where", Type: "*time.Location", Ptr: &where, Set: &defs[6]},
			{Name: "mu", Type: "sync.Mutex", Ptr: &mu, Set: &defs[7]},
			{Name: "words", Type: "strings.Builder", Ptr: &words, Set: &defs[8]},
			{Name: "anon", Type: "struct{…}", Ptr: &anon, Set: &defs[9]},
			{Name: "out", Type: "io.Writer", Ptr: &out, Set: &defs[10]},
		},
		Types: []reflect.Type{reflect.TypeFor[square](), reflect.TypeFor[*circle]()},
		Run:   cell,
	})
}

func cell() {
	label := "c"
	shapes = []Shape{square{2}, &circle{1, &label}}
	shapes = append(shapes, shapes[1])
	pair = &Pair[string, []float64]{base{7}, "a", []float64{1, 2, 3}, nil}
	pair.seen = map[string]*Pair[string, []float64]{"self": pair}
	apply, method = double, (*circle).Area
	err = fmt.Errorf("one: %w", errors.Join(io.ErrUnexpectedEOF, errors.New("two")))
	when, where = time.Date(2026, 1, 2, 3, 4, 5, 6, time.Local), time.UTC
	mu.Lock()
	mu.Unlock()
	words.WriteString("hello")
	anon.X, anon.y, anon.in = 1, 2, []any{pair, square{3}, "x", 2.5, []int{1}, map[string]any{"k": &anon}}
	out = &words
	for i := range defs {
		defs[i] = true
	}
}
