package fit

import "math"

// Schedule gives the factor on the learning rate for step 0 … steps-1 of a run of steps. It runs on the host. Those here are values that can be
// saved and compared; a function of yours is one as ScheduleFunc.
type Schedule interface {
	Factor(step, steps int) float64
}

// ScheduleFunc is a function as a Schedule.
type ScheduleFunc func(step, steps int) float64

var _ Schedule = ScheduleFunc(nil)

// Factor is f(step, steps).
func (f ScheduleFunc) Factor(step, steps int) float64 { return f(step, steps) }

// Cosine falls from 1 to its own value, c, along half a cosine: c + (1-c)·½(1 + cos(π·step/steps)).
//
// Reference: Loshchilov and Hutter, SGDR, ICLR 2017, eq. 5.
type Cosine float64

var _ Schedule = Cosine(0)

// Factor is the schedule's.
func (c Cosine) Factor(step, steps int) float64 {
	final := float64(c)
	return final + (1-final)*0.5*(1+math.Cos(math.Pi*float64(step)/float64(steps)))
}

// Exponential falls from 1 to its own value, c: c^(step/steps).
type Exponential float64

var _ Schedule = Exponential(0)

// Factor is the schedule's.
func (c Exponential) Factor(step, steps int) float64 {
	return math.Pow(float64(c), float64(step)/float64(steps))
}

// Warmup rises linearly over the first Steps steps and then follows Then over the rest; nil means 1.
type Warmup struct {
	Steps int
	Then  Schedule
}

var _ Schedule = Warmup{}

// Factor is the schedule's.
func (w Warmup) Factor(step, steps int) float64 {
	switch {
	case step < w.Steps:
		return float64(step+1) / float64(w.Steps+1)
	case w.Then == nil:
		return 1
	}
	return w.Then.Factor(step-w.Steps, steps-w.Steps)
}
