package exact_test

import (
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/internal/engines"
)

// ghiaTol covers the errors of Ghia et al.'s grid of 129², of second order: .003 in the middle of the cavity and .009 for the jet at the right
// wall, where Botella and Peyret (below) are 1e-5 from here.
const ghiaTol = 1e-2

// TestCavityGhia: the table of Ghia, Ghia, Shin, J. Comput. Phys. 48, 1982, for Re = 100, u on x = ½ and v on y = ½.
func TestCavityGhia(t *testing.T) {
	for y, want := range map[float64]float64{
		1: 1, .9766: .84123, .9688: .78871, .9609: .73722, .9531: .68717, .8516: .23151, .7344: .00332, .6172: -.13641,
		.5: -.20581, .4531: -.21090, .2813: -.15662, .1719: -.10150, .1016: -.06434, .0703: -.04775, .0625: -.04192, .0547: -.03717, 0: 0,
	} {
		if u, _ := (exact.Cavity{}).Velocity(.5, y); !(math.Abs(u-want) <= ghiaTol) {
			t.Errorf("u(.5, %g) = %.5f, want %.5f", y, u, want)
		}
	}
	for x, want := range map[float64]float64{
		.9688: -.05906, .9609: -.07391, .9531: -.08864, .9453: -.10313, .9063: -.16914, .8594: -.22445, .8047: -.24533,
		.5: .05454, .2344: .17527, .2266: .17507, .1563: .16077, .0938: .12317, .0781: .10890, .0703: .10091, .0625: .09233,
	} {
		if _, v := (exact.Cavity{}).Velocity(x, .5); !(math.Abs(v-want) <= ghiaTol) {
			t.Errorf("v(%g, .5) = %.5f, want %.5f", x, v, want)
		}
	}
	if psi := (exact.Cavity{}).At([]float64{.6172, .7344})[0]; !(math.Abs(psi+.103423) <= 2e-4) {
		t.Errorf("ψ in the vortex is %.6f, want -.103423", psi)
	}
}

// extremeTol is 1e-3 of a spectral computation of another kind.
const extremeTol = 4e-5

// TestCavityExtremes: the extreme velocities on the middle lines, Re = 100, by Botella and Peyret, Computers & Fluids 27, 1998.
func TestCavityExtremes(t *testing.T) {
	var u, hi, lo float64
	for i := range 1001 {
		z := float64(i) / 1000
		along, _ := exact.Cavity{}.Velocity(.5, z)
		_, across := exact.Cavity{}.Velocity(z, .5)
		u, hi, lo = math.Min(u, along), math.Max(hi, across), math.Min(lo, across)
	}
	for i, c := range [][2]float64{{u, -.2140424}, {hi, .1795728}, {lo, -.2538030}} {
		if !(math.Abs(c[0]-c[1]) <= extremeTol) {
			t.Errorf("extreme %d is %.7f, want %.7f", i, c[0], c[1])
		}
	}
}

// TestCavityWalls: ψ and its slopes at the walls. The equation holds for ψ in the mean over each polynomial, not at every point: TestCavityEquation.
func TestCavityWalls(t *testing.T) {
	p := exact.Cavity{}.Problem()
	p.Conditions = p.Conditions[1:]
	how := gentest.Collocation{Window: []float64{0.03, 0.03}, Singular: [][]float64{{0, 1}, {1, 1}}, Tol: 1e-5}
	gentest.Problem(t, engines.Go(t), p, p.Exact, how)
}

// stream is the stream function of Kovasznay's flow, y − e^λx sin 2πy/(2π).
type stream struct{ re float64 }

func (s stream) lambda() float64 { return s.re/2 - math.Hypot(s.re/2, 2*math.Pi) }

func (s stream) At(p []float64) []float64 {
	return []float64{p[1] - math.Exp(s.lambda()*p[0])*math.Sin(2*math.Pi*p[1])/(2*math.Pi)}
}

func (s stream) Graph(x []*Node) []*Node {
	wave := Mul(Exp(MulScalar(x[0], s.lambda())), Sin(MulScalar(x[1], 2*math.Pi)))
	return []*Node{Sub(x[1], DivScalar(wave, 2*math.Pi))}
}

// TestCavityEquation: Kovasznay's flow solves the cavity's equation, other walls apart.
func TestCavityEquation(t *testing.T) {
	for _, re := range []float64{40, 100} {
		p := exact.Cavity{Re: re}.Problem()
		p.Conditions = append(p.Conditions[:1], pinn.Condition{Name: "left", On: p.Conditions[1].On, N: 1, Residual: func(d pinn.D) *Node {
			return Sub(d.U(), stream{re}.Graph([]*Node{d.X("x"), d.X("y")})[0])
		}})
		gentest.Problem(t, engines.Go(t), p, stream{re})
	}
}
