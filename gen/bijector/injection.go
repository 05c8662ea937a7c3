package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/dist"
)

// Injection is a smooth one-to-one map of rows with k coordinates onto a k-dimensional surface in d ≥ k dimensions.
// It has less than a [Bijector]: its Jacobian J [batch, d, k] has no determinant but a volume, and only points of the
// surface have a preimage.
type Injection interface {
	// Forward must return x = g(z) and the log-volume ½ ln det JᵀJ: [batch, k] → [batch, d], [batch].
	Forward(z *Node) (x, logVolume *Node)
	// Project must return g⁺(x), a left inverse: g⁺(g(z)) = z, so that g(g⁺(x)) is a point of the surface for every
	// x: [batch, d] → [batch, k]. Where a coordinate is an angle, it must come back in [-π, π].
	Project(x *Node) *Node
}

// StochasticInjection is an injection whose log-volume is estimated, for k too large to form JᵀJ.
type StochasticInjection interface {
	// ForwardEstimate must return x = g(z) and an estimate of ½ ln det JᵀJ whose mean over the noise, and the mean of
	// whose gradient, are (up to an error that the type states) the exact ones: [batch, k] → [batch, d], [batch].
	ForwardEstimate(r *dist.Rng, z *Node) (x, logVolume *Node)
	// Project must do what Injection.Project does.
	Project(x *Node) *Node
}

// Embedded is the law of Of.Forward(z) with z drawn from Base. It lives on a surface: its density is one by
// k-dimensional volume (arc length, area), not by volume of the space around it.
//
// Reference: Gemici, Rezende, Mohamed, Normalizing flows on Riemannian manifolds, 2016.
type Embedded struct {
	Base dist.Distribution // of the coordinates on the surface, [batch, k]
	Of   Injection
}

var _ dist.Distribution = Embedded{}

// LogProb is ln p_base(z) - ½ ln det JᵀJ(z) in nats per unit of k-dimensional volume at z = g⁺(x): [batch, d] → [batch].
// A point off the surface gets the log-density of its projection; how far off it is, Distance says. It is −∞ for rows that are
// not finite or very large, as that of Transformed.
func (e Embedded) LogProb(x *Node) *Node {
	return insideRange(x, func(x *Node) *Node {
		z := e.Of.Project(x)
		_, logVolume := e.Of.Forward(z)
		return Sub(e.Base.LogProb(z), logVolume)
	})
}

// Sample draws [n, d].
func (e Embedded) Sample(r *dist.Rng, n int) *Node {
	x, _ := e.Of.Forward(e.Base.Sample(r, n))
	return x
}

// Distance is |x - g(g⁺(x))|, how far a point is from its projection: [batch, d] → [batch].
func (e Embedded) Distance(x *Node) *Node {
	near, _ := e.Of.Forward(e.Of.Project(x))
	return Sqrt(ReduceSum(Square(Sub(x, near)), -1))
}
