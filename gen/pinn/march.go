package pinn

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// March solves a problem window by window in time, each with a network of its own that starts with the weights of the one before and from where that one
// ended. So early times are right before later ones are learnt, and no network has to hold many periods.
//
//	sol, err := pinn.March{Windows: 10}.Solve(p, pinn.Adam(2_000))
//	u, err := sol.At(points)
//
// What becomes of the problem's conditions in a window:
//
//   - One that lies at the earliest time alone is an initial condition. In later windows its points move to the window's start, and its residual r is
//     to have there what it has for the network before, r[u_k] = r[u_(k−1)]: of u − g it is u_k = u_(k−1), of u_t − h the same of
//     the velocities. Its N points are drawn once, also for stages that take fresh ones.
//   - One at another time alone belongs to the window that this time lies in.
//   - Of others, the part of the domain between the window's times (geom.Between) counts, with as many points as are due to its measure.
//
// Hard constraints hold in every window as they are, so a constraint on the start alone needs an initial condition beside it, to say what is
// handed on.
//
// References: Wight and Zhao, Solving Allen-Cahn and Cahn-Hilliard Equations using the Adaptive Physics Informed Neural Networks, 2020, section 4;
// Krishnapriyan et al., NeurIPS 2021, section 5 (sequence-to-sequence learning).
type March struct {
	Windows int    // of equal length, at least 1
	Var     string // the variable that is cut; "" means t
	Solver  Solver // of every window; its From is what the first one starts with
}

// Solve trains all stages on each window in turn. If the training is interrupted, the solution ends with the window that was reached; where a step
// of a window gives NaN, what there is by then is returned with the error.
func (m March) Solve(p Problem, stages ...Stage) (*Marched, error) {
	w, err := m.plan(p)
	if err != nil {
		return nil, err
	}
	if len(stages) == 0 {
		return nil, errors.New("pinn: March.Solve needs a stage, such as pinn.Adam(1_000)")
	}
	out := &Marched{Exact: p.Exact, variable: w.j, ends: w.times[:1]}
	solver := m.Solver
	for k := range m.Windows {
		part, err := w.window(k, solver.From)
		if err == nil {
			var s *Solution
			if s, err = solver.Solve(part, stages...); s != nil {
				out.append(s, w.times[k+1])
				solver.From = s
			}
		}
		if err != nil {
			err = fmt.Errorf("pinn: March, window %d, %s in [%g, %g]: %w", k, w.vars[w.j], w.times[k], w.times[k+1], err)
			if len(out.Windows) == 0 {
				return nil, err
			}
			return out, err
		}
		if out.History.Stopped == fit.Interrupted {
			break
		}
	}
	return out, nil
}

// marching is a problem that is to be cut.
type marching struct {
	*checked
	j      int       // the number of the variable that is cut
	times  []float64 // the windows' ends, one more than there are windows
	starts []int     // the initial conditions
	seed   uint64
}

// plan checks the problem and finds its initial conditions.
func (m March) plan(p Problem) (*marching, error) {
	if m.Windows < 1 {
		return nil, fmt.Errorf("pinn: want March.Windows at least 1, got %d", m.Windows)
	}
	c, err := p.check()
	if err != nil {
		return nil, err
	}
	name := m.Var
	if name == "" {
		name = "t"
	}
	w := &marching{checked: c, j: slices.Index(c.vars, name), seed: m.Solver.Seed}
	switch {
	case w.j < 0:
		return nil, fmt.Errorf("pinn: March has no variable %q to cut: set March.Var to one of %s", name, strings.Join(c.vars, ", "))
	case c.periods != nil && c.periods[w.j] > 0:
		return nil, fmt.Errorf("pinn: March cannot cut %s, in which the problem has a period: it has no beginning", name)
	case len(c.Unknowns) > 0:
		return nil, errors.New("pinn: March cannot find Unknowns: each window would find its own; solve the problem in one piece")
	}
	lo, hi := c.lo[w.j], c.hi[w.j]
	for k := range m.Windows {
		w.times = append(w.times, lo+(hi-lo)*float64(k)/float64(m.Windows))
	}
	w.times = append(w.times, hi)
	for i, s := range c.sets {
		if s.Lo[w.j] == lo && s.Hi[w.j] == lo {
			w.starts = append(w.starts, i)
		}
	}
	if len(w.starts) == 0 && m.Windows > 1 {
		return nil, fmt.Errorf("pinn: March has nothing to hand on from window to window: no condition lies at the start %s = %g alone", name, lo)
	}
	return w, nil
}

// window is the problem between times k and k + 1, begun where the solution of the window before ends.
func (w *marching) window(k int, before *Solution) (Problem, error) {
	p := w.Problem
	p.Conditions = nil
	for i, c := range w.Conditions {
		here, err := true, error(nil)
		switch {
		case !slices.Contains(w.starts, i):
			c, here, err = w.restricted(i, k)
		case k > 0:
			c, here, err = w.carried(i, k, before)
		}
		if err != nil {
			return p, err
		}
		if here {
			p.Conditions = append(p.Conditions, c)
		}
	}
	return p, nil
}

// restricted is condition i in window k, and whether there is any of it.
func (w *marching) restricted(i, k int) (Condition, bool, error) {
	c, s, window := w.Conditions[i], w.sets[i], geom.Interval{w.times[k], w.times[k+1]}
	lo, hi := s.Lo[w.j], s.Hi[w.j]
	if lo == hi {
		return c, lo > window[0] && lo <= window[1], nil
	}
	if hi <= window[0] || lo >= window[1] {
		return c, false, nil
	}
	c.On = geom.Between(c.On, w.vars[w.j], window)
	if s.Count() > 0 {
		points, err := s.Sample(rand.New(rand.NewPCG(1, 1)), s.Count(), nil)
		if err != nil {
			return c, false, w.wrong(i, err)
		}
		rows := 0
		for r := range s.Count() {
			if t := points.X.At(r, w.j); window[0] <= t && t <= window[1] {
				rows++
			}
		}
		c.N = shared(c.N, float64(rows), float64(s.Count()))
		return c, rows > 0, nil
	}
	part, err := c.On.Bind(w.vars)
	if err != nil {
		return c, false, w.wrong(i, err)
	}
	c.N = shared(c.N, part.Measure, s.Measure)
	return c, true, nil
}
