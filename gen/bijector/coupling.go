package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Coupling is the coupling layer in general: the coordinates where Mask is true pass unchanged, x₁, and decide by which
// map of a family each of the others goes,
//
//	y₁ = x₁,  y₂ = f(x₂; θ(x₁)),  ln |det| = Σ ln f′(x₂; θ).
//
// Both directions cost one run of the network. Reference: Dinh, Krueger, Bengio, NICE, 2014, section 3.2.
type Coupling struct {
	Mask Mask       // at least one coordinate must pass and one must be mapped
	Of   Univariate // the family of the coordinates that are mapped

	// Net maps what passes, [batch, Mask.Passing()], to the parameters, [batch, Mask.Changed(), Of.Params()].
	Net func(pass *Node) (theta *Node)
}

var _ Bijector = Coupling{}

// Forward maps the changing coordinates.
func (c Coupling) Forward(x *Node) (y, logDet *Node) {
	pass, change, theta := c.open(x)
	change, logSlope := c.Of.Forward(change, theta)
	return c.Mask.join(pass, change), ReduceSum(logSlope, -1)
}

// Inverse undoes Forward.
func (c Coupling) Inverse(y *Node) (x, logDet *Node) {
	pass, change, theta := c.open(y)
	change, logSlope := c.Of.Inverse(change, theta)
	return c.Mask.join(pass, change), ReduceSum(logSlope, -1)
}

// open splits a row and runs the network.
func (c Coupling) open(x *Node) (pass, change, theta *Node) {
	if c.Mask.Passing() == 0 || c.Mask.Changed() == 0 {
		exceptions.Panicf("bijector.Coupling: want a mask that lets some coordinates pass and maps others, got %v", []bool(c.Mask))
	}
	wantFamily("Coupling", c.Of, c.Net)
	wantRows("Coupling", x, len(c.Mask))
	pass, change = c.Mask.split(x)
	theta = c.Net(pass)
	wantTheta("Coupling", c.Of, change, theta)
	return pass, change, theta
}
