package certify

import (
	"fmt"
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
)

// Parabolic is u_t − ∇·(a ∇u) + b·∇u + c u − F(u) = f with u given at the start, and on all walls or periodic. With e = û − u, e = 0 on the walls, (F(u) − F(v))(u − v) ≤ ℓ (u − v)²,
// λ as for Elliptic (over the variables that are not periodic) and μ = a λ + c − ℓ, multiplying by e and integrating gives
//
//	½ d/dt ‖e‖² + μ ‖e‖² ≤ ‖r‖ ‖e‖,   so   ‖e(t)‖ ≤ e^−μt ‖e(0)‖ + ∫₀ᵗ e^−μ(t−s) ‖r(s)‖ ds   (Gronwall),
//
// and in L2 over time as well, by Young's inequality for the convolution, ‖e‖ ≤ κ₂ ‖e(0)‖ + κ₁ ‖r‖ with κ₁ = (1 − e^−μT)/μ, κ₂² = (1 − e^−2μT)/2μ (Evans 2010, section 7.1.2;
// Hillebrecht and Unger, IJCNN 2022; Mishra and Molinaro, IMA J. Numer. Anal. 43, 2023). Where values on the walls are off by g, and b = F = 0, what they add has
// the constant of Elliptic: Rellich's identity at each time for the solution of the adjoint equation −z_t + L z = h, whose a‖Δz‖ ≤ ‖h‖ over space and time.
//
// In the largest value (BoundMax) by the maximum principle: |e| ≤ e^kT (max|e(0)|, |g| + T max|r|), k = max(ℓ − c, 0), also with a drift.
type Parabolic struct {
	Time  string    // the variable; "" means t
	A     float64   // a; 0 means 1
	C     float64   // c
	Drift []float64 // b, one number for each variable in space; nil means 0

	// Diffusion is a function a of the coordinates, with values of Lowest at least, instead of A.
	Diffusion func(d pinn.D) *Node
	Lowest    float64

	// Reaction is F(u), and Lipschitz its one-sided constant ℓ between û and u: the largest F′ there.
	Reaction  func(d pinn.D) *Node
	Lipschitz float64
}

var _ Class = Parabolic{}

func (p Parabolic) time() string {
	if p.Time == "" {
		return "t"
	}
	return p.Time
}

// flow is the part in space.
func (p Parabolic) flow(vars []string) spatial {
	space := slices.DeleteFunc(slices.Clone(vars), func(v string) bool { return v == p.time() })
	return spatial{a: p.A, c: p.C, drift: p.Drift, diffusion: p.Diffusion, lowest: p.Lowest, vars: space}.settled()
}

func (p Parabolic) check(vars, fields []string) (layout, error) {
	at := layout{time: slices.Index(vars, p.time()), given: 1}
	switch {
	case len(fields) != 1:
		return at, fmt.Errorf("certify: want one field, got %v", fields)
	case at.time < 0 || len(vars) < 2:
		return at, fmt.Errorf("certify: want the variable %s, which is time, and space, got %v: set Time", p.time(), vars)
	case p.Reaction == nil && p.Lipschitz != 0:
		return at, fmt.Errorf("certify: Lipschitz, %g, is that of a Reaction: set that too", p.Lipschitz)
	}
	return at, p.flow(vars).check()
}

func (p Parabolic) operator(d pinn.D) []*Node {
	y := Add(d.U(p.time()), p.flow(d.Vars()).operator(d))
	if p.Reaction != nil {
		y = Sub(y, Reshape(p.Reaction(d), -1, 1))
	}
	return []*Node{y}
}

func (p Parabolic) data(d pinn.D) []*Node { return value(d) }

func (p Parabolic) bound(q *question, norm Norm) ([]Part, string, error) {
	onStart, err := q.known("start", q.edge.start, q.starts, 0, nil)
	if err != nil {
		return nil, "", err
	}
	onWalls, err := q.known("walls", q.edge.side, q.walls, 0, nil)
	if err != nil {
		return nil, "", err
	}
	f := p.flow(q.vars)
	if err = f.above(q); err != nil {
		return nil, "", err
	}
	if p.Reaction != nil {
		q.notes = append(q.notes, fmt.Sprintf("Lipschitz = %g was taken as given", p.Lipschitz))
	}
	long := q.set.Hi[q.time] - q.set.Lo[q.time]
	first := piece{"start", q.starts, keep(long, !onStart)}
	if norm == Sup {
		return p.largest(q, f, long, first)
	}
	lambda := q.eigenvalue()
	mu := f.a*lambda + f.c - p.Lipschitz
	inside, start := kernel(mu, long)
	if first.constant > 0 {
		first.constant = start
	}
	wall, rule := 0.0, "the energy estimate and Gronwall, ‖e‖ ≤ κ₁‖r‖ + κ₂‖e(0)‖"
	if !onWalls {
		if p.Reaction != nil {
			f.diffusion = p.Reaction // the adjoint equation has no constant coefficients then
		}
		if wall, err = f.trace(q, lambda); err != nil {
			return nil, "", err
		}
		rule += " + C‖g‖, by Rellich's identity"
	}
	return q.parts(rule, norm, piece{"equation", q.equations, inside}, first, piece{"walls", q.walls, wall})
}

// largest is bound by the maximum principle. What is given may be off at the start or on the walls, whichever is worse: their sum is no less.
func (p Parabolic) largest(q *question, f spatial, long float64, first piece) ([]Part, string, error) {
	k := math.Max(p.Lipschitz-p.C, 0)
	inside := long
	if c := p.C - p.Lipschitz; c >= 0 && f.diffusion == nil && q.edge.side != nil {
		f.c = c
		v, err := f.barrier(q)
		if err != nil {
			return nil, "", err
		}
		inside = math.Min(inside, v)
	}
	grow := math.Exp(k * long)
	both := append(slices.Clone(q.starts), q.walls...)
	return q.parts("the maximum principle, max|e| ≤ e^kT (max|e(0)|, |g| + T max|r|)", Sup,
		piece{"equation", q.equations, grow * inside}, piece{"start, walls", both, grow})
}

// kernel are κ₁ and κ₂, the norms of e^−μt in L1 and L2 over [0, T].
func kernel(mu, long float64) (one, two float64) {
	if math.Abs(mu*long) < 1e-8 {
		return long, math.Sqrt(long)
	}
	return -math.Expm1(-mu*long) / mu, math.Sqrt(-math.Expm1(-2*mu*long) / (2 * mu))
}

// keep is a constant that is filled in later, 0 for a part that vanishes.
func keep(x float64, there bool) float64 {
	if there {
		return x
	}
	return 0
}
