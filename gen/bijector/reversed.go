package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// Reversed turns a family around: its Forward is the Inverse of Of. Families whose inverse takes a search are used so
// in flows, which then have the closed direction, and a fast density, from data to noise.
type Reversed struct{ Of Univariate }

var _ Univariate = Reversed{}

// Params is that of Of.
func (r Reversed) Params() int { return r.Of.Params() }

// Forward is Of.Inverse.
func (r Reversed) Forward(x, theta *Node) (y, logSlope *Node) { return r.Of.Inverse(x, theta) }

// Inverse is Of.Forward.
func (r Reversed) Inverse(y, theta *Node) (x, logSlope *Node) { return r.Of.Forward(y, theta) }
