package certify

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn/geom"
)

// Two densities of a rule: Gauss and Legendre's with 8 points in each of so many panels for each coordinate, or so many points of Sobol's sequence.
var (
	panels = [3][2]int{{}, {32, 64}, {8, 16}} // by dimension
	sobols = [2]int{1 << 13, 1 << 15}
)

const gauss = 8

// rule is a quadrature over a set: points [n, variables] and weights.
type rule struct {
	x *mat.Dense
	w []float64
}

// quadrature is the coarse (0) or the fine (1) rule over a set. Images of a line or a square have tensor products, others Sobol's points.
func quadrature(s geom.Set, density int) (rule, error) {
	if s.Cube == 0 { // a point
		x := mat.NewDense(1, len(s.Lo), nil)
		s.Map(nil, x.RawRowView(0))
		return rule{x, []float64{s.Measure}}, nil
	}
	if s.Keep == nil && s.Extra == 0 && s.Cube < len(panels) {
		return tensor(s, panels[s.Cube][density]), nil
	}
	p, err := s.Sample(rand.New(rand.NewPCG(1, uint64(density))), sobols[density], geom.Sobol{})
	if err != nil {
		return rule{}, err
	}
	w := make([]float64, sobols[density])
	for i := range w {
		w[i] = s.Measure / float64(len(w))
	}
	return rule{p.X, w}, nil
}

// tensor is the product of composite rules on a line or a square.
func tensor(s geom.Set, panels int) rule {
	z, v := line(panels)
	n := int(math.Pow(float64(len(z)), float64(s.Cube)))
	r := rule{mat.NewDense(n, len(s.Lo), nil), make([]float64, n)}
	u := make([]float64, s.Cube)
	for i := range n {
		weight, rest := s.Measure, i
		for j := range u {
			k := rest % len(z)
			u[j], weight, rest = z[k], weight*v[k], rest/len(z)
		}
		s.Map(u, r.x.RawRowView(i))
		r.w[i] = weight
	}
	return r
}

// line is a composite rule on [0, 1].
func line(panels int) (z, w []float64) {
	h := 1 / float64(panels)
	x, v := make([]float64, gauss), make([]float64, gauss)
	quad.Legendre{}.FixedLocations(x, v, 0, h)
	for p := range panels {
		for k := range x {
			z, w = append(z, float64(p)*h+x[k]), append(w, v[k])
		}
	}
	return z, w
}

// norm2 is (Σ w y²)^½.
func (r rule) norm2(y []float64) float64 {
	sum := 0.0
	for i, v := range y {
		sum += r.w[i] * v * v
	}
	return math.Sqrt(sum)
}

// largest is max |y|.
func largest(y []float64) (most float64) {
	for _, v := range y {
		most = math.Max(most, math.Abs(v))
	}
	return most
}
