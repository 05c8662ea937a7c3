package certify

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// lookedAt is how many points of each condition the residuals are compared at, before and after a correction.
const lookedAt = 2048

// most is the largest part of the residuals' norm that an error network may leave.
const most = 0.95

// ErrorNetwork estimates the error of s in L2 by a second network e, trained by these stages on the equation of the error, N(û + e) = 0 in all
// conditions of p with û standing still (pinn.Solution.Correct). The part of the error that e does not find makes the bar wider: with ρ the norm of the
// residuals of û + e over that of û,
//
//	bar = ‖e‖/√(1 − ρ²),
//
// as if errors went with residuals, which for a best e in least squares are orthogonal to what e takes away. Residuals of high frequency stand for small errors, so
// a ρ of .8 still tells; ρ ≥ .95 is an error: train longer. Any problem will do. (Error equations: Hillebrecht and Unger 2022; Wang and Lai, J. Comput. Phys. 504, 2024.)
func ErrorNetwork(p pinn.Problem, s *pinn.Solution, stages ...pinn.Stage) (*Certificate, error) {
	q, err := domainOf(p, s)
	if err != nil {
		return nil, err
	}
	better, err := s.Correct(p, stages...)
	if err != nil {
		return nil, fmt.Errorf("certify: train the error: %w", err)
	}
	left, err := q.left(s, better)
	if err != nil {
		return nil, err
	}
	if !(left < most) {
		return nil, fmt.Errorf("certify: the network of the error leaves %.2g of the residuals, want less than %g: train it longer", left, most)
	}
	c, err := q.estimate(s, better, "a network trained on the equation of the error")
	if err != nil {
		return nil, err
	}
	c.Notes = append(c.Notes, fmt.Sprintf("‖e‖ = %.3g; the residuals' norm with it is %.2g of that without", c.Bar, left))
	c.Bar /= math.Sqrt(1 - left*left)
	return c, nil
}

// margin is what the error of a twin is multiplied by: two seeds of one training easily differ by that.
const margin = 2

// Twin estimates the error of s in L2 by the true error of a twin: a network with the settings of s and another seed, trained by these stages, which should be those of s, on a problem
// like p that has s for its exact solution (pinn.Solution.Twin). A smooth û is easier to find than u, so the twin's residuals are smaller than those of s, and its
// error is scaled with them:
//
//	bar = 2 · ‖twin − û‖ · max(1, 1/ρ),   ρ = the norm of the twin's residuals over that of those of û.
//
// So the twin tells how much error goes with a residual, in this problem after such a training. Any problem will do. (Manufactured solutions: Roache, J. Fluids Eng. 124, 2002; the
// idea is that of the parametric bootstrap.)
func Twin(p pinn.Problem, s *pinn.Solution, stages ...pinn.Stage) (*Certificate, error) {
	q, err := domainOf(p, s)
	if err != nil {
		return nil, err
	}
	other, err := s.Twin(p, stages...)
	if err != nil {
		return nil, fmt.Errorf("certify: train the twin: %w", err)
	}
	left, err := q.left(s, other)
	if err != nil {
		return nil, err
	}
	if !(left > 0) {
		return nil, errors.New("certify: the twin's residuals vanish at all points: they tell nothing of its error")
	}
	c, err := q.estimate(s, other, "a twin problem with a known solution")
	if err != nil {
		return nil, err
	}
	c.Notes = append(c.Notes, fmt.Sprintf("the twin's error is %.3g; the norm of its residuals is %.2g of that of the solution's", c.Bar, left))
	c.Bar *= margin * math.Max(1, 1/left)
	return c, nil
}

// domainOf is the domain of the first condition that holds inside.
func domainOf(p pinn.Problem, s *pinn.Solution) (*question, error) {
	if s == nil {
		return nil, errors.New("certify: want a problem and its solution, got nil")
	}
	q := &question{p: p, s: s, vars: s.Vars(), fields: s.Fields()}
	if !slices.Equal(strings.Fields(p.Vars), q.vars) || !slices.Equal(strings.Fields(p.Fields), q.fields) {
		return nil, fmt.Errorf("certify: the solution is of another problem: it has the variables %v and the fields %v", q.vars, q.fields)
	}
	for _, k := range p.Conditions {
		set, err := k.On.Bind(q.vars)
		if err != nil {
			return nil, fmt.Errorf("certify: condition %q: %w", k.Name, err)
		}
		if set.Count() == 0 && set.Dim() == len(q.vars) {
			q.domain, q.set = k.On, set
			return q, nil
		}
	}
	return nil, errors.New("certify: no condition holds inside of a domain: there is nothing to integrate over")
}

// estimate is the distance of two solutions.
func (q *question) estimate(s, other *pinn.Solution, rule string) (*Certificate, error) {
	m, err := q.measure(s)
	if err != nil {
		return nil, err
	}
	u, err := other.At(m.x)
	if err != nil {
		return nil, fmt.Errorf("certify: %w", err)
	}
	u.Sub(u, m.u)
	sum := 0.0
	for i, w := range m.w {
		for _, v := range u.RawRowView(i) {
			sum += w * v * v
		}
	}
	return &Certificate{Kind: Estimate, Norm: L2, Bar: math.Sqrt(sum), Rule: rule, of: m, fields: q.fields}, nil
}

// left is the root of the loss of a better solution relative to that of s, at new points.
func (q *question) left(s, better *pinn.Solution) (float64, error) {
	few := q.p
	few.Conditions = slices.Clone(few.Conditions)
	for i := range few.Conditions {
		k := &few.Conditions[i]
		if _, given := k.On.(geom.Cloud); !given {
			k.N = min(max(k.N, 1), lookedAt)
		}
	}
	tables, err := few.Points(7)
	if err != nil {
		return 0, err
	}
	var sums [2]float64
	for i, k := range q.p.Conditions {
		for j, of := range []*pinn.Solution{s, better} {
			mean, err := meanSquare(of, q.p, k, tables[i])
			if err != nil {
				return 0, err
			}
			w := k.Weight
			if w == 0 {
				w = 1
			}
			sums[j] += w * mean
		}
	}
	return math.Sqrt(sums[1] / sums[0]), nil
}

func meanSquare(s *pinn.Solution, p pinn.Problem, k pinn.Condition, x *mat.Dense) (float64, error) {
	k.Name = asked
	p.Conditions = append(slices.Clone(p.Conditions), k)
	y, err := s.Residual(p, asked, x)
	if err != nil {
		return 0, fmt.Errorf("certify: %w", err)
	}
	sum := 0.0
	for _, v := range y {
		sum += v * v / float64(len(y))
	}
	return sum, nil
}
