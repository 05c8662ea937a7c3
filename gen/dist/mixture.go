package dist

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// Mixture is Σₖ wₖ N(x; μₖ, diag σₖ²) with w = softmax(Logits). Logits is [k], Mu and Sigma are [k, dim], Sigma > 0.
type Mixture struct{ Logits, Mu, Sigma *Node }

var _ Distribution = Mixture{}

// LogProb is ln Σₖ wₖ N(x; μₖ, diag σₖ²) in nats, by a log-sum-exp shifted by its largest term: [batch, dim] → [batch].
func (p Mixture) LogProb(x *Node) *Node {
	d := p.Mu.Shape().Dim(-1)
	wantEvent("dist.Mixture", x, d)
	z := Div(Sub(ExpandAxes(x, 1), ExpandAxes(p.Mu, 0)), ExpandAxes(p.Sigma, 0)) // [b, d] → [b, k, d]
	each := MulScalar(ReduceSum(Square(z), -1), -0.5)                            // → [b, k]
	weight := Sub(LogSoftmax(p.Logits), ReduceSum(Log(p.Sigma), -1))             // [k]
	each = Add(each, ExpandAxes(AddScalar(weight, -0.5*float64(d)*logTwoPi), 0))
	top := StopGradient(ReduceAndKeep(each, ReduceMax, -1))
	return Add(Log(ReduceSum(Exp(Sub(each, top)), -1)), Squeeze(top, -1))
}

// Sample draws [n, dim]: a component by the Gumbel-max trick, then its normal law.
func (p Mixture) Sample(r *Rng, n int) *Node {
	k, d := p.Mu.Shape().Dim(0), p.Mu.Shape().Dim(1)
	u := r.Uniform(shapes.Make(p.Mu.DType(), n, k))
	gumbel := Neg(Log(Neg(Log(MaxScalar(u, 1e-30)))))
	pick := OneHot(ArgMax(Add(gumbel, ExpandAxes(LogSoftmax(p.Logits), 0)), -1), k, p.Mu.DType()) // [n, k]
	eps := r.Normal(shapes.Make(p.Mu.DType(), n, d))
	return Add(DotProduct(pick, p.Mu), Mul(DotProduct(pick, p.Sigma), eps))
}
