package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// PassingFirst puts the coordinates that a mask lets pass before all others and keeps the order among both. With Channels
// and Leading it takes an image apart into the channels that go on to the next level of a multiscale flow and those that
// stay. Its log-determinant is 0.
type PassingFirst struct{ Mask Mask }

var _ Bijector = PassingFirst{}

// Forward takes apart.
func (p PassingFirst) Forward(x *Node) (y, logDet *Node) {
	wantRows("PassingFirst", x, len(p.Mask))
	pass, change := p.Mask.split(x)
	return Concatenate([]*Node{pass, change}, -1), zeros(x)
}

// Inverse undoes Forward.
func (p PassingFirst) Inverse(y *Node) (x, logDet *Node) {
	wantRows("PassingFirst", y, len(p.Mask))
	n := p.Mask.Passing()
	return p.Mask.join(Slice(y, AxisRange(), AxisRange(0, n)), Slice(y, AxisRange(), AxisRange(n))), zeros(y)
}
