package flow

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets"
)

// images is a law of rows as one of images [height, width, channels].
type images struct {
	event shapes.Shape
	rows  dist.Distribution
}

var _ dist.Distribution = images{}

// LogProb takes [batch, height, width, channels] to [batch].
func (p images) LogProb(x *Node) *Node {
	if x.Rank() != 4 || !shapes.Make(p.event.DType, x.Shape().Dimensions[1:]...).Equal(p.event) {
		exceptions.Panicf("flow.Glow: want images [batch, %d, %d, %d], got %s", p.event.Dim(0), p.event.Dim(1), p.event.Dim(2), x.Shape())
	}
	return p.rows.LogProb(Reshape(x, x.Shape().Dim(0), p.event.Size()))
}

// Sample draws [n, height, width, channels].
func (p images) Sample(r *dist.Rng, n int) *Node {
	return Reshape(p.rows.Sample(r, n), append([]int{n}, p.event.Dimensions...)...)
}

// convolutions binds a coupling of the second half of the channels of images, flattened to rows, whose network is made of
// convolutions, starts at zero, and sees the condition as channels of their own, the same at every pixel.
func (n network) convolutions(c gen.Ctx, image [3]int, kernel int, of bijector.Univariate) bijector.Coupling {
	h, w, half := image[0], image[1], image[2]/2
	conv := nets.Conv{Hidden: n.Hidden, Out: half * of.Params(), Kernel: kernel, Activation: n.Activation, ZeroLast: true}
	net := conv.Build(c.Scope, c.Graph, half+condSize(c), c.DType())
	return bijector.Coupling{Mask: bijector.Channels(h, w, image[2]), Of: of, Net: func(pass *Node) *Node {
		b := pass.Shape().Dim(0)
		x := Reshape(pass, b, h, w, half)
		if c.Cond != nil {
			k := condSize(c)
			x = Concatenate([]*Node{x, BroadcastToDims(Reshape(c.Cond, b, 1, 1, k), b, h, w, k)}, -1)
		}
		return Reshape(net(x), b, h*w*half, of.Params())
	}}
}
