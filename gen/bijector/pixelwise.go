package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Pixelwise applies one map of channels [batch, channels] at every pixel of an image, flattened row by row with channels
// last: rows are [batch, Pixels·channels]. Of Linear it makes the invertible 1×1 convolution, of ActNorm one with a
// scale and a shift for each channel.
//
// Reference: Kingma and Dhariwal, Glow, NeurIPS 2018, section 3.
type Pixelwise struct {
	Pixels int // height·width
	Of     Bijector
}

var _ Bijector = Pixelwise{}

// Forward has the sum of the log-determinants over the pixels.
func (p Pixelwise) Forward(x *Node) (y, logDet *Node) { return p.each(x, Bijector.Forward) }

// Inverse undoes Forward.
func (p Pixelwise) Inverse(y *Node) (x, logDet *Node) { return p.each(y, Bijector.Inverse) }

func (p Pixelwise) each(x *Node, way func(Bijector, *Node) (*Node, *Node)) (y, logDet *Node) {
	if p.Pixels < 1 || x.Rank() != 2 || x.Shape().Dim(1)%p.Pixels != 0 {
		exceptions.Panicf("bijector.Pixelwise: want x [batch, pixels·channels] with %d pixels, got %s", p.Pixels, x.Shape())
	}
	batch, dim := x.Shape().Dim(0), x.Shape().Dim(1)
	y, logDet = way(p.Of, Reshape(x, batch*p.Pixels, dim/p.Pixels)) // every pixel is a row
	return Reshape(y, batch, dim), ReduceSum(Reshape(logDet, batch, p.Pixels), -1)
}
