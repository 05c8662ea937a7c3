package pinn

import (
	"slices"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
)

// D is what a residual is built from: n points, and the fields and their derivatives there. All nodes are [n, 1].
type D struct {
	condition    string // for messages
	vars, fields []string
	x            []*Node // one column for each variable
	from         derivatives
}

// derivatives gives a field, or its derivative by variables (numbers in ascending order), at the points of a D: [n, 1].
type derivatives interface {
	derivative(field int, by []int) *Node
}

// U is the first field, or its derivative by the named variables: U("x", "x") is u_xx.
func (d D) U(by ...string) *Node { return d.from.derivative(0, d.indices(by)) }

// Field is a field by its name, or its derivative: Field("v", "x") is v_x.
func (d D) Field(name string, by ...string) *Node {
	return d.from.derivative(d.index("field", d.fields, name), d.indices(by))
}

// X is a coordinate of the points.
func (d D) X(name string) *Node { return d.x[d.index("variable", d.vars, name)] }

// Of differentiates any expression of fields, derivatives and coordinates, [n] or [n, 1], by the named variables:
// Of(Mul(k, d.U("x")), "x") is (k u_x)_x. It takes a gradient for each variable.
func (d D) Of(y *Node, by ...string) *Node {
	d.wantColumn(y)
	var coords []*Node
	for _, j := range d.indices(by) {
		coords = append(coords, d.x[j])
	}
	return diffop.Partial(y, coords...)
}

// indices are the numbers of variables, ascending: derivatives commute.
func (d D) indices(names []string) []int {
	by := make([]int, len(names))
	for i, n := range names {
		by[i] = d.index("variable", d.vars, n)
	}
	slices.Sort(by)
	return by
}

func (d D) index(what string, names []string, name string) int {
	i := slices.Index(names, name)
	if i < 0 {
		exceptions.Panicf("pinn: condition %q asks for the %s %q: there are %s", d.condition, what, name, strings.Join(names, ", "))
	}
	return i
}

// wantColumn panics unless y is [n] or [n, 1].
func (d D) wantColumn(y *Node) {
	n := d.x[0].Shape().Dim(0)
	s := y.Shape()
	if !s.DType.IsFloat() || s.Size() != n || s.Rank() == 0 || s.Rank() > 2 || s.Dim(0) != n {
		exceptions.Panicf("pinn: condition %q: want a residual [%d] or [%d, 1], one number for each point, got %s", d.condition, n, n, s)
	}
}
