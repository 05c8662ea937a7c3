package doctor

import (
	"fmt"
	"math"
)

// Held is the clue that residuals of a condition are known at points that were trained on and at others where it has to hold as well. Hold finds
// them for the conditions of a differential equation.
type Held struct {
	Condition, Where string    // such as "equation", "at the points of \"walls\""
	Trained, Other   []float64 // residuals
}

var _ Clue = Held{}

// What residuals elsewhere say.
const (
	farAbove  = 100 // their mean square is so many times that at the trained points: healthy ones have up to ten times near edges
	sureRanks = 4   // deviations by which their ranks are higher (Mann and Whitney 1947), so that one singular point decides nothing
	matters   = 0.1 // root mean square below which nothing is said, as a part of the largest trained one: rounding
)

// findings tells whether the residual is far larger elsewhere.
func (h Held) findings() Findings {
	a, b := meanSquare(h.Trained), meanSquare(h.Other)
	if len(h.Trained) == 0 || len(h.Other) == 0 || !(b > farAbove*a) || math.Sqrt(b) < matters*largest(h.Trained) || ranks(h.Trained, h.Other) < sureRanks {
		return nil
	}
	return Findings{{
		Unsampled,
		fmt.Sprintf("The residual of %q has a root mean square of %.2g where it was trained and of %.2g %s.", h.Condition, math.Sqrt(a), math.Sqrt(b), h.Where),
		"Take more points there, or fresh ones at every step (pinn.Descent.Fresh); the condition's domain should reach to its edges.",
	}}
}

func meanSquare(r []float64) float64 {
	sum := 0.0
	for _, v := range r {
		sum += v * v
	}
	return sum / math.Max(float64(len(r)), 1)
}

func largest(r []float64) (top float64) {
	for _, v := range r {
		top = math.Max(top, math.Abs(v))
	}
	return top
}

// ranks is by how many standard deviations the absolute values of b are higher in rank than those of a, if both were of one law.
func ranks(a, b []float64) float64 {
	wins := 0.0
	for _, x := range a {
		for _, y := range b {
			switch u, v := math.Abs(x), math.Abs(y); {
			case v > u:
				wins++
			case v == u:
				wins += 0.5
			}
		}
	}
	n, m := float64(len(a)), float64(len(b))
	return (wins - n*m/2) / math.Sqrt(n*m*(n+m+1)/12)
}
