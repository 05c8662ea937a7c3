package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"time"

	"github.com/gomlx/compute/dtypes"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
)

// measured is a problem whose solution was measured with noise, and whose unknowns are known to us.
type measured interface {
	problem(noise float64, repeat uint64) pinn.Problem  // with other noise, of that standard deviation, for each repeat
	truth() []pinn.Unknown                              // Start is the truth
	values(unknowns []float64, repeat uint64) []float64 // all that is measured, without noise
	fewer() measured                                    // with few points
	what() string                                       // of the points, for the page
	files() []string                                    // of gen/pinn/exact
}

// inverse is a row of the table "inverse": the same unknowns again and again, from other noise each time.
type inverse struct {
	name    string
	of      measured
	noise   float64 // relative to the root mean square deviation of what is measured; 0 for clean data
	repeats int
	net     pinn.Net
	adam    int // steps in float32, on all points
	lbfgs   int // iterations in float64
}

func (v inverse) String() string { return "inverse, " + v.name }

// inverses is the table from top to bottom.
var inverses = []inverse{
	{
		name: "Burgers, clean", of: burgers{points: 2000, equation: 4000, weight: 1},
		repeats: 20, net: plain(20, 5), adam: 2000, lbfgs: 5000,
	},
	{
		name: "Burgers, 1 % noise", of: burgers{points: 2000, equation: 4000, weight: 1}, noise: 0.01,
		repeats: 20, net: plain(20, 5), adam: 2000, lbfgs: 5000,
	},
	{
		name: "ODE", of: predators{times: 40, end: 4, equation: 60, weight: 10}, noise: 0.05,
		repeats: 200, net: plain(16, 2), lbfgs: 2000,
	},
}

// reduced is the row with few iterations.
func (v inverse) reduced() inverse {
	v.of = v.of.fewer()
	v.net, v.adam, v.lbfgs = plain(8, 2), min(v.adam, 20), 20
	return v
}

// hash is that of the row's code and settings.
func (v inverse) hash() (string, error) {
	var more []string
	for _, name := range []string{"inverse.go", "inverse_burgers.go", "inverse_ode.go"} {
		more = append(more, filepath.Join("bench", "pinn", name))
	}
	return hashOf(fmt.Sprintf("%s %+v %g", v.what(), v.of, v.noise), v.of.files(), more...)
}

// level is that of the intervals.
const level = 0.9

// estimated is a repeat of a row.
type estimated struct {
	Row                   string
	Repeat                uint64
	Hash                  string
	Bound                 []float64 // Cramér and Rao's, for the points of this repeat
	Value, StdErr, Lo, Hi []float64 // of the unknowns; of clean data there is the value alone
	Loss                  float64
	Seconds               float64 // of training and intervals, compiling included
	Iterations            int     // of L-BFGS
	Evaluations           int
	End                   string
	Failed                string // why there are no numbers
}

// sigma is the noise's standard deviation.
func (v inverse) sigma(repeat uint64) float64 {
	x := v.of.values(v.starts(), repeat)
	var sum, square float64
	for _, u := range x {
		sum, square = sum+u, square+u*u
	}
	n := float64(len(x))
	return v.noise * math.Sqrt(square/n-sum*sum/(n*n))
}

// starts are the true unknowns.
func (v inverse) starts() (x []float64) {
	for _, u := range v.of.truth() {
		x = append(x, u.Start)
	}
	return x
}

// bound is what Cramér and Rao's inequality leaves for the standard deviations, from the sensitivities of what is measured by central differences: the
// roots of the diagonal of σ² (JᵀJ)⁻¹, where nothing but the unknowns is unknown.
func (v inverse) bound(sigma float64, repeat uint64) ([]float64, error) {
	truth := v.starts()
	n := len(v.of.values(truth, repeat))
	j := mat.NewDense(n, len(truth), nil)
	for k := range truth {
		h := 1e-4 * truth[k] // its square is the error relative to third derivatives
		x := append([]float64{}, truth...)
		x[k] = truth[k] + h
		up := v.of.values(x, repeat)
		x[k] = truth[k] - h
		for i, down := range v.of.values(x, repeat) {
			j.Set(i, k, (up[i]-down)/(2*h))
		}
	}
	var gram, inverse mat.Dense
	gram.Mul(j.T(), j)
	if err := inverse.Inverse(&gram); err != nil {
		return nil, fmt.Errorf("the data do not decide the unknowns: %w", err)
	}
	out := make([]float64, len(truth))
	for k := range out {
		out[k] = sigma * math.Sqrt(inverse.At(k, k))
	}
	return out, nil
}

// solve makes one repeat.
func (v inverse) solve(ctx context.Context, repeat uint64) (r estimated, err error) {
	sigma := v.sigma(repeat)
	p := v.of.problem(sigma, repeat)
	r = estimated{Row: v.String(), Repeat: repeat}
	if r.Bound, err = v.bound(sigma, repeat); err != nil {
		return r, err
	}
	start := time.Now()
	s, err := v.train(ctx, p, repeat)
	if err = whole(ctx, err); err != nil {
		return r, err
	}
	note := s.History.Notes[len(s.History.Notes)-1]
	if r.Iterations, r.Evaluations, err = counted(note); err != nil {
		return r, err
	}
	r.End, r.Loss = reason(note), s.History.Last(1)
	if v.noise == 0 {
		for _, u := range p.Unknowns {
			var x float64
			if x, err = s.Unknown(u.Name); err != nil {
				return r, err
			}
			r.Value = append(r.Value, x)
		}
	} else if err = r.intervals(p, s, sigma); err != nil {
		return r, err
	}
	r.Seconds = time.Since(start).Seconds()
	return r, nil
}

// train runs Adam in float32, if there are steps of it, then L-BFGS in float64.
func (v inverse) train(ctx context.Context, p pinn.Problem, seed uint64) (*pinn.Solution, error) {
	d, q := pinn.Adam(v.adam), pinn.LBFGS(v.lbfgs)
	d.Batch, d.Options.Context, q.Options.Context = 0, ctx, ctx
	if v.adam == 0 {
		return pinn.Solver{Net: v.net, Seed: seed, DType: dtypes.Float64}.Solve(p, q)
	}
	s, err := pinn.Solver{Net: v.net, Seed: seed}.Solve(p, d)
	if err != nil || ctx.Err() != nil {
		return s, err
	}
	return pinn.Solver{Seed: seed, DType: dtypes.Float64, From: s}.Solve(p, q)
}

// intervals notes Laplace's.
func (r *estimated) intervals(p pinn.Problem, s *pinn.Solution, sigma float64) error {
	all, err := pinn.Laplace{Noise: sigma, Level: level}.Intervals(p, s)
	for _, i := range all {
		r.Value, r.StdErr = append(r.Value, i.Value), append(r.StdErr, i.StdErr)
		r.Lo, r.Hi = append(r.Lo, i.Lo), append(r.Hi, i.Hi)
	}
	return err
}

// what describes the settings, for the page and the hash.
func (v inverse) what() string {
	words := []string{layers(v.net.Hidden) + " " + strings.ToLower(v.net.Activation.String())}
	if v.adam > 0 {
		words = append(words, fmt.Sprintf("Adam %d in float32", v.adam))
	}
	words = append(words, v.of.what())
	return strings.Join(append(words, fmt.Sprintf("L-BFGS %d in float64", v.lbfgs)), ", ")
}
