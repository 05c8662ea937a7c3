package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Coupling is the affine coupling layer: one half of the coordinates passes unchanged and decides shift and scale of
// the other half,
//
//	y₁ = x₁,  y₂ = x₂·exp(s(x₁)) + t(x₁),  ln |det| = Σ s(x₁).
//
// Reference: Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP, ICLR 2017, eq. 4-6.
type Coupling struct {
	Dim  int  // number of coordinates, at least 2
	Flip bool // the last coordinates pass and decide, instead of the first

	// Net maps the part that passes, [batch, passing], to the raw log-scale and shift of the rest, each
	// [batch, changed]. Passing and Changed give the sizes.
	Net func(x *Node) (logScale, shift *Node)

	// Bound keeps the log-scale inside (-Bound, Bound) by s → Bound·tanh(s/Bound); 0 means 1. Layers that can stretch
	// more may fit the bulk as well and yet give rare points far too little density.
	Bound float64
}

var _ Bijector = Coupling{}

// Passing is the number of coordinates that pass unchanged: ⌈dim/2⌉, or ⌊dim/2⌋ with Flip.
func (c Coupling) Passing() int {
	if c.Flip {
		return c.Dim / 2
	}
	return c.Dim - c.Dim/2
}

// Changed is the number of coordinates that are transformed.
func (c Coupling) Changed() int { return c.Dim - c.Passing() }

// Forward transforms the changing half.
func (c Coupling) Forward(x *Node) (y, logDet *Node) {
	pass, change := c.split(x)
	s, t := c.scaleShift(pass)
	return c.join(pass, Add(Mul(change, Exp(s)), t)), ReduceSum(s, -1)
}

// Inverse undoes Forward; it costs the same, since the passing half is known.
func (c Coupling) Inverse(y *Node) (x, logDet *Node) {
	pass, change := c.split(y)
	s, t := c.scaleShift(pass)
	return c.join(pass, Mul(Sub(change, t), Exp(Neg(s)))), Neg(ReduceSum(s, -1))
}

// scaleShift runs the net and bounds the log-scale.
func (c Coupling) scaleShift(pass *Node) (s, t *Node) {
	bound := c.Bound
	if bound == 0 {
		bound = 1
	}
	s, t = c.Net(pass)
	if s.Rank() != 2 || s.Shape().Dim(1) != c.Changed() || !s.Shape().Equal(t.Shape()) {
		exceptions.Panicf("bijector.Coupling: want log-scale and shift [batch, %d] from Net, got %s and %s", c.Changed(), s.Shape(), t.Shape())
	}
	return MulScalar(Tanh(MulScalar(s, 1/bound)), bound), t
}

// split returns the half that passes and the half that changes.
func (c Coupling) split(x *Node) (pass, change *Node) {
	if c.Dim < 2 {
		exceptions.Panicf("bijector.Coupling: want at least 2 dimensions, got %d", c.Dim)
	}
	wantRows("Coupling", x, c.Dim)
	cut := c.Passing()
	if c.Flip {
		cut = c.Changed()
	}
	first := Slice(x, AxisRange(), AxisRange(0, cut))
	last := Slice(x, AxisRange(), AxisRangeToEnd(cut))
	if c.Flip {
		return last, first
	}
	return first, last
}

// join puts the halves back where split took them from.
func (c Coupling) join(pass, change *Node) *Node {
	if c.Flip {
		return Concatenate([]*Node{change, pass}, -1)
	}
	return Concatenate([]*Node{pass, change}, -1)
}
