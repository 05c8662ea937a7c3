package operator

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// FNO is the Fourier neural operator in one dimension (Li et al. 2021, figure 2), for functions on n equidistant points of a period: a pointwise lifting
// to channels, layers v ← GELU(Wv + b + F⁻¹ R F v) of which the last has no nonlinearity, and a pointwise projection with one hidden layer. Points
// have no coordinates, so it commutes with shifts, as equations with constant coefficients on a circle do.
type FNO struct {
	In, Out    int // components of input and output functions; 0 means 1
	Modes      int // k = 0 … Modes−1 are kept by each layer; 0 means 12. Grids need more than 2(Modes−1) points
	Width      int // channels; 0 means 24
	Layers     int // 0 means 4
	Projection int // hidden units of the projection; 0 means 64
}

var _ Net = FNO{}

func (f FNO) settled() FNO {
	f.In, f.Out, f.Modes = or(f.In, 1), or(f.Out, 1), or(f.Modes, 12)
	f.Width, f.Layers, f.Projection = or(f.Width, 24), or(f.Layers, 4), or(f.Projection, 64)
	if min(f.In, f.Out, f.Modes, f.Width, f.Layers, f.Projection) < 1 {
		exceptions.Panicf("operator.FNO: want at least 1 of everything, got %+v", f)
	}
	return f
}

// Build binds "lift", "layer_0" … with "spectral" and "pointwise", "project" and "last". The number of points of c.Event does not matter.
func (f FNO) Build(c gen.Ctx) Operator {
	f = f.settled()
	n := fourierLayers{
		FNO: f, lift: pointwise(c.In("lift"), f.In, f.Width, act.Identity),
		hidden: pointwise(c.In("project"), f.Width, f.Projection, act.GELU), last: pointwise(c.In("last"), f.Projection, f.Out, act.Identity),
	}
	for i := range f.Layers {
		l := c.In(fmt.Sprintf("layer_%d", i))
		n.spectral = append(n.spectral, nets.Spectral{Modes: f.Modes, Out: f.Width}.Build(l.Scope.In("spectral"), c.Graph, f.Width, c.DType()))
		n.pointwise = append(n.pointwise, pointwise(l.In("pointwise"), f.Width, f.Width, act.Identity))
	}
	return n
}

// pointwise binds an affine layer of the channels of each point: [batch, n, in] → [batch, n, out].
func pointwise(c gen.Ctx, in, out int, behind act.Func) nets.Net {
	w, b := nets.Dense{Out: out, Behind: behind}.Build(c.Scope, c.Graph, in, c.DType())
	return func(v *Node) *Node {
		rows := DotProduct(Reshape(v, -1, in), w) // [batch·n, out]
		return Reshape(Add(rows, ExpandAxes(b, 0)), v.Shape().Dim(0), v.Shape().Dim(1), out)
	}
}

// fourierLayers is an FNO with its weights in a graph.
type fourierLayers struct {
	FNO
	lift, hidden, last  nets.Net
	spectral, pointwise []nets.Net
}

var _ Operator = fourierLayers{}

// At has s [batch, n, Out] at the points of u [batch, n, In], [batch, n·In] or, with one component, [batch, n]. x is not used, but must have n points.
func (n fourierLayers) At(u, x *Node) *Node {
	b := u.Shape().Dim(0)
	if u.Rank() < 2 || u.Shape().Size()%(b*n.In) != 0 {
		exceptions.Panicf("operator.FNO: want input functions [batch, n, %d], got %s", n.In, u.Shape())
	}
	v := n.lift(Reshape(u, b, -1, n.In))
	if x != nil && x.Shape().Dim(-2) != v.Shape().Dim(1) {
		exceptions.Panicf("operator.FNO: gives its output at the %d points of the input, not at others: want no points or as many, got %s", v.Shape().Dim(1), x.Shape())
	}
	for i := range n.spectral {
		if v = Add(n.spectral[i](v), n.pointwise[i](v)); i < len(n.spectral)-1 {
			v = act.GELU.Apply(v)
		}
	}
	return n.last(act.GELU.Apply(n.hidden(v)))
}

// Loss is the relative L2 error of each function, the loss of Li et al.: u [batch, n·In], y [batch, n·Out], with anything between them → [batch]. Output
// functions that vanish have none.
func (f FNO) Loss(c gen.Ctx, batch []*Node) *Node {
	if len(batch) < 2 {
		exceptions.Panicf("operator.FNO.Loss: want input functions and values, got %d arrays", len(batch))
	}
	s := f.Build(c).At(batch[0], nil)
	y := like("operator.FNO.Loss", batch[len(batch)-1], s)
	return Sqrt(Div(AddScalar(squares(Sub(s, y)), tiny), AddScalar(squares(y), tiny)))
}

// tiny keeps the derivative of a root at zero finite; float32 can still divide by it.
const tiny = 1e-30
