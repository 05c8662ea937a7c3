package ode

import (
	"errors"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Control chooses steps from estimated errors e, in units of the tolerance: after an accepted step the next is
//
//	h · (e_n/θ)^(−Beta[0]/k) · (e_{n−1}/θ)^(−Beta[1]/k) · (e_{n−2}/θ)^(−Beta[2]/k), k = order of the estimate + 1, θ = Safetyᵏ,
//
// with the factor kept between MinFactor and MaxFactor (Söderlind, Numerical Algorithms 31 (2002), 281); after a rejected
// one (e > 1) only e_n counts, and so it does after the first step, which nothing precedes; the step that follows a rejected one does not grow. The norm of an error is the root mean square of error/(ATol + RTol·max(|x_n|, |x_{n+1}|)) over all
// entries; two estimates E5 and E3 make E5²/√(E5² + .01·E3²), as in DOP853 (Hairer, Nørsett and Wanner 1993, section II.10).
// The zero value is Smooth.
type Control struct {
	Beta                         [3]float64 // none means {0.5, 0.5, 0}
	Safety, MinFactor, MaxFactor float64    // 0 means 0.9, 0.2, 10
}

// Controllers: Smooth weighs the last two errors alike, so that one that is small by chance does not make a long step (Söderlind, ACM
// TOMS 29 (2003), 1); I is the classical one, PI dampens steps that alternate where stability limits them (Hairer, Nørsett and
// Wanner 1993, section IV.2; Gustafsson 1991), PID looks back one step more (Kennedy and Carpenter, Applied Numerical
// Mathematics 44 (2003), 139).
var (
	Smooth = Control{Beta: [3]float64{0.5, 0.5, 0}}
	I      = Control{Beta: [3]float64{1, 0, 0}}
	PI     = Control{Beta: [3]float64{0.7, -0.4, 0}}
	PID    = Control{Beta: [3]float64{0.49, -0.34, 0.10}}
)

// filled has the defaults in.
func (c Control) filled() Control {
	if c.Beta == [3]float64{} {
		c.Beta = Smooth.Beta
	}
	fill := func(x *float64, v float64) {
		if *x == 0 {
			*x = v
		}
	}
	fill(&c.Safety, 0.9)
	fill(&c.MinFactor, 0.2)
	fill(&c.MaxFactor, 10)
	return c
}

func (c Control) check() error {
	c = c.filled()
	if !(c.Safety > 0 && c.Safety < 1 && c.MinFactor > 0 && c.MinFactor < 1 && c.MaxFactor > 1 && c.Beta[0] > 0) {
		return errors.New("want a Control with Safety and MinFactor between 0 and 1, MaxFactor above 1, and Beta[0] above 0")
	}
	return nil
}

// leastError keeps powers of errors finite.
const leastError = 1e-10

// noError stands for errors before the first step, after which the next one is at most firstGrowth times as long: errors of the tiny steps
// that solvers begin with say little about longer ones.
const (
	noError     = -1
	firstGrowth = 8
)

// factor is by what the step changes after errors e, the latest first; order is that of the estimate.
func (c Control) factor(e [3]float64, order int) float64 {
	k := float64(order + 1)
	if e[2] == noError {
		e[2] = e[1]
	}
	beta := c.Beta
	if e[1] == noError {
		beta = I.Beta
	}
	f := 1.0
	for i, b := range beta {
		f *= math.Pow(c.Safety, b) * math.Pow(math.Max(e[i], leastError), -b/k)
	}
	if e[1] == noError {
		f = math.Min(f, firstGrowth)
	}
	if e[0] > 1 || math.IsNaN(e[0]) { // rejected
		f = math.Min(1, c.Safety*math.Pow(e[0], -1/k))
	}
	if !(f > c.MinFactor) {
		return c.MinFactor
	}
	return math.Min(f, c.MaxFactor)
}

// factorNode is factor in a graph.
func (c Control) factorNode(e [3]*Node, order int) *Node {
	k := float64(order + 1)
	one := scalar(e[0], 1)
	power := func(e *Node, p float64) *Node {
		return Exp(Mul(Log(Max(e, scalar(e, leastError))), scalar(e, p)))
	}
	none := scalar(e[0], noError)
	e[2] = Where(Equal(e[2], none), e[1], e[2])
	f := scalar(e[0], math.Pow(c.Safety, c.Beta[0]+c.Beta[1]+c.Beta[2]))
	for i, b := range c.Beta {
		if b != 0 {
			f = Mul(f, power(e[i], -b/k))
		}
	}
	classical := Mul(scalar(e[0], c.Safety), power(e[0], -1/k))
	f = Where(Equal(e[1], none), Min(classical, scalar(f, firstGrowth)), f)
	f = Where(LessOrEqual(e[0], one), f, Min(one, classical))
	f = Where(GreaterThan(f, scalar(f, c.MinFactor)), f, scalar(f, c.MinFactor)) // NaN too
	return Min(f, scalar(f, c.MaxFactor))
}

// norm is the error of a step in units of the tolerance, a scalar.
func norm(e Estimate, a, b *Node, rtol, atol float64) *Node {
	scale := Add(scalar(a, atol), Mul(scalar(a, rtol), Max(Abs(a), Abs(b))))
	square := func(x *Node) *Node { return ReduceAllMean(Square(Div(x, scale))) }
	e5 := square(e.Errors[0])
	if len(e.Errors) == 1 {
		return Sqrt(e5)
	}
	denominator := Add(e5, Mul(scalar(a, 0.01), square(e.Errors[1])))
	return Where(Equal(e5, ZerosLike(e5)), ZerosLike(e5), Div(e5, Sqrt(denominator)))
}
