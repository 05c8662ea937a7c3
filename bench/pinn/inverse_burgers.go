package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// burgers is u_t + λ₁ u u_x = λ₂ u_xx on [0, 1] × [-1, 1] with u = −sin πx at the start and u = 0 at the walls, both known, and u measured at points
// that are drawn anew for each repeat, uniformly (Raissi, Perdikaris, Karniadakis 2019, section 4.1.1, whose start and walls are unknown).
type burgers struct {
	points   int // measured
	equation int // points of the equation
	weight   float64
}

var _ measured = burgers{}

func (b burgers) truth() []pinn.Unknown {
	return []pinn.Unknown{{Name: "λ1", Start: 1}, {Name: "λ2", Start: 0.01 / math.Pi}}
}

// problem has the start and the walls built in: u = −sin πx + t (1 − x²) · network. λ₁ begins at half, λ₂ at six times its value.
func (b burgers) problem(noise float64, repeat uint64) pinn.Problem {
	square := geom.Rect{{0, 1}, {-1, 1}}
	rng := rand.New(rand.NewPCG(repeat, 33))
	x, u := b.at(repeat), mat.NewDense(b.points, 1, nil)
	for i, v := range b.values([]float64{1, 0.01 / math.Pi}, repeat) {
		u.Set(i, 0, v+noise*rng.NormFloat64())
	}
	return pinn.Problem{
		Vars: "t x", Fields: "u",
		Unknowns: []pinn.Unknown{{Name: "λ1", Start: 0.5}, {Name: "λ2", Start: 0.02, Positive: true}},
		Hard: []pinn.Hard{{
			Value:  func(d pinn.D) *Node { return Neg(Sin(MulScalar(d.X("x"), math.Pi))) },
			Factor: func(d pinn.D) *Node { return Mul(d.X("t"), OneMinus(Square(d.X("x")))) },
		}},
		Conditions: []pinn.Condition{
			{Name: "equation", On: square, N: b.equation, Weight: b.weight, Residual: func(d pinn.D) *Node {
				return Sub(Add(d.U("t"), Mul(d.Unknown("λ1"), Mul(d.U(), d.U("x")))), Mul(d.Unknown("λ2"), d.U("x", "x")))
			}},
			{Name: "data", On: geom.Cloud{Points: x, Names: "u", Data: u}, Residual: pinn.Measured("u")},
		},
	}
}

func (b burgers) fewer() measured { return burgers{points: 200, equation: 200, weight: b.weight} }

func (b burgers) what() string {
	return fmt.Sprintf("%d values, equation at %d points with weight %g", b.points, b.equation, b.weight)
}

func (b burgers) files() []string { return nil }

// at is where u is measured, [points, 2].
func (b burgers) at(repeat uint64) *mat.Dense {
	rng := rand.New(rand.NewPCG(repeat, 8))
	x := mat.NewDense(b.points, 2, nil)
	for i := range b.points {
		x.SetRow(i, []float64{rng.Float64(), 2*rng.Float64() - 1})
	}
	return x
}

// values are u there for other λ, by Cole and Hopf's formula: v = λ₁u solves v_t + v v_x = λ₂ v_xx with v = −λ₁ sin πx at the start, so that
//
//	u = − ∫ sin(πy) f(y) e^−z² dz / ∫ f(y) e^−z² dz,   y = x − √(4λ₂t) z,   f(y) = exp(−λ₁ cos(πy)/(2πλ₂)).
func (b burgers) values(lambda []float64, repeat uint64) []float64 {
	z, w := make([]float64, 100), make([]float64, 100)
	quad.Hermite{}.FixedLocations(z, w, math.Inf(-1), math.Inf(1))
	x, out := b.at(repeat), make([]float64, b.points)
	logf, sin := make([]float64, len(z)), make([]float64, len(z))
	for i := range out {
		for k := range z {
			s, c := math.Sincos(math.Pi * (x.At(i, 1) - math.Sqrt(4*lambda[1]*x.At(i, 0))*z[k]))
			sin[k], logf[k] = s, math.Log(w[k])-lambda[0]*c/(2*math.Pi*lambda[1])
		}
		top := floats.Max(logf)
		var num, den float64
		for k, l := range logf {
			f := math.Exp(l - top)
			num, den = num+sin[k]*f, den+f
		}
		out[i] = -num / den
	}
	return out
}
