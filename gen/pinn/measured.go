package pinn

import (
	"fmt"
	"math"
	"slices"
)

// settleData checks that a solution is one of a problem with unknowns, and says which of its conditions hold measured values: those that are
// named, or all on a geom.Cloud with Data.
func settleData(who string, names []string, p Problem, s *Solution) (c *checked, data []bool, err error) {
	if c, err = p.check(); err != nil {
		return nil, nil, err
	}
	switch {
	case len(c.Unknowns) == 0:
		return nil, nil, fmt.Errorf("pinn: %s: the problem has no Unknowns", who)
	case s == nil:
		return nil, nil, fmt.Errorf("pinn: %s: there is no solution: solve the problem first", who)
	case !slices.Equal(c.Unknowns, s.about.Unknowns) || !slices.Equal(c.vars, s.about.Vars) || !slices.Equal(c.fields, s.about.Fields):
		return nil, nil, fmt.Errorf("pinn: %s: the solution is of another problem: give the one that was solved", who)
	}
	data = make([]bool, len(c.Conditions))
	for i, k := range c.Conditions {
		data[i] = slices.Contains(names, k.Name) || len(names) == 0 && len(c.sets[i].Names()) > 0
	}
	for _, name := range names {
		if !slices.ContainsFunc(c.Conditions, func(k Condition) bool { return k.Name == name }) {
			return nil, nil, fmt.Errorf("pinn: %s: there is no condition %q", who, name)
		}
	}
	if !slices.Contains(data, true) {
		return nil, nil, fmt.Errorf("pinn: %s: no condition holds data: name them in Data, or put them on a geom.Cloud with Data", who)
	}
	return c, data, nil
}

// settleNoise fills in the level and checks both.
func settleNoise(who string, noise float64, level *float64) error {
	if *level == 0 {
		*level = 0.9
	}
	switch {
	case !(*level > 0 && *level < 1):
		return fmt.Errorf("pinn: %s: want a Level in (0, 1) (0 means .9), got %g", who, *level)
	case !(noise >= 0) || math.IsInf(noise, 1):
		return fmt.Errorf("pinn: %s: want Noise, a standard deviation, at least 0, got %g", who, noise)
	}
	return nil
}

// perPoint is the weight in the loss of one measured value, which all must share: Σ_data r² times that is their part of the loss.
func (c *checked) perPoint(who string, data []bool) (float64, error) {
	var first float64
	for i, k := range c.Conditions {
		if !data[i] {
			continue
		}
		w := c.weight(i) / float64(k.N)
		if k.Causal.Var != "" {
			return 0, fmt.Errorf("pinn: %s: the measured values of %q are Causal, which makes no likelihood: leave that out", who, k.Name)
		}
		if first == 0 {
			first = w
		}
		if math.Abs(w-first) > 1e-9*first {
			return 0, fmt.Errorf("pinn: %s: a measured value of %q weighs %g in the loss, one of another condition %g: want Weights in proportion to the numbers of values, with residuals of equal noise", who, k.Name, w, first)
		}
	}
	return first, nil
}
