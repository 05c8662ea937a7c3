package certify

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
)

// System is u′ = F(t, u) + f for the vector u of all fields, given at the start, with the one-sided Lipschitz constant ℓ: (F(u) − F(v))·(u − v) ≤ ℓ |u − v|². With e = û − u
//
//	½ d/dt |e|² = e·(F(û) − F(u)) + e·r ≤ ℓ |e|² + |r| |e|,   so   |e(t)| ≤ e^ℓt |e(0)| + ∫₀ᵗ e^ℓ(t−s) |r(s)| ds
//
// (Dahlquist 1958; Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, 1993, theorem I.10.6), and in L2 by Young's inequality ‖e‖ ≤ κ₂ |e(0)| + κ₁ ‖r‖ with
// κ as for Parabolic, μ = −ℓ. ℓ has to hold between û and u alone, so a set that both stay in is enough; nobody checks it.
type System struct {
	Rate      func(d pinn.D) []*Node // F, [n, 1] for each field
	Lipschitz float64                // ℓ
}

// LinearSystem is u′ = A u + f for the vector u of all fields: System with the logarithmic norm μ(A) = the largest eigenvalue of (A + Aᵀ)/2.
type LinearSystem struct {
	A *mat.Dense // [fields, fields]
}

var (
	_ Class = System{}
	_ Class = LinearSystem{}
)

func (s System) check(vars, fields []string) (layout, error) {
	at := layout{given: len(fields)}
	switch {
	case len(vars) != 1:
		return at, fmt.Errorf("certify: want one variable, time, got %v", vars)
	case s.Rate == nil:
		return at, fmt.Errorf("certify: want Rate, the right sides of the equations for the fields %v", fields)
	case math.IsNaN(s.Lipschitz) || math.IsInf(s.Lipschitz, 0):
		return at, fmt.Errorf("certify: want Lipschitz finite, got %g", s.Lipschitz)
	}
	return at, nil
}

func (s System) operator(d pinn.D) (all []*Node) {
	rate := s.Rate(d)
	for i, f := range d.Fields() {
		all = append(all, Sub(d.Field(f, d.Vars()[0]), Reshape(rate[i], -1, 1)))
	}
	return all
}

func (s System) data(d pinn.D) (all []*Node) {
	for _, f := range d.Fields() {
		all = append(all, d.Field(f))
	}
	return all
}

func (s System) bound(q *question, norm Norm) ([]Part, string, error) {
	q.notes = append(q.notes, fmt.Sprintf("Lipschitz = %g was taken as given", s.Lipschitz))
	return grown(q, norm, s.Lipschitz)
}

// grown is the bound for a one-sided Lipschitz constant.
func grown(q *question, norm Norm, ell float64) ([]Part, string, error) {
	exact := true
	for f := range q.fields {
		on, err := q.known("start", q.edge.start, q.starts, f, nil)
		if err != nil {
			return nil, "", err
		}
		exact = exact && on
	}
	long := q.set.Hi[0] - q.set.Lo[0]
	inside, start := kernel(-ell, long)
	if norm == Sup {
		start = math.Max(1, math.Exp(ell*long))
	}
	return q.parts(fmt.Sprintf("the logarithmic norm and Gronwall, ‖e‖ ≤ κ₁‖r‖ + κ₂|e(0)|, μ = %.4g", ell), norm,
		piece{"equation", q.equations, inside}, piece{"start", q.starts, keep(start, !exact)})
}

func (l LinearSystem) check(vars, fields []string) (layout, error) {
	if l.A == nil {
		return layout{}, fmt.Errorf("certify: want A, [%d, %d]", len(fields), len(fields))
	}
	if r, c := l.A.Dims(); r != len(fields) || c != len(fields) {
		return layout{}, fmt.Errorf("certify: want A [%d, %d] for the fields %v, got [%d, %d]", len(fields), len(fields), fields, r, c)
	}
	return System{Rate: l.rate}.check(vars, fields)
}

func (l LinearSystem) rate(d pinn.D) (all []*Node) {
	fields := d.Fields()
	for i := range fields {
		y := ZerosLike(d.U())
		for j, f := range fields {
			y = Add(y, MulScalar(d.Field(f), l.A.At(i, j)))
		}
		all = append(all, y)
	}
	return all
}

func (l LinearSystem) operator(d pinn.D) []*Node { return System{Rate: l.rate}.operator(d) }
func (l LinearSystem) data(d pinn.D) []*Node     { return System{}.data(d) }

func (l LinearSystem) bound(q *question, norm Norm) ([]Part, string, error) {
	mu, err := logNorm(l.A)
	if err != nil {
		return nil, "", err
	}
	return grown(q, norm, mu)
}

// logNorm is the largest eigenvalue of (A + Aᵀ)/2.
func logNorm(a *mat.Dense) (float64, error) {
	n, _ := a.Dims()
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			s.SetSym(i, j, (a.At(i, j)+a.At(j, i))/2)
		}
	}
	var eig mat.EigenSym
	if !eig.Factorize(s, false) {
		return 0, fmt.Errorf("certify: the eigenvalues of (A + Aᵀ)/2 were not found, for A = %v", mat.Formatted(a))
	}
	return eig.Values(nil)[n-1], nil
}
