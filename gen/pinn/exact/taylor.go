package exact

import (
	"math"
	"sort"
)

// taylorOrder is best for float64 (Jorba and Zou, Experimental Math. 14, 2005, section 3.2).
const taylorOrder = 20

// orbit is the solution of an ordinary differential equation x′ = f(x) as Taylor series of order 20, one for each step.
type orbit struct {
	end   float64
	start []float64     // times at which steps start
	c     [][][]float64 // [step][field][order]
}

// taylor integrates from x at t = 0 to end. rhs gives the coefficients number k of f from those of x up to k.
func taylor(rhs func(x [][]float64, k int) []float64, x []float64, end float64) *orbit {
	o := &orbit{end: end}
	for t := 0.0; t < end; {
		c := make([][]float64, len(x))
		for i := range c {
			c[i] = []float64{x[i]}
		}
		for k := range taylorOrder {
			for i, v := range rhs(c, k) {
				c[i] = append(c[i], v/float64(k+1))
			}
		}
		o.start, o.c = append(o.start, t), append(o.c, c)
		h := stride(c)
		for i := range x {
			x[i] = horner(c[i], h)
		}
		t += h
	}
	return o
}

// stride is e⁻² of the radius of convergence, as the last two coefficients tell it.
func stride(c [][]float64) float64 {
	radius := math.Inf(1)
	for _, k := range []int{taylorOrder - 1, taylorOrder} {
		var most, last float64
		for i := range c {
			most, last = math.Max(most, math.Abs(c[i][0])), math.Max(last, math.Abs(c[i][k]))
		}
		radius = math.Min(radius, math.Pow(math.Max(most, 1e-3)/last, 1/float64(k)))
	}
	return radius / (math.E * math.E)
}

// At are the fields at t; NaN before the start and after the end.
func (o *orbit) At(t float64) []float64 {
	x := make([]float64, len(o.c[0]))
	step := max(sort.SearchFloat64s(o.start, t)-1, 0)
	for i := range x {
		x[i] = horner(o.c[step][i], t-o.start[step])
		if !(t >= 0 && t <= o.end) {
			x[i] = math.NaN()
		}
	}
	return x
}

// horner is Σ c_k h^k.
func horner(c []float64, h float64) (sum float64) {
	for k := len(c) - 1; k >= 0; k-- {
		sum = sum*h + c[k]
	}
	return sum
}

// cauchy is coefficient k of the product of two series.
func cauchy(a, b []float64, k int) (sum float64) {
	for i := range k + 1 {
		sum += a[i] * b[k-i]
	}
	return sum
}
