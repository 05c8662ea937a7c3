package pinn

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// Plus is what there is for the fields u + w instead of u, w a function of the coordinates: it gets a column [n, 1] for each variable and returns one for
// each field. What a residual changes by, Sub(r(d.Plus(w)), r(d)), is L w for a linear equation L u = f, which tells what equation it is of.
func (d D) Plus(w func(x []*Node) []*Node) D {
	d.from = sum{d.from, nested{d.x, w(d.x)}, 1}
	if d.partner != nil {
		p := d.partner.Plus(w)
		d.partner = &p
	}
	return d
}

// sum is u + scale·w.
type sum struct {
	u, w  derivatives
	scale float64
}

var _ derivatives = sum{}

func (s sum) derivative(field int, by []int) *Node {
	return Add(s.u.derivative(field, by), MulScalar(s.w.derivative(field, by), s.scale))
}
