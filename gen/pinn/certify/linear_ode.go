package certify

import (
	"fmt"
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
)

// LinearODE is u⁽ⁿ⁾ + c_{n−1} u⁽ⁿ⁻¹⁾ + … + c₀ u = f with u, u′, …, u⁽ⁿ⁻¹⁾ given at the start. With A the companion matrix and the solutions G_k(t) = [e^At]_{1k} of the equation without f, e = û − u is
//
//	e(t) = Σ_k G_k(t) e⁽ᵏ⁻¹⁾(0) + ∫₀ᵗ G_n(t−s) r(s) ds,   so   ‖e‖ ≤ Σ_k ‖G_k‖ |e⁽ᵏ⁻¹⁾(0)| + ∫|G_n| ‖r‖
//
// by Young's inequality for the convolution, in L2 and, with max|G_k|, in the largest value (variation of constants: Hairer, Nørsett, Wanner 1993, section I.11). For an
// oscillator this is sharper by far than the logarithmic norm.
type LinearODE struct {
	C []float64 // c₀, c₁, …, c_{n−1}
}

var _ Class = LinearODE{}

func (l LinearODE) check(vars, fields []string) (layout, error) {
	at := layout{given: len(l.C)}
	switch {
	case len(vars) != 1 || len(fields) != 1:
		return at, fmt.Errorf("certify: want one variable, time, and one field, got %v and %v", vars, fields)
	case len(l.C) == 0:
		return at, fmt.Errorf("certify: want C, the coefficients of %s, its first derivative, …", fields[0])
	}
	for _, c := range l.C {
		if math.IsNaN(c) || math.IsInf(c, 0) {
			return at, fmt.Errorf("certify: want C finite, got %g", l.C)
		}
	}
	return at, nil
}

func (l LinearODE) operator(d pinn.D) []*Node {
	t := d.Vars()[0]
	y := d.U(slices.Repeat([]string{t}, len(l.C))...)
	for k, c := range l.C {
		y = Add(y, MulScalar(d.U(slices.Repeat([]string{t}, k)...), c))
	}
	return []*Node{y}
}

func (l LinearODE) data(d pinn.D) (all []*Node) {
	for k := range l.C {
		all = append(all, d.U(slices.Repeat([]string{d.Vars()[0]}, k)...))
	}
	return all
}

func (l LinearODE) bound(q *question, norm Norm) ([]Part, string, error) {
	one, other := l.kernels(q.set.Hi[0]-q.set.Lo[0], norm)
	n := len(l.C)
	pieces := []piece{{"equation", q.equations, one[n-1]}}
	for k := range n {
		if _, err := q.known("start", q.edge.start, q.starts, k, nil); err != nil {
			return nil, "", err
		}
		all := slices.DeleteFunc(slices.Clone(q.starts), func(s stated) bool { return s.form != k })
		pieces = append(pieces, piece{"start" + [...]string{"", "′", "″", "‴"}[min(k, 3)], all, other[k]})
	}
	return q.parts("variation of constants, ‖e‖ ≤ ∫|G_n| ‖r‖ + Σ ‖G_k‖ |e⁽ᵏ⁻¹⁾(0)|", norm, pieces...)
}

// kernelSteps is how finely the norms of kernels are found: their trapezoidal sums are off by the square of the step, which is added, as the
// difference of two, twice.
const kernelSteps = 4000

// kernels are ∫|G_k| and (∫G_k²)^½, or max|G_k|, over [0, T], for each k.
func (l LinearODE) kernels(long float64, norm Norm) (one, other []float64) {
	fine, coarse := l.sums(long, kernelSteps, norm), l.sums(long, kernelSteps/2, norm)
	for k := range fine[0] {
		one = append(one, fine[0][k]+2*math.Abs(fine[0][k]-coarse[0][k]))
		other = append(other, fine[1][k]+2*math.Abs(fine[1][k]-coarse[1][k]))
	}
	return one, other
}

func (l LinearODE) sums(long float64, steps int, norm Norm) [2][]float64 {
	n, h := len(l.C), long/float64(steps)
	a := mat.NewDense(n, n, nil)
	for k, c := range l.C {
		if k+1 < n {
			a.Set(k, k+1, h)
		}
		a.Set(n-1, k, -h*c)
	}
	var step, g mat.Dense
	step.Exp(a)
	g.CloneFrom(mat.NewDense(1, n, nil))
	g.Set(0, 0, 1) // the first row of e^At
	out := [2][]float64{make([]float64, n), make([]float64, n)}
	for i := range steps + 1 {
		w := h
		if i == 0 || i == steps {
			w /= 2
		}
		for k, v := range g.RawRowView(0) {
			out[0][k] += w * math.Abs(v)
			if norm == Sup {
				out[1][k] = math.Max(out[1][k], math.Abs(v))
			} else {
				out[1][k] += w * v * v
			}
		}
		var next mat.Dense
		next.Mul(&g, &step)
		g.Copy(&next)
	}
	if norm != Sup {
		for k, v := range out[1] {
			out[1][k] = math.Sqrt(v)
		}
	}
	return out
}
