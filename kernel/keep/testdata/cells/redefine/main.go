// Cell 3 of the test: a type has changed since.
package main

import (
	"fmt"

	"github.com/gensci/gensci/kernel/keep"
)

type base struct{ id, more int }

type Pair[A, B any] struct {
	base
	first  A
	second B
	seen   map[string]*Pair[A, B]
}

var (
	pair *Pair[string, []float64]
	anon struct {
		X, y int
		in   []any
	}
)

func main() {
	keep.Main(keep.Program{
		Cell: 3,
		Vars: []keep.Var{
			{Name: "pair", Type: "*Pair[string, []float64]", Ptr: &pair, Kept: true},
			{Name: "anon", Type: "struct{…}", Ptr: &anon, Kept: true},
		},
		Run: func() { fmt.Println(pair.first) },
	})
}
