package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/linalg"
	"github.com/gensci/gensci/gen/loop"
)

// Residual is y = x + g(x) with a network g whose Lipschitz constant is at most Lipschitz < 1, which makes the map invertible.
// The log-determinant is exact, by the Jacobian: Dim gradients, so Dim is a few dozen at most; ResidualSeries estimates it.
//
// Inverse iterates x ← y − g(x), which comes nearer by the factor Lipschitz each time, until a distance of 1 is 1e-4, and
// takes two steps of Newton's method, each of which squares what is left.
//
// Reference: Behrmann, Grathwohl, Chen, Duvenaud, Jacobsen, Invertible residual networks, ICML 2019, theorem 1 and algorithm 1.
type Residual struct {
	Dim       int
	Lipschitz float64             // in (0, 1): what Net guarantees
	Net       func(x *Node) *Node // [batch, Dim] → [batch, Dim]; nets.Lipschitz is such a network
}

var _ Bijector = Residual{}

// fixedPointTol is how far a distance of 1 shrinks by the iteration.
const fixedPointTol = 1e-4

// Forward is closed up to the determinant.
func (r Residual) Forward(x *Node) (y, logDet *Node) {
	g := r.net(x)
	_, logDet = nearUnit(r.jacobian(g, x), nil)
	return Add(x, g), logDet
}

// Inverse has the derivatives of the implicit function x(y) up to the third, as bracketed has.
func (r Residual) Inverse(y *Node) (x, logDet *Node) {
	target := StopGradient(y)
	r.net(y) // refuses what is wrong by name, before the loop
	steps := int(math.Ceil(math.Log(fixedPointTol) / math.Log(r.Lipschitz)))
	x = loop.Repeat(steps, func(_ *Node, s []*Node) []*Node { return []*Node{Sub(target, r.Net(s[0]))} }, target)[0]
	x = StopGradient(x)
	for range 2 {
		g := r.Net(x)
		step, _ := nearUnit(r.jacobian(g, x), Sub(Add(x, g), y))
		x = Sub(x, step)
	}
	_, logDet = nearUnit(r.jacobian(r.Net(x), x), nil)
	return x, Neg(logDet)
}

// net checks the settings and runs the network.
func (r Residual) net(x *Node) *Node {
	wantRows("Residual", x, r.Dim)
	if !(r.Lipschitz > 0 && r.Lipschitz < 1) {
		exceptions.Panicf("bijector.Residual: want a Lipschitz constant in (0, 1), got %g", r.Lipschitz)
	}
	g := r.Net(x)
	if !g.Shape().Equal(x.Shape()) {
		exceptions.Panicf("bijector.Residual: want %s from Net, got %s", x.Shape(), g.Shape())
	}
	return g
}

// jacobian is ∂y/∂x, [batch, dim, dim].
func (r Residual) jacobian(g, x *Node) *Node {
	return Add(diffop.Jacobian(g, x), ExpandAxes(unit(x, r.Dim), 0))
}

// nearUnit is ln det A and, for b [batch, n] that is not nil, A⁻¹·b, for A [batch, n, n] with ‖A − 1‖₂ < 1, by elimination
// without pivoting: the same holds for all leading blocks of A, so no pivot vanishes, and their product is positive.
func nearUnit(a, b *Node) (solution, logDet *Node) {
	n := a.Shape().Dim(-1)
	logDet = zeros(Reshape(a, a.Shape().Dim(0), -1))
	upper, right := make([]*Node, n), make([]*Node, n)
	if b != nil {
		b = ExpandAxes(b, -1) // [b, n, 1]
	}
	for k := range n {
		row := SliceAxis(a, 1, AxisElem(0)) // [b, 1, n − k]
		pivot := SliceAxis(row, 2, AxisElem(0))
		logDet = Add(logDet, Reshape(Log(pivot), -1))
		if b != nil {
			right[k] = SliceAxis(b, 1, AxisElem(0))
			upper[k] = row
			if k > 0 {
				upper[k] = Concatenate([]*Node{ZerosLike(SliceAxis(upper[0], 2, AxisRange(0, k))), row}, 2)
			}
		}
		if k == n-1 {
			break
		}
		factor := Div(SliceAxis(SliceAxis(a, 1, AxisRangeToEnd(1)), 2, AxisElem(0)), pivot) // [b, n − k − 1, 1]
		a = Sub(SliceAxis(SliceAxis(a, 1, AxisRangeToEnd(1)), 2, AxisRangeToEnd(1)), Mul(factor, SliceAxis(row, 2, AxisRangeToEnd(1))))
		if b != nil {
			b = Sub(SliceAxis(b, 1, AxisRangeToEnd(1)), Mul(factor, right[k]))
		}
	}
	if b == nil {
		return nil, logDet
	}
	return Squeeze(linalg.SolveUpper(Concatenate(upper, 1), Concatenate(right, 1)), -1), logDet
}
