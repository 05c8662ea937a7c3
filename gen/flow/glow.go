package flow

import (
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// Glow is a chain of steps, each an activation norm, an invertible linear map of all channels and an affine coupling of
// half of them, on a standard normal base. Of images, every level squeezes 2 × 2 pixels into one and takes its steps with
// convolutions; then half of the channels go on to the next level, and the others are normal with a mean and a standard
// deviation that the first half decides. Of vectors it is one level with fully connected networks. With a condition, every
// network sees it.
//
// Examples are rows [dim], or, for a context that says so, images [height, width, channels]. Pixels are whole numbers and
// need noise:
//
//	train := fit.Rows(64, data.Digits().X) // 8 × 8 pixels from 0 to 16
//	m, err := fit.Density(flow.Glow{Image: [3]int{8, 8, 1}, Alpha: 0.02}, fit.Dequantized{Of: train, Levels: 17}, fit.Options{})
//
// Reference: Kingma and Dhariwal, Glow: Generative Flow with Invertible 1×1 Convolutions, NeurIPS 2018, figure 2.
type Glow struct {
	Image      [3]int   // height, width, channels where rows are images; sides divisible by 2^Levels. Zero for vectors
	Levels     int      // of images; 0 means 2, or 1 where the sides allow no more
	Steps      int      // in each level; 0 means 4, and 8 for vectors
	Hidden     []int    // hidden layers of each coupling's network, channels for images; none means 64, 64
	Kernel     int      // side of the convolutions' kernels, odd; 0 means 3
	Activation act.Func // of the hidden layers
	Bound      float64  // largest log-scale of one coupling; 0 means 2
	Alpha      float64  // pixels of [0, 1] go through bijector.Logit with this Alpha first; 0 means they don't
}

var _ gen.Density = Glow{}

// Build binds the variables "level_0/step_0/norm" …, "…/linear", "…/coupling" and "level_0/rest" …
func (f Glow) Build(c gen.Ctx) dist.Distribution {
	wantHidden("Glow", f.Hidden)
	wantPositive("Glow", "Bound", f.Bound)
	law := images{event: c.Event}
	if c.Event.Rank() == 3 {
		image := [3]int(c.Event.Dimensions)
		if f.Image != [3]int{} && f.Image != image {
			exceptions.Panicf("flow.Glow: want examples of the Image %v, got %s", f.Image, c.Event)
		}
		f.Image = image
		c.Event = shapes.Make(c.DType(), c.Dim())
	}
	var chain bijector.Chain
	if f.Image == [3]int{} {
		wantRows("Glow", c, 2)
		if f.Levels < 0 || f.Levels > 1 {
			exceptions.Panicf("flow.Glow: want no more than one of Levels for vectors, got %d: levels are of images, give their Image", f.Levels)
		}
		chain = f.steps(c.In("level_0"), [3]int{1, 1, c.Dim()}, count("Glow", "Steps", f.Steps, 8))
	} else {
		wantRows("Glow", c, 4)
		wantImage("Glow", f.Image, c.Dim())
		chain = f.level(c, f.Image, 0)
	}
	if f.Alpha != 0 {
		chain = append(chain, bijector.Inverted{Of: bijector.Logit{Alpha: f.Alpha}})
	}
	law.rows = bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: chain}
	if law.event.Rank() == 3 {
		return law
	}
	return law.rows
}

// level takes noise to images: level i and those below it.
func (f Glow) level(c gen.Ctx, image [3]int, i int) bijector.Chain {
	levels := f.levels()
	h, w, channels := image[0]/2, image[1]/2, image[2]*4
	in := c.In(name("level", i))
	var chain bijector.Chain
	if i < levels-1 {
		next := [3]int{h, w, channels / 2}
		mask := bijector.Channels(h, w, channels)
		chain = bijector.Chain{
			bijector.Leading{Count: mask.Passing(), Of: f.level(c, next, i+1)},
			bijector.Inverted{Of: bijector.PassingFirst{Mask: mask}},
			f.coupling(in.In("rest"), [3]int{h, w, channels}, nil), // the law of the rest given what went on
		}
	}
	chain = append(chain, f.steps(in, [3]int{h, w, channels}, count("Glow", "Steps", f.Steps, 4))...)
	return append(chain, bijector.Inverted{Of: bijector.SpaceToDepth{Height: image[0], Width: image[1], Channels: image[2]}})
}

// levels is how often the image is halved.
func (f Glow) levels() int {
	possible := 0
	for h, w := f.Image[0], f.Image[1]; h%2 == 0 && w%2 == 0 && h > 0 && w > 0; h, w = h/2, w/2 {
		possible++
	}
	levels := count("Glow", "Levels", f.Levels, max(1, min(2, possible)))
	if levels > possible {
		exceptions.Panicf("flow.Glow: want sides that can be halved %d times, got %d × %d: pad the images or take fewer Levels", levels, f.Image[0], f.Image[1])
	}
	return levels
}

// steps takes noise to data, so it applies the coupling first, which the paper has last. A linear map is turned around
// too: the density needs W alone, and samples need W⁻¹.
func (f Glow) steps(c gen.Ctx, image [3]int, n int) (chain bijector.Chain) {
	pixels, channels := image[0]*image[1], image[2]
	for i := n - 1; i >= 0; i-- {
		in := c.In(name("step", i))
		linear := in.In("linear").Scope
		chain = append(chain,
			f.coupling(in.In("coupling"), image, f.hidden()),
			bijector.Inverted{Of: bijector.Pixelwise{Pixels: pixels, Of: bijector.NewLinear(linear, c.Graph, nets.Orthogonal(linear, channels), c.DType())}},
			bijector.Pixelwise{Pixels: pixels, Of: bijector.NewActNorm(in.In("norm").Scope, c.Graph, channels, c.DType(), c.Training)},
		)
	}
	return chain
}

// coupling maps the second half of the channels given the first.
func (f Glow) coupling(c gen.Ctx, image [3]int, hidden []int) bijector.Coupling {
	of := bijector.ScaleShift{Bound: f.Bound}
	if f.Bound == 0 {
		of.Bound = 2
	}
	n := network{Hidden: hidden, Activation: f.Activation}
	if f.Image == [3]int{} {
		return n.coupling(c, bijector.Halves(c.Dim()), of)
	}
	return n.convolutions(c, image, f.Kernel, of)
}

func (f Glow) hidden() []int { return network{Hidden: f.Hidden}.hidden() }
