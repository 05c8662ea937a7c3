package dist

import (
	"math"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// Uniform is the uniform law on a box with corners Low < High, both [dim].
type Uniform struct{ Low, High *Node }

var _ Distribution = Uniform{}

// LogProb is -Σᵢ ln(highᵢ-lowᵢ) in nats inside the half-open box [Low, High) and -Inf outside: [batch, dim] → [batch].
func (p Uniform) LogProb(x *Node) *Node {
	wantEvent("dist.Uniform", x, p.Low.Shape().Dim(-1))
	low, high := rows(p.Low), rows(p.High)
	inside := LogicalAll(LogicalAnd(GreaterOrEqual(x, low), LessThan(x, high)), -1) // [b, d] → [b]
	lp := Neg(ReduceAllSum(Log(Sub(p.High, p.Low))))
	all := BroadcastToShape(lp, shapes.Make(x.DType(), x.Shape().Dim(0)))
	return Where(inside, all, FillScalar(x.Graph(), all.Shape(), math.Inf(-1)))
}

// Sample draws [n, dim].
func (p Uniform) Sample(r *Rng, n int) *Node {
	u := r.Uniform(shapes.Make(p.Low.DType(), n, p.Low.Shape().Dim(-1)))
	return Add(rows(p.Low), Mul(u, rows(Sub(p.High, p.Low))))
}
