package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/dist"
)

// Bijector is an invertible map of rows. The log-determinant belongs to the direction computed: that of Inverse at
// y = f(x) is the negative of that of Forward at x.
type Bijector interface {
	// Forward must return y = f(x) and ln |det ∂y/∂x|: [batch, dim] → [batch, dim], [batch].
	Forward(x *Node) (y, logDet *Node)
	// Inverse must return x = f⁻¹(y) and ln |det ∂x/∂y|: [batch, dim] → [batch, dim], [batch].
	Inverse(y *Node) (x, logDet *Node)
}

// Chain applies its maps one after the other, the first one first. An empty chain is the identity.
type Chain []Bijector

var _ Bijector = Chain{}

// Forward applies the maps from first to last.
func (c Chain) Forward(x *Node) (y, logDet *Node) {
	logDet = zeros(x)
	for _, b := range c {
		var ld *Node
		x, ld = b.Forward(x)
		logDet = Add(logDet, ld)
	}
	return x, logDet
}

// Inverse applies the inverses from last to first.
func (c Chain) Inverse(y *Node) (x, logDet *Node) {
	logDet = zeros(y)
	for i := len(c) - 1; i >= 0; i-- {
		var ld *Node
		y, ld = c[i].Inverse(y)
		logDet = Add(logDet, ld)
	}
	return y, logDet
}

// Inverted turns a map around: its Forward is the Inverse of Of.
type Inverted struct{ Of Bijector }

var _ Bijector = Inverted{}

// Forward is Of.Inverse.
func (i Inverted) Forward(x *Node) (y, logDet *Node) { return i.Of.Inverse(x) }

// Inverse is Of.Forward.
func (i Inverted) Inverse(y *Node) (x, logDet *Node) { return i.Of.Forward(y) }

// Transformed is the law of T.Forward(x) with x drawn from Base.
type Transformed struct {
	Base dist.Distribution
	T    Bijector
}

var _ dist.Distribution = Transformed{}

// LogProb is ln p_base(f⁻¹(y)) + ln |det ∂f⁻¹/∂y| in nats: [batch, dim] → [batch]. It is −∞ for rows that are not
// finite, or so large (1e13 in float32) that squares and products come near overflow. The map never sees these: networks would
// answer NaN, and gradients would be.
func (t Transformed) LogProb(y *Node) *Node {
	return insideRange(y, func(y *Node) *Node {
		x, logDet := t.T.Inverse(y)
		return Add(t.Base.LogProb(x), logDet)
	})
}

// insideRange is logProb of rows whose squares are far from overflow, −∞ of others, which logProb never sees: [batch, dim] → [batch].
func insideRange(y *Node, logProb func(y *Node) *Node) *Node {
	finite := IsFinite(MulScalar(Square(y), 1e12))
	inside := logProb(Where(finite, y, ZerosLike(y)))
	return Where(ReduceLogicalAnd(finite, -1), inside, Infinity(y.Graph(), y.DType(), -1))
}

// Sample draws [n, dim].
func (t Transformed) Sample(r *dist.Rng, n int) *Node {
	y, _ := t.T.Forward(t.Base.Sample(r, n))
	return y
}

// zeros is the log-determinant of the identity: [batch, dim] → [batch].
func zeros(x *Node) *Node { return ZerosLike(ReduceSum(x, -1)) }

// wantRows panics unless x is [batch, dim].
func wantRows(who string, x *Node, dim int) {
	if x.Rank() != 2 || x.Shape().Dim(1) != dim {
		exceptions.Panicf("bijector.%s: want x [batch, %d], got %s", who, dim, x.Shape())
	}
}
