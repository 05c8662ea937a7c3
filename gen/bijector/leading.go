package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Leading maps the first Count coordinates of a row and lets the others pass: what multiscale flows do with the part
// that goes on to coarser levels, while the rest is noise already.
//
// Reference: Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP, ICLR 2017, eq. 13-16.
type Leading struct {
	Count int // from 1 to the number of coordinates
	Of    Bijector
}

var _ Bijector = Leading{}

// Forward is Of.Forward of the first coordinates.
func (l Leading) Forward(x *Node) (y, logDet *Node) { return l.head(x, Bijector.Forward) }

// Inverse is Of.Inverse of the first coordinates.
func (l Leading) Inverse(y *Node) (x, logDet *Node) { return l.head(y, Bijector.Inverse) }

func (l Leading) head(x *Node, way func(Bijector, *Node) (*Node, *Node)) (y, logDet *Node) {
	if x.Rank() != 2 || l.Count < 1 || l.Count > x.Shape().Dim(1) {
		exceptions.Panicf("bijector.Leading: want x [batch, dim] with dim ≥ %d and a Count of at least 1, got %s", l.Count, x.Shape())
	}
	if l.Count == x.Shape().Dim(1) {
		return way(l.Of, x)
	}
	y, logDet = way(l.Of, Slice(x, AxisRange(), AxisRange(0, l.Count)))
	return Concatenate([]*Node{y, Slice(x, AxisRange(), AxisRange(l.Count))}, -1), logDet
}
