package pinn

import (
	"slices"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/pinn/jet"
)

// D is what a residual is built from: n points, and the fields and their derivatives there. All nodes are [n, 1].
type D struct {
	condition    string // for messages
	vars, fields []string
	x            []*Node // one column for each variable
	normal       []*Node // as x; nil where the points have none
	data         []*Node // one column for each of names
	names        []string
	partner      *D               // nil where there is none
	unknowns     map[string]*Node // scalars
	measure      float64
	from         derivatives
}

// derivatives gives a field, or its derivative by variables (numbers in ascending order), at the points of a D: [n, 1].
type derivatives interface {
	derivative(field int, by []int) *Node
}

// NewD is what a residual gets at the points x, one column [n, 1] for each variable, where a function that carries its derivatives stands for
// the fields, one component each: for networks that Solve does not know, such as operators. The condition's name is for messages.
func NewD(condition string, vars, fields []string, x []*Node, u *jet.Jet) D {
	return D{condition: condition, vars: vars, fields: fields, x: x, from: network{x, u}}
}

// U is the first field, or its derivative by the named variables: U("x", "x") is u_xx.
func (d D) U(by ...string) *Node { return d.from.derivative(0, d.indices(by)) }

// Field is a field by its name, or its derivative: Field("v", "x") is v_x.
func (d D) Field(name string, by ...string) *Node {
	return d.from.derivative(d.index("field", d.fields, name), d.indices(by))
}

// X is a coordinate of the points.
func (d D) X(name string) *Node { return d.x[d.index("variable", d.vars, name)] }

// Vars are the names of the variables.
func (d D) Vars() []string { return slices.Clone(d.vars) }

// Fields are the names of the fields.
func (d D) Fields() []string { return slices.Clone(d.fields) }

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

// Normal is a component of the outward unit normal at the points: on faces and edges, and where a cloud has normals.
func (d D) Normal(variable string) *Node {
	j := d.index("variable", d.vars, variable)
	d.want(d.normal != nil, "normals: take a face or an edge of a domain, or a geom.Cloud with Normals")
	return d.normal[j]
}

// Dn is the derivative of a field along the outward normal, Σ_j n_j ∂_j u.
func (d D) Dn(field string) *Node {
	f := d.index("field", d.fields, field)
	d.want(d.normal != nil, "normals: take a face or an edge of a domain, or a geom.Cloud with Normals")
	var sum *Node
	for j, n := range d.normal {
		y := Mul(n, d.from.derivative(f, []int{j}))
		if sum == nil {
			sum = y
		} else {
			sum = Add(sum, y)
		}
	}
	return sum
}

// Partner is what there is at the points that are glued to these: see geom.Glue and geom.Rect.Periodic.
func (d D) Partner() D {
	d.want(d.partner != nil, "partners: take geom.Rect.Periodic or geom.Glue")
	return *d.partner
}

// Data is a column of the data that came with the points of a geom.Cloud.
func (d D) Data(name string) *Node {
	if len(d.names) == 0 {
		d.want(false, "data: take a geom.Cloud with Data")
	}
	return d.data[d.index("data", d.names, name)]
}

// Mean is the mean of y, [n] or [n, 1], over all points of the step, the same number n times: what conditions on the whole are made of.
func (d D) Mean(y *Node) *Node {
	d.wantColumn(y)
	return BroadcastToDims(Reshape(ReduceAllMean(y), 1, 1), y.Shape().Size(), 1)
}

// Integral is the integral of y over the condition's domain as its points estimate it, Mean times the measure; over a cloud the sum. AddScalar(d.Integral(d.U()), -1)
// is the residual of the condition that the mass is 1. Steps on few of the points see it with an error that biases its square:
// let Descent.Batch be at least N.
func (d D) Integral(y *Node) *Node { return MulScalar(d.Mean(y), d.measure) }

// want panics unless the points have what is asked for.
func (d D) want(has bool, what string) {
	if !has {
		exceptions.Panicf("pinn: condition %q asks its points for %s", d.condition, what)
	}
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
	if y == nil {
		exceptions.Panicf("pinn: condition %q: want a residual [%d] or [%d, 1], one number for each point, got nil", d.condition, n, n)
	}
	s := y.Shape()
	if !s.DType.IsFloat() || s.Size() != n || s.Rank() == 0 || s.Rank() > 2 || s.Dim(0) != n {
		exceptions.Panicf("pinn: condition %q: want a residual [%d] or [%d, 1], one number for each point, got %s", d.condition, n, n, s)
	}
}
