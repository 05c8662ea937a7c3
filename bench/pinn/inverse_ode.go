package main

import (
	"fmt"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// predators is x′ = αx − βxy, y′ = δxy − γy with x = y = 1 at the start, known, and both measured at times that are evenly spaced: four rates are to be found.
type predators struct {
	times    int
	end      float64
	equation int // points of each equation
	weight   float64
}

var _ measured = predators{}

func (p predators) truth() []pinn.Unknown {
	return []pinn.Unknown{{Name: "α", Start: 2}, {Name: "β", Start: 1}, {Name: "γ", Start: 1}, {Name: "δ", Start: 1}}
}

// problem has the start built in: x = 1 + t · network, and so y.
func (p predators) problem(noise float64, repeat uint64) pinn.Problem {
	rng := rand.New(rand.NewPCG(repeat, 33))
	span := geom.Rect{{0, p.end}}
	t, xy := p.at(), mat.NewDense(p.times, 2, nil)
	for i, v := range p.values([]float64{2, 1, 1, 1}, repeat) {
		xy.Set(i/2, i%2, v+noise*rng.NormFloat64())
	}
	equation := func(name, field, grow, meet string, sign float64) pinn.Condition {
		return pinn.Condition{Name: name, On: span, N: p.equation, Weight: p.weight, Residual: func(d pinn.D) *Node {
			change := Sub(Mul(d.Unknown(grow), d.Field(field)), Mul(d.Unknown(meet), Mul(d.Field("x"), d.Field("y"))))
			return Sub(d.Field(field, "t"), MulScalar(change, sign))
		}}
	}
	var unknowns []pinn.Unknown
	for _, u := range p.truth() {
		unknowns = append(unknowns, pinn.Unknown{Name: u.Name, Start: 1.5, Positive: true})
	}
	start := func(field string) pinn.Hard {
		return pinn.Hard{Field: field, Value: func(d pinn.D) *Node { return OnesLike(d.X("t")) }, Factor: func(d pinn.D) *Node { return d.X("t") }}
	}
	cloud := geom.Cloud{Points: t, Names: "x y", Data: xy}
	return pinn.Problem{
		Vars: "t", Fields: "x y", Unknowns: unknowns, Hard: []pinn.Hard{start("x"), start("y")},
		Conditions: []pinn.Condition{
			equation("prey", "x", "α", "β", 1), equation("predators", "y", "γ", "δ", -1),
			{Name: "data x", On: cloud, Residual: pinn.Measured("x")},
			{Name: "data y", On: cloud, Residual: pinn.Measured("y")},
		},
	}
}

func (p predators) fewer() measured { return predators{10, p.end, 10, p.weight} }

func (p predators) what() string {
	return fmt.Sprintf("2 × %d values, equations at %d points with weight %g", p.times, p.equation, p.weight)
}

func (p predators) files() []string { return []string{"lotka_volterra.go", "taylor.go"} }

// at is when both are measured, [times, 1], the end among them and the start not.
func (p predators) at() *mat.Dense {
	t := mat.NewDense(p.times, 1, nil)
	for i := range p.times {
		t.Set(i, 0, p.end*float64(i+1)/float64(p.times))
	}
	return t
}

// values are x and y at each time, for other rates.
func (p predators) values(rates []float64, _ uint64) (all []float64) {
	l := exact.LotkaVolterra{Alpha: rates[0], Beta: rates[1], Gamma: rates[2], Delta: rates[3], End: p.end}
	for i := range p.times {
		all = append(all, l.At(p.at().RawRowView(i))...)
	}
	return all
}
