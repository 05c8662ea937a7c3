package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/gomlx/compute/dtypes"

	"github.com/gensci/gensci/bench/venv"
)

// timing is what one contender did in a row.
type timing struct {
	Contender   contender
	Error       float64   // largest of |x(t1) - solution|; of samples the root mean square
	Evaluations int       // of the field in one solve, those for finite differences among them
	MS          []float64 // of one solve, a round each
	Failed      string    // why there are no numbers
}

// measurer asks the sides.
type measurer struct {
	sides  map[string]side
	start  func(ctx context.Context, name string) (side, error)
	rounds int
	budget time.Duration
}

// of is a side, started when it is first wanted.
func (m *measurer) of(ctx context.Context, name string) (side, error) {
	if m.sides[name] == nil {
		s, err := m.start(ctx, name)
		if err != nil {
			return nil, err
		}
		m.sides[name] = s
	}
	return m.sides[name], nil
}

// row checks that all sides have the same field, compiles, and measures in rounds.
func (m *measurer) row(ctx context.Context, r row, all []contender) ([]timing, error) {
	want, err := m.solution(ctx, r)
	if err != nil {
		return nil, err
	}
	times := make([]timing, len(all))
	reps := make([]int, len(all))
	for i, c := range all {
		times[i] = timing{Contender: c}
		if err = m.sameField(ctx, r, c.Side); err != nil {
			return nil, err
		}
		a, err := m.ask(ctx, r, c, 1)
		if err == nil {
			a, err = m.ask(ctx, r, c, 1)
		}
		if err != nil {
			if times[i].Failed = err.Error(); errors.Is(err, errEnded) || errors.Is(err, venv.ErrMissing) || ctx.Err() != nil {
				return nil, err
			}
			continue
		}
		times[i].Error, times[i].Evaluations = distance(a.X, want, r.problem.name == sampling), a.Evaluations
		reps[i] = repetitions(m.budget, a.MS)
	}
	for round := range m.rounds {
		for k := range all {
			i := (round + k) % len(all)
			if times[i].Failed != "" {
				continue
			}
			a, err := m.ask(ctx, r, all[i], reps[i])
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", r, all[i], err)
			}
			times[i].MS = append(times[i].MS, a.MS)
			reps[i] = repetitions(m.budget, a.MS)
		}
	}
	return times, nil
}

func (m *measurer) ask(ctx context.Context, r row, c contender, reps int) (answer, error) {
	if err := ctx.Err(); err != nil {
		return answer{}, err
	}
	s, err := m.of(ctx, c.Side)
	if err != nil {
		return answer{}, err
	}
	return s.ask(ask{Problem: r.problem.name, Method: c.Method, Tol: r.tol, Steps: c.Steps, Reps: reps})
}

// repetitions fill the budget.
func repetitions(budget time.Duration, ms float64) int {
	return int(math.Max(1, math.Min(1e5, float64(budget.Microseconds())/1000/math.Max(ms, 1e-4))))
}

// solution is x(t1): the problem's own, or, of samples, Dopri8's in float64.
func (m *measurer) solution(ctx context.Context, r row) ([]float64, error) {
	if r.problem.name != sampling {
		return r.problem.want, nil
	}
	s, err := m.of(ctx, inGraph)
	if err != nil {
		return nil, err
	}
	run, err := s.(inEngine).compile(ask{Problem: sampling, Method: "Dopri8", Tol: 1e-10}, dtypes.Float64)
	if err != nil {
		return nil, err
	}
	x, _, err := run()
	return x, err
}

// sameField compares a side's f(0, x0) with that in our graph. That is float32 for samples.
func (m *measurer) sameField(ctx context.Context, r row, name string) error {
	tolerance := 1e-14
	if r.problem.name == sampling {
		tolerance = 1e-5
	}
	var slopes [2][]float64
	for i, who := range []string{inGraph, name} {
		s, err := m.of(ctx, who)
		if err != nil {
			return err
		}
		a, err := s.ask(ask{Problem: r.problem.name, Slope: true})
		if err != nil {
			return fmt.Errorf("%s, %s: %w", r, who, err)
		}
		slopes[i] = a.X
	}
	if d := distance(slopes[1], slopes[0], false); !(d <= tolerance*(1+norm(slopes[0]))) {
		return fmt.Errorf("%s: %s has another field: its slopes at the start differ by %g", r, name, d)
	}
	return nil
}

// norm is the largest entry.
func norm(x []float64) float64 { return distance(x, make([]float64, len(x)), false) }

// distance is the largest difference, or the root of the mean square of all; NaN for different lengths.
func distance(x, y []float64, mean bool) float64 {
	if len(x) != len(y) {
		return math.NaN()
	}
	largest, squares := 0.0, 0.0
	for i := range x {
		d := math.Abs(x[i] - y[i])
		largest, squares = math.Max(largest, d), squares+d*d
	}
	if mean {
		return math.Sqrt(squares / float64(len(x)))
	}
	return largest
}
