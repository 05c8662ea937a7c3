package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// leastSlope is what slopes made by positive stay above. It bounds where an inverse can be, and keeps logarithms finite.
const leastSlope = 1e-3

// positive maps numbers to (leastSlope, ∞), increasing, and 0 to 1: ε + (1 − ε)·softplus(x + ln(e − 1)).
func positive(x *Node) *Node {
	return AddScalar(MulScalar(Softplus(AddScalar(x, math.Log(math.E-1))), 1-leastSlope), leastSlope)
}
