package pinn_test

import (
	"fmt"
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Experiments share an unknown when each has a field of its own. A substance decays from an amount of 1 and again from 3, and both were measured.
func Example_experiments() {
	measured := func(name string, start float64) geom.Cloud {
		return along(name, 2, 9, func(t float64) float64 { return start * math.Exp2(-t) })
	}
	p := experiments(measured("u1", 1), measured("u2", 3))
	_, conditions := p.Names()
	for _, name := range conditions {
		fmt.Println(name)
	}
	// s, err := pinn.Solver{DType: dtypes.Float64}.Solve(p, pinn.LBFGS(400))
	// k, err := s.Unknown("k")
	// all, err := pinn.Laplace{Noise: sigma}.Intervals(p, s)

	// Output:
	// equation of u1
	// data of u1
	// equation of u2
	// data of u2
}

// experiments are two of the same decay u′ = −k·u from other starts: two fields, each with an equation, a start that is built in, and data; k is in both.
func experiments(first, second geom.Cloud) pinn.Problem {
	p := pinn.Problem{Vars: "t", Fields: "u1 u2", Unknowns: []pinn.Unknown{{Name: "k", Start: 1, Positive: true}}}
	for i, start := range []float64{1, 3} {
		u := fmt.Sprintf("u%d", i+1)
		p.Hard = append(p.Hard, pinn.Hard{
			Field:  u,
			Value:  func(d pinn.D) *Node { return AddScalar(ZerosLike(d.X("t")), start) },
			Factor: func(d pinn.D) *Node { return d.X("t") },
		})
		p.Conditions = append(
			p.Conditions,
			pinn.Condition{Name: "equation of " + u, On: geom.Interval{0, 2}, N: 30, Weight: 100, Residual: func(d pinn.D) *Node {
				return Add(d.Field(u, "t"), Mul(d.Unknown("k"), d.Field(u)))
			}},
			pinn.Condition{Name: "data of " + u, On: []geom.Cloud{first, second}[i], Residual: pinn.Measured(u)},
		)
	}
	return p
}

// along is a cloud of n points on [0, end] with the values of one function.
func along(name string, end float64, n int, f func(x float64) float64) geom.Cloud {
	x, u := mat.NewDense(n, 1, nil), mat.NewDense(n, 1, nil)
	for i := range n {
		at := end * float64(i) / float64(n-1)
		x.Set(i, 0, at)
		u.Set(i, 0, f(at))
	}
	return geom.Cloud{Points: x, Names: name, Data: u}
}
