package jet

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// Input is one number that a network reads of a point: Scale·x + Shift with the coordinate x of a variable, or the cosine or sine of that.
// A smooth function of cosine and sine of 2πx/P is a smooth function with the period P, all its derivatives included (Dong and Ni,
// J. Comput. Phys. 435, 2021).
type Input struct {
	Variable     int
	Scale, Shift float64
	Wave         Wave
}

// Wave says what is made of a scaled coordinate.
type Wave int

// The waves; the zero value leaves the coordinate as it is.
const (
	Straight Wave = iota
	Cosine
	Sine
)

// derivative is that of the input by these variables at x, the points' coordinates [n, 1] each: [1, n], [1, 1] where it is the same
// everywhere, nil where it vanishes.
func (i Input) derivative(x []*Node, by []int) *Node {
	for _, j := range by {
		if j != i.Variable {
			return nil
		}
	}
	c, m := x[i.Variable], len(by)
	z := func() *Node { return AddScalar(MulScalar(Reshape(c, 1, -1), i.Scale), i.Shift) }
	switch {
	case i.Wave == Straight && m == 0:
		return z()
	case i.Wave == Straight && m == 1:
		return ConstAsDType(c.Graph(), c.DType(), [][]float64{{i.Scale}})
	case i.Wave == Straight:
		return nil
	}
	turn := m // sin⁽ᵐ⁾ is sin, cos, −sin, −cos in turn, and cos is sin′
	if i.Wave == Cosine {
		turn++
	}
	y := []func(*Node) *Node{Sin, Cos, minusSin, minusCos}[turn%4](z())
	if m > 0 {
		y = MulScalar(y, math.Pow(i.Scale, float64(m)))
	}
	return y
}

// Inputs are what a network reads at the points X, one column [n, 1] for each variable.
type Inputs struct {
	Of []Input
	X  []*Node
}

// Jet is the inputs as one function with as many components.
func (in Inputs) Jet() *Jet {
	rows := make([]*Jet, len(in.Of))
	for k, i := range in.Of {
		rows[k] = newJet(in.X[0].Graph(), func(by []int) *Node { return i.derivative(in.X, by) })
	}
	return Concat(rows...)
}

// Affine is Wᵀ·inputs + b with w [inputs, width], and b [width] or nil. Written as a sum over the inputs, not as a product of matrices, so
// that the columns X can be differentiated by.
func (in Inputs) Affine(w, b *Node) *Jet {
	return newJet(w.Graph(), func(by []int) *Node {
		var z *Node
		if b != nil && len(by) == 0 {
			z = ExpandAxes(b, 1) // [width, 1]
		}
		for k, i := range in.Of {
			if y := i.derivative(in.X, by); y != nil {
				row := Transpose(Slice(w, AxisElem(k), AxisRange()), 0, 1) // [width, 1]
				z = sum(z, Mul(row, y))                                    // [width, 1] · [1, n]
			}
		}
		return z
	})
}

// Box are inputs for points of a box: each variable, scaled so that the box becomes [-1, 1]; or, where functions have a period in it, cosine
// and sine of it. Periods are 0 where there is none, and may be nil.
func Box(lo, hi, periods []float64) (in []Input) {
	for j := range lo {
		if len(periods) > 0 && periods[j] > 0 {
			k := 2 * math.Pi / periods[j]
			in = append(in, Input{Variable: j, Scale: k, Shift: -k * lo[j], Wave: Cosine}, Input{Variable: j, Scale: k, Shift: -k * lo[j], Wave: Sine})
			continue
		}
		width := hi[j] - lo[j]
		if width == 0 {
			width = 2
		}
		in = append(in, Input{Variable: j, Scale: 2 / width, Shift: -(lo[j] + hi[j]) / width})
	}
	return in
}
