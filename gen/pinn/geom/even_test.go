package geom_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/gensci/gensci/gen/pinn/geom"
)

// TestEven compares independent points with others made by rejection from the box: those inside of the body, and for the edge those nearer to it
// than a small distance. Counts in cells are compared by χ² of two samples, at a level of 1e-4.
func TestEven(t *testing.T) {
	const n, near = 1500, 0.02
	for _, b := range bodies {
		if b.vars > 3 {
			continue
		}
		s, e := b.bind(t)
		tests := map[string]struct {
			of     geom.Set
			accept func(d float64) bool
		}{
			"inside": {s, func(d float64) bool { return d > 0 }},
			"edge":   {e, func(d float64) bool { return math.Abs(d) < near }},
		}
		for what, c := range tests {
			if what == "edge" && (b.vars != 2 || !b.exact) {
				continue
			}
			got := c.of.Uniform(rand.New(rand.NewPCG(3, 1)), n)
			want := rejected(s, n, b.vars, c.accept)
			if chi, limit := twoSamples(s, got, want); chi > limit {
				t.Errorf("%s, %s: χ² of cells is %.1f, want at most %.1f", b.name, what, chi, limit)
			}
		}
	}
}

// rejected are points of a slightly larger box whose distances are accepted.
func rejected(s geom.Set, n, dim int, accept func(d float64) bool) *mat.Dense {
	rng := rand.New(rand.NewPCG(4, 1))
	out, x := mat.NewDense(n, dim, nil), make([]float64, dim)
	for i := 0; i < n; {
		for j := range x {
			x[j] = s.Lo[j] + (1.04*rng.Float64()-0.02)*(s.Hi[j]-s.Lo[j])
		}
		if accept(s.Distance(x)) {
			out.SetRow(i, x)
			i++
		}
	}
	return out
}

// twoSamples is χ² of two equally large samples in 5^dim cells of the box, and its quantile.
func twoSamples(s geom.Set, a, b *mat.Dense) (chi, limit float64) {
	const cells = 5
	count := func(m *mat.Dense) map[int]float64 {
		c := map[int]float64{}
		n, dim := m.Dims()
		for i := range n {
			k := 0
			for j := range dim {
				k = k*cells + min(max(int(cells*(m.At(i, j)-s.Lo[j])/(s.Hi[j]-s.Lo[j])), 0), cells-1)
			}
			c[k]++
		}
		return c
	}
	x, y := count(a), count(b)
	freedom := -1.0
	for k := range 125 {
		if sum := x[k] + y[k]; sum > 0 {
			chi += (x[k] - y[k]) * (x[k] - y[k]) / sum
			freedom++
		}
	}
	return chi, distuv.ChiSquared{K: max(freedom, 1)}.Quantile(1 - 1e-4)
}

// TestRejectionKeepsEven: the mean of a coordinate over what is kept of a low-discrepancy sequence errs less than over independent points.
func TestRejectionKeepsEven(t *testing.T) {
	const n, want = 2000, 0.5 // by symmetry
	s := bind(t, geom.Difference(unitBox, hole), []string{"x", "y"})
	wrong := map[string]float64{}
	for name, q := range map[string]geom.Sequence{"uniform": geom.Uniform{}, "kronecker": geom.Kronecker{}, "sobol": geom.Sobol{}, "halton": geom.Halton{}} {
		for seed := range uint64(5) {
			p, err := s.Sample(rand.New(rand.NewPCG(seed, 5)), n, q)
			if err != nil {
				t.Fatal(err)
			}
			wrong[name] += math.Abs(mat.Sum(p.X.ColView(0))/n - want)
		}
	}
	for _, q := range []string{"kronecker", "sobol", "halton"} {
		if !(wrong[q] < wrong["uniform"]/3) {
			t.Errorf("%s errs by %.2g in 5 runs, independent points by %.2g", q, wrong[q], wrong["uniform"])
		}
	}
}

// TestUnionCountsOverlapsOnce: the part that two squares share gets its share of points, not twice of it.
func TestUnionCountsOverlapsOnce(t *testing.T) {
	s := bind(t, geom.Union(geom.Rect{{0, 2}, {0, 1}}, geom.Rect{{1, 3}, {0, 1}}), []string{"x", "y"})
	p, both := s.Points(rand.New(rand.NewPCG(1, 1)), 3000), 0
	for i := range 3000 {
		if x := p.At(i, 0); x > 1 && x < 2 {
			both++
		}
	}
	if both < 980 || both > 1020 {
		t.Errorf("%d of 3000 points in the third that both share", both)
	}
}
