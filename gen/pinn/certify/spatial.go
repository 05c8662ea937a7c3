package certify

import (
	"errors"
	"fmt"
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
)

// spatial is −∇·(a ∇u) + b·∇u + c u over some of a problem's variables.
type spatial struct {
	a, c      float64
	drift     []float64
	diffusion func(d pinn.D) *Node
	lowest    float64
	vars      []string
}

// settled fills in the defaults; with a function for a, a is its lowest value.
func (s spatial) settled() spatial {
	if s.a == 0 {
		s.a = 1
	}
	if s.diffusion != nil {
		s.a = s.lowest
	}
	return s
}

func (s spatial) check() error {
	switch {
	case s.diffusion != nil && !(s.lowest > 0):
		return fmt.Errorf("certify: want Lowest, a positive number that Diffusion is nowhere below, got %g", s.lowest)
	case !(s.a > 0) || math.IsInf(s.a, 1):
		return fmt.Errorf("certify: want A positive, or 0 for 1, got %g", s.a)
	case math.IsNaN(s.c) || math.IsInf(s.c, 0):
		return fmt.Errorf("certify: want C finite, got %g", s.c)
	case len(s.drift) > 0 && len(s.drift) != len(s.vars):
		return fmt.Errorf("certify: want Drift for each of the variables %v in space, got %v", s.vars, s.drift)
	}
	return nil
}

// operator is −∇·(a ∇u) + b·∇u + c u at points.
func (s spatial) operator(d pinn.D) *Node {
	var a *Node
	if s.diffusion != nil {
		a = s.diffusion(d)
	}
	y := MulScalar(d.U(), s.c)
	for j, v := range s.vars {
		if a == nil {
			y = Sub(y, MulScalar(d.U(v, v), s.a))
		} else {
			y = Sub(y, d.Of(Mul(Reshape(a, -1, 1), d.U(v)), v))
		}
		if len(s.drift) > 0 {
			y = Add(y, MulScalar(d.U(v), s.drift[j]))
		}
	}
	return y
}

// above says where a is below its lowest value.
func (s spatial) above(q *question) error {
	if s.diffusion == nil {
		return nil
	}
	r, err := quadrature(q.set, 1)
	if err != nil {
		return fmt.Errorf("certify: %w", err)
	}
	y, err := q.at(s.diffusion, r.x)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(y, func(v float64) bool { return v < s.lowest*(1-matchTol) }); i >= 0 {
		return fmt.Errorf("certify: Diffusion is %g at %v, below Lowest, %g", y[i], r.x.RawRowView(i), s.lowest)
	}
	q.notes = append(q.notes, fmt.Sprintf("Diffusion ≥ %g was checked at %d points", s.lowest, len(y)))
	return nil
}

// plain says that a is constant and there is no drift.
func (s spatial) plain() bool {
	return s.diffusion == nil && !slices.ContainsFunc(s.drift, func(b float64) bool { return b != 0 })
}

// trace is C in ‖h‖ ≤ C ‖g‖ for L h = 0 inside, or h_t + L h = 0, and h = g on the walls: see Elliptic.
func (s spatial) trace(q *question, lambda float64) (float64, error) {
	if !s.plain() || slices.Contains(q.periodic, true) {
		return 0, errors.New("certify: values on the walls are met inexactly, which L2 allows for constant coefficients without drift and periods alone: make them hard constraints, or take BoundMax")
	}
	if !(lambda+s.c/s.a > 0) {
		return 0, errors.New("certify: values on the walls are met inexactly, which needs aλ + c > 0 in L2: make them hard constraints, or take BoundMax")
	}
	star, err := q.star(lambda)
	return star * math.Max(1, lambda/(lambda+s.c/s.a)), err
}

// barrier is the largest value of a function v ≥ 0 with L v ≥ 1: see Elliptic.
func (s spatial) barrier(q *question) (float64, error) {
	if s.diffusion != nil || s.c < 0 {
		return 0, errors.New("certify: the maximum principle needs a constant A and C ≥ 0 here: take Bound")
	}
	best, d := math.Inf(1), 0.0
	for k, v := range s.vars {
		j := slices.Index(q.vars, v)
		if q.periodic[j] {
			continue
		}
		width, b := q.set.Hi[j]-q.set.Lo[j], 0.0
		if len(s.drift) > 0 {
			b = math.Abs(s.drift[k])
		}
		best = math.Min(best, across(width, s.a, b))
		d++
	}
	if s.plain() && int(d) == len(s.vars) {
		_, radius := q.ball()
		best = math.Min(best, radius*radius/(2*d*s.a))
	}
	return best, nil
}

// across is the largest value of v(x) on [0, L] with −a v″ ± b v′ ≥ 1, v ≥ 0: the parabola x(L − x)/2a, or (e^αL − e^αx)/(aα² − bα) with the best
// of some α.
func across(width, a, b float64) float64 {
	if b == 0 {
		return width * width / (8 * a)
	}
	best := math.Inf(1)
	for k := 1.0; k < 200; k++ {
		alpha := b/a + k*k/(100*width)
		best = math.Min(best, math.Expm1(alpha*width)/(a*alpha*alpha-b*alpha))
	}
	return best
}
