package pinn

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Vary is what differs between the members of an Ensemble, and with it what the spread of the unknowns covers.
type Vary int

// The kinds of ensembles.
const (
	Seeds     Vary = iota // initial weights and points: what the optimization leaves open, with nothing of the noise in the data
	Renoised              // data, drawn anew as the solution's fields plus normal noise (parametric bootstrap; Efron and Tibshirani 1993, section 6.5): the noise
	Resampled             // data, drawn anew from the points with replacement (section 9.5): the noise, whatever its law, and the choice of points
)

// String is the name of the constant.
func (v Vary) String() string {
	switch v {
	case Seeds:
		return "Seeds"
	case Renoised:
		return "Renoised"
	case Resampled:
		return "Resampled"
	}
	return fmt.Sprintf("Vary(%d)", int(v))
}

// Ensemble finds how uncertain the unknowns of a solution are by solving the problem again and again. Of Seeds and Renoised together the variances add up; with
// Fresh each member of an ensemble by data begins with weights and points of its own, so that one ensemble covers both. Without it members go on from
// the solution's weights, which is cheaper and shows the noise alone, if the stages lead to the minimum. Where the equations are wrong, none of these says so.
type Ensemble struct {
	Vary    Vary
	Members int      // solves; 0 means 20, of which a standard error is known to a sixth
	Fresh   bool     // new weights and points for each member; always so with Seeds
	Data    []string // names of the conditions that hold measured values; none means all that are on a geom.Cloud with Data
	Noise   float64  // σ of Renoised; 0 means the root mean square of the residuals of the data
	Level   float64  // of the intervals; 0 means .9
	Seed    uint64   // of the data; members have the solver's Seed + 1, + 2 …
}

// Intervals returns one for each of the problem's unknowns around what the solution has, and all members' values, [Members, unknowns]. The problem must
// be the one that s solves. In the scale in which an unknown is trained, which is logarithmic where it is Positive, the interval is the solution's value ± t · s,
// s the root mean square distance of the members from their mean and t the quantile of Student's law with Members − 1 degrees of freedom.
func (e Ensemble) Intervals(v Solver, p Problem, s *Solution, stages ...Stage) ([]Interval, *mat.Dense, error) {
	data, err := e.settle(p, s)
	if err != nil {
		return nil, nil, err
	}
	draw := func(*rand.Rand) (Problem, error) { return p, nil }
	if e.Vary != Seeds {
		if draw, err = e.redraw(p, s, data); err != nil {
			return nil, nil, err
		}
	}
	values := mat.NewDense(e.Members, len(p.Unknowns), nil)
	for m := range e.Members {
		var one Problem
		if one, err = draw(rand.New(rand.NewPCG(e.Seed, uint64(m)))); err != nil {
			return nil, nil, err
		}
		if err = e.member(v, one, s, stages, m, values.RawRowView(m)); err != nil {
			return nil, nil, fmt.Errorf("member %d of the ensemble: %w", m, err)
		}
	}
	all, err := e.intervals(s, values)
	return all, values, err
}

// settle fills in defaults and says which conditions are data.
func (e *Ensemble) settle(p Problem, s *Solution) ([]bool, error) {
	if e.Members == 0 {
		e.Members = 20
	}
	switch {
	case e.Members < 3:
		return nil, fmt.Errorf("pinn: Ensemble: want Members, the number of solves, at least 3 (0 means 20), got %d", e.Members)
	case e.Vary < Seeds || e.Vary > Resampled:
		return nil, fmt.Errorf("pinn: Ensemble: Vary is %s: there are Seeds, Renoised and Resampled", e.Vary)
	}
	if err := settleNoise("Ensemble", e.Noise, &e.Level); err != nil {
		return nil, err
	}
	_, data, err := settleData("Ensemble", e.Data, p, s)
	return data, err
}

// member solves one problem and notes its unknowns.
func (e Ensemble) member(v Solver, p Problem, s *Solution, stages []Stage, m int, values []float64) error {
	if e.Fresh || e.Vary == Seeds {
		v.Seed += uint64(m) + 1
	} else {
		v.Seed, v.From = s.seed, s // the points that s was trained on
	}
	one, err := v.Solve(p, stages...)
	if err != nil {
		return err
	}
	if one.History.Stopped != fit.Finished {
		return errors.New("pinn: Ensemble: stopped before all members were solved")
	}
	for i, u := range p.Unknowns {
		if values[i], err = one.Unknown(u.Name); err != nil {
			return err
		}
	}
	return nil
}

// redraw prepares new data for the conditions that hold them.
func (e Ensemble) redraw(p Problem, s *Solution, data []bool) (func(*rand.Rand) (Problem, error), error) {
	type set struct {
		at    int
		cloud geom.Cloud
		mean  *mat.Dense // of the data, by the solution
	}
	var sets []set
	var fits []fitted
	for i, is := range data {
		if !is {
			continue
		}
		cloud, ok := p.Conditions[i].On.(geom.Cloud)
		if !ok || cloud.Data == nil {
			return nil, fmt.Errorf("pinn: Ensemble: the data of %q are not on a geom.Cloud with Data: %s draws them anew from there", p.Conditions[i].Name, e.Vary)
		}
		k := set{at: i, cloud: cloud}
		if e.Vary == Renoised {
			f, err := s.fitted(p.Conditions[i].Name, cloud)
			if err != nil {
				return nil, err
			}
			k.mean, fits = f.mean, append(fits, f)
		}
		sets = append(sets, k)
	}
	sigma := e.Noise
	if sigma == 0 {
		sigma = rmsOf(fits)
	}
	return func(rng *rand.Rand) (Problem, error) {
		q := p
		q.Conditions = append([]Condition{}, p.Conditions...)
		for _, k := range sets {
			if e.Vary == Renoised {
				k.cloud.Data = noisy(k.mean, sigma, rng)
			} else {
				k.cloud = resampled(k.cloud, rng)
			}
			q.Conditions[k.at].On = k.cloud
		}
		return q, nil
	}, nil
}

// intervals are those by Student's law around the solution's values.
func (e Ensemble) intervals(s *Solution, values *mat.Dense) ([]Interval, error) {
	var out []Interval
	t := distuv.StudentsT{Sigma: 1, Nu: float64(e.Members - 1)}.Quantile(0.5 + e.Level/2)
	for i, u := range s.about.Unknowns {
		theta, err := s.theta(u.Name)
		if err != nil {
			return nil, err
		}
		thetas := mat.Col(nil, i, values)
		for m, v := range thetas {
			thetas[m] = u.theta(v)
		}
		sd := stat.StdDev(thetas, nil)
		if math.IsNaN(sd) || math.IsInf(sd, 0) {
			return nil, fmt.Errorf("pinn: Ensemble: the members have no finite spread of %q: they have %v", u.Name, mat.Col(nil, i, values))
		}
		out = append(out, Interval{Name: u.Name, Value: u.value(theta), StdErr: u.slope(theta) * sd, Lo: u.value(theta - t*sd), Hi: u.value(theta + t*sd)})
	}
	return out, nil
}
