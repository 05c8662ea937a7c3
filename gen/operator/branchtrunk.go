package operator

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/pinn/jet"
)

// branchTrunk is a DeepONet with its weights in a graph.
type branchTrunk struct {
	DeepONet
	sensors int
	inputs  []jet.Input
	branch  nets.Net
	trunk   [][2]*Node // weights and biases
	bias    []*Node    // [1] for each field
}

var _ Operator = branchTrunk{}

// At has s [batch, q, fields]. Points that all functions share pass the trunk once, and not once for each function.
func (n branchTrunk) At(u, x *Node) *Node {
	x = n.points(u, x)
	b, q := u.Shape().Dim(0), x.Shape().Dim(1)
	cols := diffop.Columns(Reshape(x, -1, len(n.Box)))
	if shared := x.Shape().Dim(0); shared != 1 || b == 1 {
		s := n.fields(u, cols).D() // [fields, b·q]
		return TransposeAllAxes(Reshape(s, n.Fields, b, q), 1, 2, 0)
	}
	c := Reshape(n.coefficients(u), b, n.Fields, n.Width)
	t := Reshape(n.basis(cols).D(), n.Fields, n.Width, q)
	s := DotGeneral(c, []int{2}, []int{1}, t, []int{1}, []int{0}) // [fields, b, q]
	return Add(TransposeAllAxes(s, 1, 2, 0), Reshape(Concatenate(n.bias, 0), 1, 1, n.Fields))
}

// points are x as [batch or 1, q, d].
func (n branchTrunk) points(u, x *Node) *Node {
	if x == nil {
		exceptions.Panicf("operator.DeepONet: want query points [q, %d], got none", len(n.Box))
	}
	if x.Rank() == 2 {
		x = ExpandAxes(x, 0)
	}
	if s := x.Shape(); s.Rank() != 3 || s.Dim(2) != len(n.Box) || s.Dim(0) != 1 && s.Dim(0) != u.Shape().Dim(0) {
		exceptions.Panicf("operator.DeepONet: want query points [q, %d], or [%d, q, %d], got %s", len(n.Box), u.Shape().Dim(0), len(n.Box), s)
	}
	return x
}

// coefficients are the branch: u [batch, m] → [batch, fields·p].
func (n branchTrunk) coefficients(u *Node) *Node {
	if u.Shape().Size() != u.Shape().Dim(0)*n.sensors {
		exceptions.Panicf("operator.DeepONet: want input functions at %d sensors, [batch, %d], got %s", n.sensors, n.sensors, u.Shape())
	}
	return n.branch(Reshape(u, u.Shape().Dim(0), n.sensors))
}

// basis is the trunk at points, one column [n, 1] for each coordinate: fields·p functions.
func (n branchTrunk) basis(cols []*Node) *jet.Jet {
	t := jet.Inputs{Of: n.inputs, X: cols}.Affine(n.trunk[0][0], n.trunk[0][1]).Apply(n.Activation)
	for _, l := range n.trunk[1:] {
		t = t.Affine(l[0], l[1]).Apply(n.Activation)
	}
	return t
}

// fields are the output functions with their derivatives, one component for each field, at points that come in as many equal groups as there are
// functions: u [batch, m], columns [batch·q, 1].
func (n branchTrunk) fields(u *Node, cols []*Node) *jet.Jet {
	b, terms, points := u.Shape().Dim(0), n.Fields*n.Width, cols[0].Shape().Dim(0)
	c := ExpandAxes(Transpose(n.coefficients(u), 0, 1), 2)             // [terms, b, 1]
	c = Reshape(BroadcastToDims(c, terms, b, points/b), terms, points) // the function's for each of its points
	sum := make([][]float64, terms)                                    // [terms, fields]: which term belongs to which field
	for j := range sum {
		sum[j] = make([]float64, n.Fields)
		sum[j][j/n.Width] = 1
	}
	return jet.Constant(c).Times(n.basis(cols)).Affine(ConstAsDType(u.Graph(), c.DType(), sum), Concatenate(n.bias, 0))
}
