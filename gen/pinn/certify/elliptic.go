package certify

import (
	"errors"
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
)

// Poisson is −Δu = f with u given on the whole boundary.
type Poisson struct{}

// Elliptic is −∇·(a ∇u) + b·∇u + c u = f with u given on the whole boundary. With λ the first eigenvalue of −Δ on the domain for u = 0 on the boundary (not
// below that of the box around it, Σ π²/L², nor that of a disk or ball of its size, by Faber and Krahn), e = û − u, and e = 0 on the boundary,
//
//	(a λ + c) ‖e‖² ≤ ∫ a|∇e|² + c e² = ∫ r e ≤ ‖r‖ ‖e‖,   so   ‖e‖ ≤ ‖r‖/(a λ + c),
//
// since ∫ e b·∇e = 0 for constant b (Evans, Partial Differential Equations, 2010, section 6.2). For e = g ≠ 0 there, add the h with L h = 0, h = g. With L z = h, z = 0 on the boundary,
// ‖h‖² = −a ∫ g ∂z/∂n, and Rellich's identity ½∫ ((x − x₀)·n) (∂z/∂n)² = ∫ Δz (x − x₀)·∇z + (1 − d/2) ∫ |∇z|² bounds ∂z/∂n on a
// domain all of whose boundary is seen from x₀, (x − x₀)·n ≥ m > 0, |x − x₀| ≤ R:
//
//	‖h‖ ≤ √(2R/(m √λ)) max(1, λ/(λ + c/a)) ‖g‖   (d ≥ 2; a and c constant, b = 0).
//
// In the largest value (BoundMax, c ≥ 0, a constant) by the maximum principle, max|e| ≤ max|g| + C max|r|, with C the largest value of a function v ≥ 0 with L v ≥ 1:
// a parabola across the box, L²/8a, or over the ball around it, R²/2da; with a drift the exponential of Gilbarg and Trudinger
// (Elliptic Partial Differential Equations of Second Order, 2001, theorem 3.7).
type Elliptic struct {
	A     float64   // a; 0 means 1
	C     float64   // c; may be negative as long as a λ + c > 0, as in Helmholtz' equation
	Drift []float64 // b, one number for each variable; nil means 0

	// Diffusion is a function a of the coordinates, [n, 1], with values of Lowest at least, instead of A; BoundMax and inexact walls need a constant.
	Diffusion func(d pinn.D) *Node
	Lowest    float64
}

var (
	_ Class = Poisson{}
	_ Class = Elliptic{}
)

func (Poisson) check(vars, fields []string) (layout, error) { return Elliptic{}.check(vars, fields) }
func (Poisson) operator(d pinn.D) []*Node                   { return Elliptic{}.operator(d) }
func (Poisson) data(d pinn.D) []*Node                       { return value(d) }

func (Poisson) bound(q *question, norm Norm) ([]Part, string, error) {
	return Elliptic{}.bound(q, norm)
}

func (e Elliptic) check(vars, fields []string) (layout, error) {
	at := layout{time: -1, given: 1}
	if len(fields) != 1 {
		return at, fmt.Errorf("certify: want one field, got %v", fields)
	}
	return at, e.flow(vars).check()
}

// flow is the equation as one that does not depend on time.
func (e Elliptic) flow(vars []string) spatial {
	return spatial{a: e.A, c: e.C, drift: e.Drift, diffusion: e.Diffusion, lowest: e.Lowest, vars: vars}.settled()
}

func (e Elliptic) operator(d pinn.D) []*Node { return []*Node{e.flow(d.Vars()).operator(d)} }
func (e Elliptic) data(d pinn.D) []*Node     { return value(d) }

func (e Elliptic) bound(q *question, norm Norm) ([]Part, string, error) {
	exact, err := q.known("boundary", q.edge.side, q.walls, 0, nil)
	if err != nil {
		return nil, "", err
	}
	f := e.flow(q.vars)
	if err = f.above(q); err != nil {
		return nil, "", err
	}
	if q.edge.side == nil {
		return nil, "", errors.New("certify: the domain is periodic in all variables: the class needs a boundary")
	}
	inside, wall, rule, err := f.constants(q, exact, norm)
	if err != nil {
		return nil, "", err
	}
	return q.parts(rule, norm, piece{"equation", q.equations, inside}, piece{"walls", q.walls, wall})
}

// constants of the equation and of the walls.
func (s spatial) constants(q *question, exact bool, norm Norm) (inside, wall float64, rule string, err error) {
	if norm == Sup {
		inside, err = s.barrier(q)
		return inside, 1, "the maximum principle, max|e| ≤ max|g| + C max|r|", err
	}
	lambda := q.eigenvalue()
	gap := s.a*lambda + s.c
	if !(gap > 0) {
		return 0, 0, "", fmt.Errorf("certify: aλ + c = %.4g·%.4g %+.4g is not positive: the energy estimate says nothing", s.a, lambda, s.c)
	}
	if exact {
		return 1 / gap, 0, "the energy estimate, ‖e‖ ≤ ‖r‖/(aλ + c)", nil
	}
	wall, err = s.trace(q, lambda)
	return 1 / gap, wall, "the energy estimate and Rellich's identity, ‖e‖ ≤ ‖r‖/(aλ + c) + C‖g‖", err
}

// piece is a part before its size is known; a constant of 0 leaves it out.
type piece struct {
	name     string
	of       []stated
	constant float64
}

// parts finds the sizes of pieces.
func (q *question) parts(rule string, norm Norm, pieces ...piece) (all []Part, name string, err error) {
	for _, k := range pieces {
		if k.constant == 0 || len(k.of) == 0 {
			continue
		}
		if math.IsInf(k.constant, 0) || math.IsNaN(k.constant) {
			return nil, "", fmt.Errorf("certify: the stability constant of the %s is %g: the inequality says nothing here", k.name, k.constant)
		}
		p, err := q.part(k.name, k.of, norm, k.constant)
		if err != nil {
			return nil, "", err
		}
		all = append(all, p)
	}
	return all, rule, nil
}
