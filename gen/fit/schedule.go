package fit

import "math"

// Schedule gives the factor on the learning rate for step 0 … steps-1 of a run of steps. It runs on the host.
type Schedule func(step, steps int) float64

// Cosine falls from 1 to final along half a cosine: final + (1-final)·½(1 + cos(π·step/steps)).
//
// Reference: Loshchilov and Hutter, SGDR, ICLR 2017, eq. 5.
func Cosine(final float64) Schedule {
	return func(step, steps int) float64 {
		return final + (1-final)*0.5*(1+math.Cos(math.Pi*float64(step)/float64(steps)))
	}
}

// Warmup rises linearly over the first n steps and then follows next (nil means 1) over the rest.
func Warmup(n int, next Schedule) Schedule {
	return func(step, steps int) float64 {
		if step < n {
			return float64(step+1) / float64(n+1)
		}
		if next == nil {
			return 1
		}
		return next(step-n, steps-n)
	}
}

// Exponential falls as final^(step/steps), from 1 to final.
func Exponential(final float64) Schedule {
	return func(step, steps int) float64 { return math.Pow(final, float64(step)/float64(steps)) }
}
