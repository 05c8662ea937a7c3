package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/gomlx/compute/dtypes"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn"
)

// accuracy is a row of the table "accuracy".
type accuracy struct {
	problem
	net    pinn.Net
	points int // of the equations at most; 0 leaves the problem's numbers
	single bool
	adam   int // steps of pinn.Adam; 0 for none
	batch  int // points of each condition in a step of Adam; 0 means 500
	lbfgs  int // iterations; 0 for none
	double int // further iterations in Float64, where a single row can't go on
	seeds  int // 0 means 1
}

func (a accuracy) String() string { return "accuracy, " + a.name }

func (a accuracy) dtype() dtypes.DType {
	if a.single {
		return dtypes.Float32
	}
	return dtypes.Float64
}

// what describes the settings, for the page and the hash.
func (a accuracy) what() string {
	words := []string{layers(a.net.Hidden) + " " + strings.ToLower(a.net.Activation.String())}
	if a.net.Kind != pinn.Plain {
		words[0] += " " + a.net.Kind.String()
	}
	if a.net.Fourier > 0 {
		words = append(words, fmt.Sprintf("Fourier %g", a.net.Fourier))
	}
	if a.net.Factorized {
		words = append(words, "factorized")
	}
	for _, v := range slices.Sorted(keysOf(a.periods)) {
		words = append(words, fmt.Sprintf("period %.4g in %s", a.periods[v], v))
	}
	if a.adam > 0 {
		words = append(words, fmt.Sprintf("Adam %d of %d points", a.adam, a.stage().Batch))
	}
	if a.lbfgs > 0 {
		words = append(words, fmt.Sprintf("L-BFGS %d", a.lbfgs))
	}
	words = append(words, strings.ToLower(a.dtype().String()))
	if a.double > 0 {
		words = append(words, fmt.Sprintf("then L-BFGS %d, float64", a.double))
	}
	return strings.Join(words, ", ")
}

// posed is the problem with the row's points.
func (a accuracy) posed() pinn.Problem {
	p := a.exact().Problem()
	p.Conditions = slices.Clone(p.Conditions)
	for i := range p.Conditions {
		if k := &p.Conditions[i]; a.points > 0 {
			k.N = min(k.N, a.points)
		}
	}
	if a.change != nil {
		a.change(&p)
	}
	p.Periods = a.periods
	return p
}

// counts is how many points the conditions have: "5000 + 200".
func counts(p pinn.Problem) string {
	var words []string
	for _, k := range p.Conditions {
		words = append(words, fmt.Sprint(k.N))
	}
	return strings.Join(words, " + ")
}

func (a accuracy) stage() pinn.Descent {
	d := pinn.Adam(a.adam)
	if a.batch > 0 {
		d.Batch = a.batch
	}
	return d
}

func (a accuracy) stages(ctx context.Context) (all []pinn.Stage) {
	if a.adam > 0 {
		d := a.stage()
		d.Options.Context = ctx
		all = append(all, d)
	}
	if a.lbfgs > 0 {
		all = append(all, quasiNewton(ctx, a.lbfgs))
	}
	return all
}

func quasiNewton(ctx context.Context, iterations int) pinn.Stage {
	q := pinn.LBFGS(iterations)
	q.Options.Context = ctx
	return q
}

// reduced is the row with few points and steps.
func (a accuracy) reduced() accuracy {
	a.points, a.adam, a.lbfgs, a.double = 300, min(a.adam, 100), min(a.lbfgs, 30), min(a.double, 10)
	return a
}

// solved is a seed of a row.
type solved struct {
	Row         string
	Seed        uint64
	Hash        string
	Points      string
	Error       float64 // relative L2 over all fields
	Loss        float64
	Seconds     float64 // of the training, compiling included
	Steps       int     // of Adam
	Iterations  int     // of L-BFGS
	Evaluations int     // of loss and gradient: steps, and those of L-BFGS
	End         string  // why L-BFGS ended
	Failed      string  // why there are no numbers
}

// solve trains one seed.
func (a accuracy) solve(ctx context.Context, seed uint64) (solved, error) {
	p := a.posed()
	r := solved{Row: a.String(), Seed: seed, Points: counts(p)}
	start := time.Now()
	s, err := pinn.Solver{Net: a.net, Seed: seed, DType: a.dtype()}.Solve(p, a.stages(ctx)...)
	if err = whole(ctx, err); err != nil {
		return r, err
	}
	r.Seconds = time.Since(start).Seconds()
	r.Steps, r.Evaluations, r.Loss = a.adam, a.adam, s.History.Last(1)
	if err = r.note(s.History, a.lbfgs > 0); err != nil {
		return r, err
	}
	if a.double > 0 {
		if s, err = r.further(ctx, a, p, s); err != nil {
			return r, err
		}
	}
	x, err := inside(p, s)
	if err != nil {
		return r, err
	}
	r.Error, err = s.RelativeL2(p.Exact.At, x)
	return r, err
}

// further goes on in Float64.
func (r *solved) further(ctx context.Context, a accuracy, p pinn.Problem, s *pinn.Solution) (*pinn.Solution, error) {
	start, before := time.Now(), r.Iterations
	s, err := pinn.Solver{Seed: r.Seed, DType: dtypes.Float64, From: s}.Solve(p, quasiNewton(ctx, a.double))
	if err = whole(ctx, err); err != nil {
		return nil, err
	}
	r.Seconds += time.Since(start).Seconds()
	r.Loss = s.History.Last(1)
	err = r.note(s.History, true)
	r.Iterations += before
	return s, err
}

// note takes over what the history says of L-BFGS.
func (r *solved) note(h fit.History, lbfgs bool) error {
	if !lbfgs {
		return nil
	}
	if len(h.Notes) == 0 {
		return errors.New("L-BFGS has left no note")
	}
	last := h.Notes[len(h.Notes)-1]
	iterations, evaluations, err := counted(last)
	r.Iterations, r.Evaluations = iterations, r.Evaluations+evaluations
	r.End = reason(last)
	return err
}

// inside are the points of Solution.Error's grid that lie in the domain of the equation.
func inside(p pinn.Problem, s *pinn.Solution) (*mat.Dense, error) {
	n := []int{100, 256}
	if k := len(s.Vars()); k != 2 {
		n = slices.Repeat([]int{max(int(math.Pow(25600, 1/float64(k))), 2)}, k)
	}
	x, err := s.Grid(n...)
	if err != nil {
		return nil, err
	}
	set, err := p.Conditions[0].On.Bind(s.Vars())
	if err != nil || set.Distance == nil {
		return x, err
	}
	rows, cols := x.Dims()
	var kept []float64
	for i := range rows {
		if row := x.RawRowView(i); set.Distance(row) > -1e-9 { // points of the edge are kept, whatever rounding says
			kept = append(kept, row...)
		}
	}
	return mat.NewDense(len(kept)/cols, cols, kept), nil
}
