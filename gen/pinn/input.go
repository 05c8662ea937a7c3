package pinn

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// input is one number that a network reads: a variable x, scaled; or, where the fields have a period P in x, the cosine or the sine of
// 2πx/P. A smooth function of these two is a smooth function of that period, with all its derivatives (Dong and Ni, J. Comput. Phys. 435, 2021).
type input struct {
	variable     int
	scale, shift float64 // x·scale + shift is read, or its
	wave         wave
}

type wave int

const (
	straight wave = iota
	cosine
	sine
)

// inputs are those of a network for variables in a box, which becomes [-1, 1] in each; periods are 0 where there is none.
func inputs(lo, hi, periods []float64) (in []input) {
	for j := range lo {
		if len(periods) > 0 && periods[j] > 0 {
			k := 2 * math.Pi / periods[j]
			in = append(in, input{j, k, -k * lo[j], cosine}, input{j, k, -k * lo[j], sine})
			continue
		}
		width := hi[j] - lo[j]
		if width == 0 {
			width = 2
		}
		in = append(in, input{j, 2 / width, -(lo[j] + hi[j]) / width, straight})
	}
	return in
}

// derivative is that of the input by these variables at x, the points' coordinates [n, 1] each: [1, n], a scalar where it is the same
// everywhere, nil where it vanishes.
func (i input) derivative(x []*Node, by []int) *Node {
	for _, j := range by {
		if j != i.variable {
			return nil
		}
	}
	c, m := x[i.variable], len(by)
	z := func() *Node { return AddScalar(MulScalar(Reshape(c, 1, -1), i.scale), i.shift) }
	switch {
	case i.wave == straight && m == 0:
		return z()
	case i.wave == straight && m == 1:
		return Scalar(c.Graph(), c.DType(), i.scale)
	case i.wave == straight:
		return nil
	}
	turn := m // sin⁽ᵐ⁾ is sin, cos, −sin, −cos in turn, and cos is sin′
	if i.wave == cosine {
		turn++
	}
	y := []func(*Node) *Node{Sin, Cos, minusSin, minusCos}[turn%4](z())
	if m > 0 {
		y = MulScalar(y, math.Pow(i.scale, float64(m)))
	}
	return y
}
