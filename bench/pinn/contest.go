package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Sides.
const (
	ours = "gensci"
	ddex = "DeepXDE"
	jax  = "JAX"
)

// sides in the order of the table.
var sides = []string{ours, ddex, jax}

// contest is a row of the table "side by side". worker.py has the same equations.
type contest struct {
	name     string
	problem  exact.Solved
	hidden   []int // of tanh, Glorot's uniform weights, biases 0; inputs scaled to [-1, 1]
	equation int   // number of points of the equation
	data     int   // and of each condition on values
	adam     int   // steps on all points
	rate     float64
	lbfgs    int // iterations
	memory   int
	dtype    dtypes.DType
	every    int      // steps between two looks at the error
	files    []string // of gen/pinn/exact, with the problem
}

const seed = 0 // of weights and points

// contests from top to bottom.
var contests = []contest{
	standard("Burgers", exact.Burgers{}, slices.Repeat([]int{20}, 8), 10_000, 100, "burgers.go"),
	standard("Poisson", exact.Poisson{Mode: 2}, slices.Repeat([]int{40}, 4), 5_000, 400, "poisson.go"),
	standard("Helmholtz", exact.Helmholtz{}, slices.Repeat([]int{40}, 4), 10_000, 400, "helmholtz.go"),
	standard("Heat", exact.Heat{}, slices.Repeat([]int{20}, 4), 5_000, 200, "heat.go"),
	standard("Kovasznay", exact.Kovasznay{}, slices.Repeat([]int{40}, 4), 4_000, 400, "kovasznay.go", "navier_stokes.go"),
}

func standard(name string, p exact.Solved, hidden []int, equation, data int, files ...string) contest {
	return contest{name, p, hidden, equation, data, 2000, 1e-3, 2000, 50, dtypes.Float64, 100, append(files, "given.go", "problem.go")}
}

func (c contest) String() string { return "side by side, " + c.name }

// what describes the settings, for the page.
func (c contest) what() string {
	return fmt.Sprintf("%s, tanh; %d points for the equation, %d for each condition on values; %d steps of Adam at %g, then at most %d iterations of L-BFGS with %d pairs; %s",
		layers(c.hidden), c.equation, c.data, c.adam, c.rate, c.lbfgs, c.memory, strings.ToLower(c.dtype.String()))
}

// layers is "8 × 20", or all sizes.
func layers(hidden []int) string {
	if len(slices.Compact(slices.Clone(hidden))) == 1 {
		return fmt.Sprintf("%d × %d", len(hidden), hidden[0])
	}
	return strings.Trim(fmt.Sprint(hidden), "[]")
}

// reduced is the row with few points and steps.
func (c contest) reduced() contest {
	c.equation, c.data, c.adam, c.lbfgs, c.every = c.equation/20, c.data/10, 30, 20, 10
	return c
}

func (c contest) net() pinn.Net { return pinn.Net{Hidden: c.hidden, Activation: act.Tanh} }

func (c contest) solver() pinn.Solver {
	return pinn.Solver{Net: c.net(), Seed: seed, DType: c.dtype}
}

// posed is a contest with its points drawn.
type posed struct {
	contest
	p      pinn.Problem // with the numbers of points of the contest
	vars   []string
	fields []string
	lo, hi []float64
	sets   []*mat.Dense // [n, vars], each once
	of     []int        // the set of each condition
	data   []bool       // whether the condition is one on values
	test   *mat.Dense   // where errors are measured, [n, vars]
	truth  [][]float64  // the solution there
}

// pose draws the points. Conditions on one domain share them, as equations of a system do on all sides.
func (c contest) pose() (*posed, error) {
	q := &posed{contest: c, p: c.problem.Problem()}
	q.vars, q.fields = strings.Fields(q.p.Vars), strings.Fields(q.p.Fields)
	var keys []string
	for i := range q.p.Conditions {
		k := &q.p.Conditions[i]
		s, err := k.On.Bind(q.vars)
		if err != nil {
			return nil, err
		}
		data := s.Dim() < len(q.vars)
		k.N = c.equation
		if data {
			k.N = c.data
		}
		q.data = append(q.data, data)
		key := fmt.Sprintf("%T %+v", k.On, k.On)
		at := slices.Index(keys, key)
		if at < 0 {
			at = len(keys)
			keys = append(keys, key)
			q.sets = append(q.sets, s.Points(rand.New(rand.NewPCG(seed, uint64(at))), k.N))
		}
		q.of = append(q.of, at)
		q.widen(s)
	}
	q.test = grid(q.lo, q.hi, 100, 256)
	for i := range q.test.RawMatrix().Rows {
		q.truth = append(q.truth, c.problem.At(q.test.RawRowView(i)))
	}
	return q, nil
}

// widen makes the box hold a set.
func (q *posed) widen(s geom.Set) {
	if q.lo == nil {
		q.lo, q.hi = slices.Clone(s.Lo), slices.Clone(s.Hi)
	}
	for j := range s.Lo {
		q.lo[j], q.hi[j] = min(q.lo[j], s.Lo[j]), max(q.hi[j], s.Hi[j])
	}
}

// field is the number of the field that a condition on values is about: the last word of its name, where there are several fields.
func (q *posed) field(condition int) int {
	words := strings.Fields(q.p.Conditions[condition].Name)
	return max(slices.Index(q.fields, words[len(words)-1]), 0)
}

// weight of a condition in the loss.
func (q *posed) weight(condition int) float64 {
	if w := q.p.Conditions[condition].Weight; w != 0 {
		return w
	}
	return 1
}

// grid has so many points along both variables, ends included, the second one fastest.
func grid(lo, hi []float64, n, m int) *mat.Dense {
	x := mat.NewDense(n*m, 2, nil)
	for i := range n * m {
		x.Set(i, 0, lo[0]+(hi[0]-lo[0])*float64(i/m)/float64(n-1))
		x.Set(i, 1, lo[1]+(hi[1]-lo[1])*float64(i%m)/float64(m-1))
	}
	return x
}
