package pinn

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
)

// beginTerms makes the variables that a stage tells its terms by.
func (s *Solution) beginTerms(b Balance, r resampling) {
	s.beside(termsPath, 0)
	if s.problem.enhanced() {
		s.beside(slopesPath, 0)
	}
	if b.masks() > 0 {
		s.beside(masksPath, 1)
	}
	if r.Rule != Stay {
		s.beside(movedPath, 0)
	}
}

// looks are what Balance and Resample do between the steps of a stage, and what is to be said of the points in the end, after so many steps.
func (s *Solution) looks(p *points, b Balance, r resampling) (looks []look, notes func(steps int) []string, err error) {
	balancer, err := newBalancer(b, s, p)
	if err != nil {
		return nil, nil, err
	}
	if balancer != nil {
		looks = append(looks, look{b.Every, balancer.look})
	}
	var choosers []*chooser
	for _, i := range r.conditions {
		if r.Rule != RAD {
			break
		}
		var k *chooser
		if k, err = newChooser(r.Resample, s, p.queue(i)); err != nil {
			return nil, nil, err
		}
		choosers = append(choosers, k)
		looks = append(looks, look{r.Every, k.look})
	}
	before := numbers(s.Store.GetVariable(movedPath))
	return looks, func(steps int) (out []string) {
		for _, k := range choosers {
			out = append(out, k.note())
			k.residuals.Finalize()
		}
		if r.Rule == R3 && steps > 0 {
			out = append(out, s.released(r, p, before, steps)...)
		}
		if b.masks() > 0 {
			out = append(out, p.masks())
		}
		return out
	}, nil
}

// note says how often points were chosen, and where they went.
func (k *chooser) note() string {
	c := k.s.problem.Conditions[k.q.i]
	if k.times == 0 {
		return fmt.Sprintf("RAD: the points of %q have not moved, since the stage ended before step %d", c.Name, k.Every)
	}
	return fmt.Sprintf("RAD: the %d points of %q were chosen %d times among %d; in the end %.0f %% of them are in the tenth with the largest residuals",
		c.N, c.Name, k.times, k.candidates(c.N), 100*k.share)
}

// released says how many points have moved in so many steps of R3.
func (s *Solution) released(r resampling, p *points, before []float64, steps int) (out []string) {
	moved := numbers(s.Store.GetVariable(movedPath))
	for _, i := range r.conditions {
		share := (moved[i] - before[i]) / float64(steps*p.size(i))
		out = append(out, fmt.Sprintf("R3: of the %d points of %q in a step %.0f %% moved, in the mean of %d steps", p.size(i), s.conditions[i], 100*share, steps))
	}
	return out
}

// masks says how far the masks of each condition have grown.
func (p *points) masks() string {
	var parts []string
	for _, q := range p.queues {
		m := mat.Col(nil, q.columns, table(array(q.points)))
		parts = append(parts, fmt.Sprintf("%.3g to %.3g on %q", slices.Min(m), slices.Max(m), p.p.Conditions[q.i].Name))
	}
	return "masks: " + strings.Join(parts, ", ")
}
