package main

import (
	"fmt"

	"github.com/gensci/gensci/gen/ode"
)

// Sides.
const (
	host    = "gensci host"
	inGraph = "gensci graph"
	scipy   = "scipy"
	torch   = "torchdiffeq"
	diffrax = "diffrax"
)

// contender is a method of a side. Fixed methods make so many equal steps.
type contender struct {
	Side, Method string
	Steps        int
}

func (c contender) String() string { return c.Side + " " + c.Method }

// row is a problem, or sampling, at a tolerance.
type row struct {
	problem problem
	tol     float64
}

// sampling is the name of the row that is no problem of problems.go.
const sampling = "sampling"

func (r row) String() string { return fmt.Sprintf("%s, %.0e", r.problem.name, r.tol) }

// methods of ours by the names that they have in the tables.
var methods = map[string]ode.Tableau{"Tsit5": ode.Tsit5, "Dopri5": ode.Dopri5, "Dopri8": ode.Dopri8, "Kvaerno3": ode.Kvaerno3, "Kvaerno5": ode.Kvaerno5}

// fixedSteps are those of the rows with equal steps.
const fixedSteps = 16

// contenders are all that solve the row. The pairs of Dormand and Prince are in all libraries: RK45 and DOP853 are scipy's names.
func (r row) contenders() []contender {
	var all []contender
	add := func(side string, methods ...string) {
		for _, m := range methods {
			all = append(all, contender{Side: side, Method: m})
		}
	}
	switch {
	case r.problem.name == sampling:
		add(inGraph, "Tsit5", "Dopri5")
		add(diffrax, "Tsit5", "Dopri5")
		add(torch, "Dopri5")
		return append(all, contender{inGraph, "Dopri5, equal steps", fixedSteps}, contender{diffrax, "Dopri5, equal steps", fixedSteps})
	case r.problem.stiff:
		add(host, "Kvaerno3", "Kvaerno5")
		add(inGraph, "Kvaerno3", "Kvaerno5")
		add(scipy, "Radau")
		add(diffrax, "Kvaerno3", "Kvaerno5")
		return all
	}
	add(host, "Tsit5", "Dopri5", "Dopri8")
	add(inGraph, "Tsit5", "Dopri5", "Dopri8")
	add(scipy, "RK45", "DOP853", "Radau")
	add(torch, "Dopri5", "Dopri8")
	add(diffrax, "Tsit5", "Dopri5", "Dopri8")
	return all
}

// allRows is the table from top to bottom.
func allRows() []row {
	rows := []row{{problem{name: sampling}, 1e-5}, {problem{name: sampling}, 1e-3}}
	for _, p := range problems {
		for _, tol := range []float64{1e-3, 1e-6, 1e-9} {
			if !p.stiff || tol > 1e-9 {
				rows = append(rows, row{p, tol})
			}
		}
	}
	return rows
}

// bound is the largest ratio of a number of ours to the peer's that we aim at.
type bound struct {
	what        string // "time" or "evaluations"
	ours, peers contender
	most        float64
}

// bounds of the row.
func (r row) bounds() []bound {
	of := func(what, side, method, peer, theirs string, steps int) bound {
		return bound{what, contender{side, method, steps}, contender{peer, theirs, steps}, 1.2}
	}
	switch {
	case r.problem.name == sampling:
		return []bound{
			of("time", inGraph, "Tsit5", diffrax, "Tsit5", 0), of("time", inGraph, "Dopri5", diffrax, "Dopri5", 0),
			of("time", inGraph, "Dopri5, equal steps", diffrax, "Dopri5, equal steps", fixedSteps),
		}
	case r.problem.stiff:
		return nil
	}
	var all []bound
	for _, side := range []string{host, inGraph} {
		all = append(all, of("evaluations", side, "Dopri5", scipy, "RK45", 0), of("evaluations", side, "Dopri8", scipy, "DOP853", 0))
	}
	return all
}
