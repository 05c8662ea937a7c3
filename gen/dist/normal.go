package dist

import (
	"math"

	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

var logTwoPi = math.Log(2 * math.Pi)

// StandardNormal is N(0, 1) in each of Dim independent coordinates, the base of most flows.
type StandardNormal struct {
	Event shapes.Shape // dtype and shape [dim] of one event
}

var _ Distribution = StandardNormal{}

// LogProb is -½ Σᵢ xᵢ² - d/2 ln 2π in nats: [batch, dim] → [batch].
func (p StandardNormal) LogProb(x *Node) *Node {
	wantEvent("dist.StandardNormal", x, p.Event.Dim(0))
	sq := ReduceSum(Square(x), -1) // [b, d] → [b]
	return AddScalar(MulScalar(sq, -0.5), -0.5*float64(p.Event.Dim(0))*logTwoPi)
}

// Sample draws [n, dim].
func (p StandardNormal) Sample(r *Rng, n int) *Node {
	return r.Normal(shapes.Make(p.Event.DType, n, p.Event.Dim(0)))
}

// DiagNormal is a normal law with independent coordinates. Mu and Sigma are [dim], or [batch, dim] where every
// row of x has parameters of its own (then Sample wants n = batch). Sigma must be positive.
type DiagNormal struct{ Mu, Sigma *Node }

var _ Distribution = DiagNormal{}

// LogProb is -½ Σᵢ ((xᵢ-μᵢ)/σᵢ)² - Σᵢ ln σᵢ - d/2 ln 2π in nats: [batch, dim] → [batch].
func (p DiagNormal) LogProb(x *Node) *Node {
	d := p.Mu.Shape().Dim(-1)
	wantEvent("dist.DiagNormal", x, d)
	mu, sigma := rows(p.Mu), rows(p.Sigma)
	z := Div(Sub(x, mu), sigma)
	lp := Neg(ReduceSum(Add(MulScalar(Square(z), 0.5), Add(ZerosLike(z), Log(sigma))), -1))
	return AddScalar(lp, -0.5*float64(d)*logTwoPi)
}

// Sample draws [n, dim].
func (p DiagNormal) Sample(r *Rng, n int) *Node {
	eps := r.Normal(shapes.Make(p.Mu.DType(), n, p.Mu.Shape().Dim(-1)))
	return Add(rows(p.Mu), Mul(rows(p.Sigma), eps))
}

// rows makes [dim] parameters broadcast over a batch; [batch, dim] stays.
func rows(p *Node) *Node {
	if p.Rank() == 1 {
		return ExpandAxes(p, 0)
	}
	return p
}

// wantEvent panics unless x is [batch, dim].
func wantEvent(who string, x *Node, dim int) {
	if x.Rank() != 2 || x.Shape().Dim(-1) != dim {
		exceptions.Panicf("%s: want x [batch, %d], got %s", who, dim, x.Shape())
	}
}
