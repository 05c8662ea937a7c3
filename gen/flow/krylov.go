package flow

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// krylov is what conjugate gradients learn of a positive definite A, row by row, from a vector b [batch, k]: the
// solution u ≈ A⁻¹b, and the Lanczos matrix T = QᵀAQ of the Krylov space, tridiagonal with Q·e₁ = b/|b|. Both are
// exact after as many steps as A has different eigenvalues.
type krylov struct {
	solution *Node   // [batch, k]
	diagonal []*Node // of T, each [batch, 1]
	offSq    []*Node // squares of the entries beside it, one fewer
	normSq   *Node   // |b|², [batch, 1]
}

// exhausted is where |r|²/|b|² is rounding alone and the recurrence ends; T falls apart into blocks there.
const exhausted = 1e-24

// conjugateGradients takes steps ≥ 1 steps of Hestenes and Stiefel 1952 (Golub and Van Loan 2013, algorithm 11.3.3)
// from u = 0. T follows from its step lengths α and ratios β (Golub and Van Loan 2013, section 11.3.5):
//
//	Tᵢᵢ = 1/αᵢ + βᵢ₋₁/αᵢ₋₁,  Tᵢ,ᵢ₊₁² = βᵢ/αᵢ².
func conjugateGradients(apply func(*Node) *Node, b *Node, steps int) krylov {
	u, r, p := ZerosLike(b), b, b
	rr := dot(r, r)
	k := krylov{normSq: rr}
	carry := ZerosLike(rr) // βᵢ₋₁/αᵢ₋₁
	for i := range steps {
		ap := apply(p)
		going := GreaterThan(rr, MulScalar(k.normSq, exhausted))
		inverse := Where(going, Div(dot(p, ap), Where(going, rr, OnesLike(rr))), OnesLike(rr)) // 1/α
		alpha := Where(going, Inverse(inverse), ZerosLike(rr))
		u = Add(u, Mul(alpha, p))
		r = Sub(r, Mul(alpha, ap))
		next := dot(r, r)
		beta := Where(going, Div(next, Where(going, rr, OnesLike(rr))), ZerosLike(rr))
		k.diagonal = append(k.diagonal, Add(inverse, carry))
		if i < steps-1 {
			k.offSq = append(k.offSq, Mul(beta, Square(inverse)))
		}
		carry = Mul(beta, inverse)
		p, rr = Add(r, Mul(beta, p)), next
	}
	k.solution = u
	return k
}

// The trapezoidal rule of log: its error is about exp(-2π²/logStep) = 4e-12 and exp(-logRange) times the ratio of the
// eigenvalues to T₁₁, good to 1e-9 for ratios from 1e-6 to 1e6.
const (
	logStep  = 0.75
	logRange = 36.
)

// log is bᵀ·ln(A)·b, [batch], as |b|²·e₁ᵀ·ln(T)·e₁ (Ubaru, Chen and Saad 2017, stochastic Lanczos quadrature). There are
// no eigenvalues in a graph, so the logarithm is an integral of resolvents, whose corner is a continued fraction:
//
//	ln T = ∫₀¹ (T-1)·((1-s) + s·T)⁻¹ ds,  s = 1/(1+e⁻ᵗ),  by the trapezoidal rule in t.
//
// T is divided by T₁₁ first, which the logarithm gives back.
func (k krylov) log() *Node {
	s, rest, weight := logNodes(k.normSq) // each [1, nodes]
	scale := k.diagonal[0]
	var below *Node // s²·T²ᵢ,ᵢ₊₁/(what follows), [b, nodes]
	for i := len(k.diagonal) - 1; i >= 1; i-- {
		d := Add(rest, Mul(s, Div(k.diagonal[i], scale)))
		if below != nil {
			d = Sub(d, Mul(s, below))
		}
		below = Div(Mul(s, Div(k.offSq[i-1], Square(scale))), d)
	}
	corner := Log(scale) // [b, 1]
	if below != nil {    // T₁₁ = 1 now: (T-1)·(…)⁻¹ has the corner -below/(1 - s·below)
		f := Div(Neg(below), OneMinus(Mul(s, below)))
		corner = Add(corner, ReduceAndKeep(Mul(weight, f), ReduceSum, -1))
	}
	return Squeeze(Mul(k.normSq, corner), -1)
}

// logNodes are s, 1-s and ds of the rule, [1, nodes], with the dtype of like.
func logNodes(like *Node) (s, rest, weight *Node) {
	var a, b, w []float64
	for t := -logRange; t <= logRange; t += logStep {
		up, down := 1/(1+math.Exp(-t)), 1/(1+math.Exp(t))
		a, b, w = append(a, up), append(b, down), append(w, logStep*up*down)
	}
	row := func(v []float64) *Node { return ConstAsDType(like.Graph(), like.DType(), [][]float64{v}) }
	return row(a), row(b), row(w)
}

// dot is Σ a·b of each row: [batch, k] → [batch, 1].
func dot(a, b *Node) *Node { return ReduceAndKeep(Mul(a, b), ReduceSum, -1) }
