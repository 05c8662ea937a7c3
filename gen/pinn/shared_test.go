package pinn

import (
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn/geom"
)

// TestConditionsShareTheirPoints: on one domain, as many, in the same sequence.
func TestConditionsShareTheirPoints(t *testing.T) {
	zero := func(d D) *Node { return d.U() }
	square := geom.Rect{{0, 1}, {0, 1}}
	p := Problem{Vars: "x y", Fields: "u", Conditions: []Condition{
		{Name: "a", N: 10, On: square, Residual: zero},
		{Name: "b", N: 10, On: geom.Rect{{0, 1}, {0, 1}}, Residual: zero, Weight: 3},
		{Name: "more", N: 11, On: square, Residual: zero},
		{Name: "elsewhere", N: 10, On: geom.Rect{{0, 1}, {0, 2}}, Residual: zero},
		{Name: "otherwise", N: 10, On: square, Residual: zero, Sequence: geom.Uniform{}},
		{Name: "c", N: 10, On: square, Residual: zero},
	}}
	c, err := p.check()
	if err != nil {
		t.Fatal(err)
	}
	want := []int{0, 0, 2, 3, 4, 0}
	for i, j := range c.with {
		if j != want[i] {
			t.Errorf("condition %d has the points of %d, want %d", i, j, want[i])
		}
	}
	tables, err := p.Points(1)
	if err != nil {
		t.Fatal(err)
	}
	if !mat.Equal(tables[0], tables[5]) || mat.Equal(tables[0], tables[4]) {
		t.Errorf("points:\n%v", tables)
	}
	for _, s := range []*points{newPoints(c, 1, 4, false), newPoints(c, 1, 0, false), newPoints(c, 1, 4, true)} {
		if f, d := len(s.Fixed()), len(s.Feed(1, 0)); f > 4 || d > 4 {
			t.Errorf("%d fixed and %d fed tables, want 4 at most", f, d)
		}
	}
}

// TestSharedConditionsAreNamed: an error speaks of the condition that asks, not of the one whose points it has.
func TestSharedConditionsAreNamed(t *testing.T) {
	square := geom.Rect{{0, 1}, {0, 1}}
	p := Problem{Vars: "x y", Fields: "u", Conditions: []Condition{
		{Name: "a", N: 10, On: square, Residual: func(d D) *Node { return d.U() }},
		{Name: "b", N: 10, On: square, Residual: func(d D) *Node { return d.U("z") }},
	}}
	if _, err := Solve(p, Adam(1)); err == nil || !strings.Contains(err.Error(), `condition "b" asks for the variable "z"`) {
		t.Errorf("got %v", err)
	}
}
