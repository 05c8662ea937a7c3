package pinn

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/gensci/gensci/gen/fit"
)

// Profile finds how uncertain an unknown of a solution is by its profile likelihood: the unknown is held at one value after the other while all
// the rest, other unknowns and the network's weights, is trained again from where it was. With the weight w/N of each measured value and noise of
// standard deviation σ in them,
//
//	−2 log likelihood = loss · N/(w σ²) + const,
//
// equations and other conditions with it as what is known beforehand. The interval's ends are where this is higher than at the minimum by the quantile of χ² with one
// degree of freedom (Wilks 1938; Venzon and Moolgavkar, Appl. Statist. 37, 1988). Unlike Laplace's it need not be symmetric, and where the
// data do not bound the unknown at all an end is infinite, or 0 for one that is Positive (Raue et al., Bioinformatics 25, 2009). It covers noise in
// the data, as Laplace does; of what a badly trained network adds the curve shows at least that it is rough. An unknown takes some ten short trainings.
type Profile struct {
	Data  []string    // as Laplace's; their Weights must be in proportion to their numbers of values
	Noise float64     // σ; 0 means the root mean square of the residuals of the data
	Level float64     // of the interval; 0 means .9
	Steps int         // at most so many values on each side, somewhat over a quarter of Laplace's interval apart; 0 means 8
	Stage QuasiNewton // how the rest is trained for each value; the zero one is LBFGS(1000)
}

// Curve is a profile: by how much −2 log likelihood is higher at each value of the unknown, in rising order, than at the minimum.
type Curve struct{ Values, Rises []float64 }

// Interval is that of one of the problem's unknowns, and the curve that it was read from. The problem must be the one that s solves, and s stays as it
// is. All is computed in Float64, by the problem's weights without what Balance made of them, and comes out the same each time.
func (l Profile) Interval(p Problem, s *Solution, name string) (Interval, Curve, error) {
	if err := l.settle(); err != nil {
		return Interval{}, Curve{}, err
	}
	w, err := l.walk(p, s, name)
	if err != nil {
		return Interval{}, Curve{}, err
	}
	lo, err := w.side(-1)
	if err != nil {
		return Interval{}, Curve{}, err
	}
	hi, err := w.side(1)
	if err != nil {
		return Interval{}, Curve{}, err
	}
	i := Interval{Name: name, Value: w.u.value(w.theta), Lo: w.u.value(lo), Hi: w.u.value(hi)}
	i.StdErr = (i.Hi - i.Lo) / (2 * w.z)
	return i, w.sorted(), nil
}

func (l *Profile) settle() error {
	if err := settleNoise("Profile", l.Noise, &l.Level); err != nil {
		return err
	}
	if l.Steps == 0 {
		l.Steps = 8
	}
	if l.Steps < 2 {
		return fmt.Errorf("pinn: Profile: want Steps, the values on each side, at least 2 (0 means 8), got %d", l.Steps)
	}
	if l.Stage.Method.Iterations == 0 {
		options := l.Stage.Options
		l.Stage = LBFGS(1000)
		l.Stage.Options = options
	}
	return nil
}

// walker goes along one unknown.
type walker struct {
	Profile
	u     Unknown
	s     *Solution // being trained
	look  *assessor
	z     float64 // the normal quantile: its square is that of χ²
	step  float64 // of θ
	theta float64 // at the minimum, and the loss there
	loss  float64
	scale float64 // of losses to −2 log likelihood
	start state   // the weights at the minimum
	curve []rise
}

// rise is a point of the curve.
type rise struct{ theta, by float64 }

// walk trains all at once to the minimum and takes the step from Laplace's standard error there.
func (l Profile) walk(p Problem, from *Solution, name string) (*walker, error) {
	c, data, err := settleData("Profile", l.Data, p, from)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(c.Unknowns, func(u Unknown) bool { return u.Name == name })
	if at < 0 {
		return nil, fmt.Errorf("pinn: Profile: there is no unknown %q: the problem has %v", name, c.Unknowns)
	}
	each, err := c.perPoint("Profile", data)
	if err != nil {
		return nil, err
	}
	w := &walker{Profile: l, u: c.Unknowns[at], z: distuv.UnitNormal.Quantile(0.5 + l.Level/2)}
	if w.s, err = (Solver{Seed: from.seed, DType: dtypes.Float64, From: from}).start(p); err != nil {
		return nil, err
	}
	if w.look, err = newAssessor(w.s); err != nil {
		return nil, err
	}
	if err = w.train(); err != nil {
		return nil, err
	}
	return w, w.settleStart(p, each, data)
}

// settleStart takes down what there is at the minimum.
func (w *walker) settleStart(p Problem, each float64, data []bool) (err error) {
	var squares []float64
	if w.loss, squares, err = w.look.assess(); err != nil {
		return err
	}
	if w.theta, err = w.s.theta(w.u.Name); err != nil {
		return err
	}
	if w.Noise == 0 {
		w.Noise = w.look.rms(squares, data)
	}
	all, err := Laplace{Data: w.Data, Noise: w.Noise, Level: w.Level}.Intervals(p, w.s)
	if err != nil {
		return err
	}
	i := all[slices.IndexFunc(all, func(i Interval) bool { return i.Name == w.u.Name })]
	w.scale, w.step = 1/(each*w.Noise*w.Noise), stride*w.z*i.StdErr/w.u.slope(w.theta)
	if !(w.step > 0) || math.IsInf(w.scale, 0) {
		return fmt.Errorf("pinn: Profile: the data have no noise (σ = %g), or do not depend on %q: set Noise", w.Noise, w.u.Name)
	}
	w.start, w.curve = w.s.state(), []rise{{w.theta, 0}}
	return nil
}

func (w *walker) train() error {
	w.s.History = fit.History{}
	if err := w.Stage.run(w.s); err != nil {
		return fmt.Errorf("pinn: Profile: %w", err)
	}
	if w.s.History.Stopped != fit.Finished {
		return fmt.Errorf("pinn: Profile: stopped before the curve was complete: %s", w.s.History.Stopped)
	}
	return nil
}

// side goes from the minimum to where the interval ends, on the side of sign, and returns θ there. Weights begin where a straight line through those of
// the last two values leads.
func (w *walker) side(sign float64) (float64, error) {
	last, before, now := rise{w.theta, 0}, state(nil), w.start
	for k := range w.Steps {
		theta := w.theta + sign*w.step*float64(k+1)
		loss, err := w.at(theta, now, before)
		if err != nil {
			return 0, err
		}
		next := rise{theta, (loss - w.loss) * w.scale}
		if next.by < -roughness {
			return 0, fmt.Errorf("pinn: Profile: the loss is lower at %s = %.6g than where the training ended, by %.2g in −2 log likelihood: train to the minimum first, in Float64", w.u.Name, w.u.value(theta), -next.by)
		}
		w.curve = append(w.curve, next)
		if next.by >= w.z*w.z {
			return last.to(next, w.z), nil
		}
		last, before, now = next, now, w.s.state()
	}
	return math.Inf(int(sign)), nil
}

// at trains all but the unknown and returns the loss.
func (w *walker) at(theta float64, now, before state) (float64, error) {
	if err := w.s.restore(now, before); err != nil {
		return 0, err
	}
	if err := w.s.hold(w.u, theta); err != nil {
		return 0, err
	}
	if err := w.train(); err != nil {
		return 0, err
	}
	loss, _, err := w.look.assess()
	return loss, err
}

// stride is the step relative to half of Laplace's interval: where the likelihood is Gauss's, the second step passes the end.
const stride = 0.55

// roughness is how far the curve may lie below the minimum: a fortieth of the rise at the end of an interval of .9 is not seen in its ends.
const roughness = 0.07

// to is θ where the root of the rise, which is nearly linear, is z on the way from a to b.
func (a rise) to(b rise, z float64) float64 {
	ra, rb := math.Sqrt(max(a.by, 0)), math.Sqrt(b.by)
	return a.theta + (b.theta-a.theta)*(z-ra)/(rb-ra)
}

// sorted is the curve in rising order of the unknown.
func (w *walker) sorted() (c Curve) {
	slices.SortFunc(w.curve, func(a, b rise) int { return cmp.Compare(a.theta, b.theta) })
	for _, r := range w.curve {
		c.Values, c.Rises = append(c.Values, w.u.value(r.theta)), append(c.Rises, r.by)
	}
	return c
}
