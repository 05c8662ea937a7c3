package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// SpaceToDepth is the squeezing of images: blocks of 2 × 2 pixels become one pixel with four times the channels,
// [h, w, c] → [h/2, w/2, 4·c], both flattened row by row with channels last. Its log-determinant is 0.
//
// Reference: Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP, ICLR 2017, section 3.6.
type SpaceToDepth struct{ Height, Width, Channels int } // of the larger image; both sides even

var _ Bijector = SpaceToDepth{}

// Forward squeezes.
func (s SpaceToDepth) Forward(x *Node) (y, logDet *Node) {
	s.check(x)
	b, d := x.Shape().Dim(0), x.Shape().Dim(1)
	y = Reshape(x, b, s.Height/2, 2, s.Width/2, 2, s.Channels)
	return Reshape(TransposeAllAxes(y, 0, 1, 3, 2, 4, 5), b, d), zeros(x) // the place in a block goes behind the pixel
}

// Inverse undoes Forward.
func (s SpaceToDepth) Inverse(y *Node) (x, logDet *Node) {
	s.check(y)
	b, d := y.Shape().Dim(0), y.Shape().Dim(1)
	x = Reshape(y, b, s.Height/2, s.Width/2, 2, 2, s.Channels)
	return Reshape(TransposeAllAxes(x, 0, 1, 3, 2, 4, 5), b, d), zeros(y)
}

func (s SpaceToDepth) check(x *Node) {
	if s.Height < 2 || s.Width < 2 || s.Height%2 != 0 || s.Width%2 != 0 || s.Channels < 1 {
		exceptions.Panicf("bijector.SpaceToDepth: want even sides of at least 2 and at least 1 channel, got %d × %d × %d", s.Height, s.Width, s.Channels)
	}
	wantRows("SpaceToDepth", x, s.Height*s.Width*s.Channels)
}
