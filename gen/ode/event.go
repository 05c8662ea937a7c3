package ode

import "math"

// Event is a zero of G(t, x(t)), found on the dense output and as accurate as that. G is looked at after each step and
// in its middle, so two zeros within half a step are missed. A zero at t0 is none, so a run may start where another one ended; where G
// is NaN nothing is found.
type Event struct {
	Name      string
	G         func(t float64, x []float64) float64
	Direction int  // 1: only where G grows with t's way, −1: only where it falls, 0: both
	Terminal  bool // ends the run there
}

// Hit is an event that was met.
type Hit struct {
	Event string
	Index int // in Events
	T     float64
	X     []float64
}

// watch enters the events' values at the start.
func (r *hostRun) watch() {
	r.g = make([]float64, len(r.Events))
	for i, e := range r.Events {
		r.g[i] = e.G(r.t, r.x)
	}
}

// meet looks for events in the step from t0, of size h, with dense output piece.
func (r *hostRun) meet(t0, h float64, piece [][]float64) {
	var hits []Hit
	for i, e := range r.Events {
		g := func(theta float64) float64 { return e.G(t0+theta*h, polynomial(piece, theta)) }
		from := r.g[i]
		ends := [...]float64{0, 0.5, 1}
		for j := 1; j < len(ends); j++ {
			to := g(ends[j])
			if crosses(from, to, e.Direction) {
				theta := zero(g, ends[j-1], ends[j], from)
				hits = append(hits, Hit{Event: e.Name, Index: i, T: t0 + theta*h, X: polynomial(piece, theta)})
			}
			from = to
		}
		r.g[i] = from
	}
	r.enter(hits, t0)
}

// enter keeps hits in their order, up to the first terminal one, which becomes the end of the trajectory.
func (r *hostRun) enter(hits []Hit, t0 float64) {
	for len(hits) > 0 && !r.ended {
		first := 0
		for i, hit := range hits {
			if r.sign*(hit.T-hits[first].T) < 0 {
				first = i
			}
		}
		hit := hits[first]
		hits = append(hits[:first:first], hits[first+1:]...)
		r.tr.Hits = append(r.tr.Hits, hit)
		if r.Events[hit.Index].Terminal {
			r.ended = true
			r.cut(hit, t0)
		}
	}
}

// cut ends the last step at a hit.
func (r *hostRun) cut(hit Hit, t0 float64) {
	n := len(r.tr.T) - 1
	theta := (hit.T - t0) / (r.tr.T[n] - t0)
	scale := 1.0
	var piece [][]float64
	for _, c := range r.tr.piece(n - 1) { // the same polynomial in a shorter unit
		scaled := make([]float64, len(c))
		for i := range c {
			scaled[i] = c[i] * scale
		}
		piece = append(piece, scaled)
		scale *= theta
	}
	r.tr.pieces[n-1] = piece
	r.tr.T[n], r.tr.X[n] = hit.T, hit.X
	r.t, r.x = hit.T, hit.X
}

// crosses tells a change of sign in the wanted direction. A zero at the beginning was met before, or was the start.
func crosses(from, to float64, direction int) bool {
	if from == 0 || math.IsNaN(from) || math.IsNaN(to) || from*to > 0 {
		return false
	}
	up := from < 0
	return direction == 0 || up == (direction > 0)
}

// zero finds one of g between a and b by bisection and regula falsi in turns (Illinois), to rounding.
func zero(g func(float64) float64, a, b, ga float64) float64 {
	gb := g(b)
	for range 100 {
		if gb == 0 || math.Abs(b-a) <= 2*epsilon*math.Abs(b) {
			return b
		}
		c := b - gb*(b-a)/(gb-ga)
		gc := g(c)
		if gc*gb <= 0 {
			a, ga = b, gb
		} else {
			ga /= 2 // Illinois: the old end counts less, so both ends move
		}
		b, gb = c, gc
	}
	return b
}
