package pinn

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Resample moves the points of conditions during a stage to where their residuals are large. Later stages keep the points, L-BFGS too, which goes to
// the ground of the loss at the points where they are then. Solution.Points shows them, Terms.Moved and the notes of the history tell how many have moved.
//
// It pays where points are few. exact.Burgers with 500 points for the equation, all of them at each of 3000 steps of Adam, ended at relative errors of .217, .182 and
// .168 (three seeds, float32, XLA) with points that stay, .088, .174 and .110 with RAD every 250 steps among 20 000, .069, .011 and .016 with R3, and
// .061, .015 and .034 with points that are fresh at every step.
type Resample struct {
	Rule       Move     // Stay, the zero value, leaves points where they are
	Of         []string // the names of the conditions; nil means those whose domains have as many dimensions as there are variables
	Every      int      // RAD: steps between two choices; 0 means 500
	Power      float64  // RAD: k; 0 means 1
	Floor      float64  // RAD: c; 0 means 1
	Candidates int      // RAD: how many points it chooses among; 0 means ten for each of N
}

// Move is how points move.
type Move int

// The ways to move.
const (
	Stay Move = iota
	RAD       // every so often all N are drawn anew with density |r|^k / mean |r|^k + c (Wu, Zhu, Tan, Kartha, Lu 2023)
	R3        // at every step those of its points with |r| above the mean stay, and the others are drawn anew without regard to r (Daw et al. 2023)
)

var moveNames = [...]string{"Stay", "RAD", "R3"}

// String is the name of the constant.
func (m Move) String() string {
	if m < 0 || int(m) >= len(moveNames) {
		return fmt.Sprintf("Move(%d)", int(m))
	}
	return moveNames[m]
}

// resampling is what a stage does to the points of a problem.
type resampling struct {
	Resample
	conditions []int
}

// moves says whether the points of condition i move.
func (r resampling) moves(i int) bool { return slices.Contains(r.conditions, i) }

// settled fills in defaults, or says what is wrong.
func (r Resample) settled(c *checked) (resampling, error) {
	if err := r.check(); err != nil || r.Rule == Stay {
		return resampling{}, err
	}
	if r.Rule == RAD {
		r.Every, r.Power, r.Floor = cmp.Or(r.Every, 500), cmp.Or(r.Power, 1), cmp.Or(r.Floor, 1)
	}
	conditions, err := r.of(c)
	if err != nil {
		return resampling{}, err
	}
	for _, i := range conditions {
		if n := c.Conditions[i].N; r.Rule == RAD && r.candidates(n) <= n {
			return resampling{}, fmt.Errorf("pinn: want more Resample.Candidates than the %d points of condition %q (0 means %d), got %d", n, c.Conditions[i].Name, candidatesEach*n, r.Candidates)
		}
	}
	return resampling{r, conditions}, nil
}

// check says which settings are wrong whatever the problem.
func (r Resample) check() error {
	bad := func(x float64) bool { return !(x >= 0) || math.IsInf(x, 0) }
	switch {
	case r.Rule < Stay || r.Rule > R3:
		return fmt.Errorf("pinn: want Resample.Rule Stay, RAD or R3, got %s", r.Rule)
	case r.Rule != RAD && (r.Every != 0 || r.Power != 0 || r.Floor != 0 || r.Candidates != 0):
		return fmt.Errorf("pinn: Resample.Every, Power, Floor and Candidates are settings of RAD: leave them 0 for %s", r.Rule)
	case r.Rule == Stay && r.Of != nil:
		return fmt.Errorf("pinn: Resample.Of names %q, but the Rule is Stay: want RAD or R3", r.Of)
	case r.Every < 0:
		return fmt.Errorf("pinn: want Resample.Every, the steps between two choices, at least 1 (0 means 500), got %d", r.Every)
	case bad(r.Power):
		return fmt.Errorf("pinn: want a positive Resample.Power (0 means 1), got %g", r.Power)
	case bad(r.Floor):
		return fmt.Errorf("pinn: want a positive Resample.Floor (0 means 1), got %g", r.Floor)
	}
	return nil
}

// of are the numbers of the conditions whose points move.
func (r Resample) of(c *checked) (out []int, err error) {
	if len(r.Of) == 0 {
		for i, s := range c.sets {
			if s.Count() == 0 && s.Dim() == len(c.vars) {
				out = append(out, i)
			}
		}
		if out == nil {
			return nil, fmt.Errorf("pinn: Resample: no condition's domain has as many dimensions as there are variables, %d: name conditions in Of", len(c.vars))
		}
		return out, nil
	}
	_, names := c.Names()
	for _, name := range r.Of {
		i := slices.Index(names, name)
		switch {
		case i < 0:
			return nil, fmt.Errorf("pinn: Resample.Of names %q: the conditions are %s", name, strings.Join(names, ", "))
		case c.sets[i].Count() > 0:
			return nil, c.wrong(i, errors.New("Resample: its points are given, a geom.Cloud, and cannot move"))
		case slices.Contains(out, i):
			return nil, fmt.Errorf("pinn: Resample.Of names %q twice", name)
		}
		out = append(out, i)
	}
	return out, nil
}

// candidatesEach is how many candidates there are for each point.
const candidatesEach = 10

// candidates is the number of them for n points.
func (r Resample) candidates(n int) int { return cmp.Or(r.Candidates, candidatesEach*n) }
