package main

import (
	"slices"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/gen/doctor"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// equation is a differential equation that a small network solves.
type equation struct {
	problem pinn.Problem
	hidden  []int
	options fit.Options
}

// with is a problem with so many points of its equation and of each other condition, and weights in the order of the conditions.
func with(p pinn.Problem, inside, edge int, weights ...float64) pinn.Problem {
	p.Conditions = slices.Clone(p.Conditions)
	for i := range p.Conditions {
		p.Conditions[i].N = edge
		if i == 0 {
			p.Conditions[i].N = inside
		}
		if i < len(weights) {
			p.Conditions[i].Weight = weights[i]
		}
	}
	return p
}

// on is a problem whose first condition, the equation, is trained on another domain.
func on(p pinn.Problem, d geom.Domain) pinn.Problem {
	p.Conditions = slices.Clone(p.Conditions)
	p.Conditions[0].On = d
	return p
}

// equations are healthy and sick ones.
func equations() []patient {
	heat, poisson := exact.Heat{}.Problem(), exact.Poisson{}.Problem()
	o := pinn.Adam(2000).Options
	short := fit.Options{Steps: 250, LearningRate: 2e-3}
	all := []struct {
		name string
		sick doctor.Cause
		e    equation
	}{
		{"heat equation", healthy, equation{with(heat, 300, 60), []int{16, 16}, o}},
		{"Poisson's equation", healthy, equation{with(poisson, 300, 100, 1, 10), []int{16, 16}, o}},
		{"Poisson's equation, boundary weighs 1e-4", doctor.Dominating, equation{with(poisson, 300, 100, 1, 1e-4), []int{16, 16}, o}},
		{"advection, speed 50", doctor.Stiff, equation{with(exact.Advection{Beta: 50}.Problem(), 300, 60), []int{16, 16}, o}},
		{"heat equation, trained away from walls and start", doctor.Unsampled, equation{on(with(heat, 300, 60), geom.Rect{{0.3, 0.9}, {0.3, 0.7}}), []int{16, 16}, o}},
		{"heat equation, 12 points inside", doctor.Unsampled, equation{with(heat, 12, 60), []int{24, 24}, o}},
		{"heat equation, ended after 250 steps", doctor.StillFalling, equation{with(heat, 300, 60), []int{16, 16}, short}},
	}
	var out []patient
	for _, a := range all {
		out = append(out, patient{a.name, a.sick, false, a.e.run})
	}
	return out
}

// run solves, and gives the history, the terms and residuals elsewhere.
func (e equation) run(b compute.Backend, seed uint64) (record, error) {
	v := pinn.Solver{Net: pinn.Net{Hidden: e.hidden}, Seed: seed, Engine: b}
	s, err := v.Solve(e.problem, pinn.Descent{Options: e.options})
	if err != nil {
		return record{}, err
	}
	clues, err := doctor.Hold(e.problem, s, seed)
	if err != nil {
		return record{}, err
	}
	var weights []float64
	for _, c := range e.problem.Conditions {
		weights = append(weights, c.Weight)
	}
	return record{s.History, append(clues, doctor.TermsOf(s, weights...))}, nil
}
