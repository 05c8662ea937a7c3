package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Autoregressive maps every coordinate by a family whose parameters depend on the *outputs* that come before it in
// some order,
//
//	y_i = f(x_i; θ_i(y_1 … y_{i-1})),  ln |det ∂y/∂x| = Σ ln f′(x_i; θ_i).
//
// So Inverse, and with it a density, takes one run of the network, and Forward as many as there are coordinates.
// Inverted{Autoregressive{…}} turns the costs around, which is the inverse autoregressive flow (Kingma et al. 2016).
//
// Reference: Papamakarios, Pavlakou, Murray, Masked Autoregressive Flow, NeurIPS 2017, eq. 3-5.
type Autoregressive struct {
	Dim int        // number of coordinates
	Of  Univariate // the family

	// Net maps rows y [batch, Dim] to parameters [batch, Dim, Of.Params()], those of a coordinate depending only on
	// the coordinates before it in one fixed order; nets.Masked is such a network.
	Net func(y *Node) (theta *Node)
}

var _ Bijector = Autoregressive{}

// Forward finds one more coordinate in each of Dim runs of the network.
func (a Autoregressive) Forward(x *Node) (y, logDet *Node) {
	wantRows("Autoregressive", x, a.Dim)
	y = ZerosLike(x)
	var logSlope *Node
	for range a.Dim { // after run i, the first i coordinates in the order are right
		y, logSlope = a.Of.Forward(x, a.theta(y))
	}
	return y, ReduceSum(logSlope, -1)
}

// Inverse takes one run of the network.
func (a Autoregressive) Inverse(y *Node) (x, logDet *Node) {
	wantRows("Autoregressive", y, a.Dim)
	x, logSlope := a.Of.Inverse(y, a.theta(y))
	return x, ReduceSum(logSlope, -1)
}

func (a Autoregressive) theta(y *Node) *Node {
	if a.Dim < 1 {
		exceptions.Panicf("bijector.Autoregressive: want at least 1 dimension, got %d", a.Dim)
	}
	wantFamily("Autoregressive", a.Of, a.Net)
	theta := a.Net(y)
	wantTheta("Autoregressive", a.Of, y, theta)
	return theta
}
