package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// Elementwise maps each coordinate by a map of its own of a family, with parameters that no other coordinate decides:
// Theta is [dim, params], or [batch, dim, params] (or [1, dim, params]) where every row has its own.
type Elementwise struct {
	Of    Univariate
	Theta *Node
}

var _ Bijector = Elementwise{}

// Forward has the log-determinant Σ ln f′(x_i; θ_i).
func (e Elementwise) Forward(x *Node) (y, logDet *Node) {
	y, logSlope := e.Of.Forward(x, e.theta(x))
	return y, ReduceSum(logSlope, -1)
}

// Inverse undoes Forward.
func (e Elementwise) Inverse(y *Node) (x, logDet *Node) {
	x, logSlope := e.Of.Inverse(y, e.theta(y))
	return x, ReduceSum(logSlope, -1)
}

// theta gives every row its parameters.
func (e Elementwise) theta(x *Node) *Node {
	wantRows("Elementwise", x, e.Theta.Shape().Dim(-2))
	theta := e.Theta
	if theta.Rank() == 2 {
		theta = ExpandAxes(theta, 0)
	}
	theta = BroadcastToDims(theta, x.Shape().Dim(0), theta.Shape().Dim(1), theta.Shape().Dim(2))
	wantTheta("Elementwise", e.Of, x, theta)
	return theta
}
