package flow

import (
	"math/rand/v2"
	"strconv"

	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
)

// Masking says which coordinates pass a coupling unchanged; those of the next coupling are the others.
type Masking int

// Halves is the zero value. Checkerboard and Channels are for images, and keep every coordinate at its place.
const (
	Halves       Masking = iota // the first ⌈dim/2⌉ coordinates, which are permuted after two couplings in more than two dimensions
	Alternating                 // every second coordinate
	Checkerboard                // pixels of one colour (Dinh et al. 2017, figure 3)
	Channels                    // half of the channels, whose number must be even
)

var maskings = [...]string{"Halves", "Alternating", "Checkerboard", "Channels"}

// String is the name of the constant.
func (m Masking) String() string {
	if m < 0 || int(m) >= len(maskings) {
		return "Masking(" + strconv.Itoa(int(m)) + ")"
	}
	return maskings[m]
}

// couplings are the settings of flows that are chains of couplings.
type couplings struct {
	who     string // the flow, for messages
	network network
	n       int // number of layers
	masks   Masking
	image   [3]int // height, width, channels, where masks need it
	two     bool   // every layer maps the other coordinates too
	norm    bool   // an activation norm after each layer
}

// build binds "coupling_0" … and, with norm, "norm_0" …
func (k couplings) build(c gen.Ctx, of bijector.Univariate) bijector.Chain {
	var chain bijector.Chain
	order := rand.New(rand.NewPCG(0, uint64(c.Dim())))
	for i := range k.n {
		if k.masks == Halves && c.Dim() > 2 && i > 0 && (k.two || i%2 == 0) {
			chain = append(chain, bijector.Permutation(order.Perm(c.Dim())))
		}
		mask := k.mask(c.Dim())
		if i%2 == 1 && !k.two {
			mask = mask.Flip()
		}
		in := c.In(name("coupling", i))
		chain = append(chain, k.network.coupling(in, mask, of))
		if k.two {
			chain = append(chain, k.network.coupling(in.In("back"), mask.Flip(), of))
		}
		if k.norm {
			chain = append(chain, bijector.NewActNorm(c.In(name("norm", i)).Scope, c.Graph, c.Dim(), c.DType(), c.Training))
		}
	}
	return chain
}

// mask is the first layer's.
func (k couplings) mask(dim int) bijector.Mask {
	h, w, channels := k.image[0], k.image[1], k.image[2]
	if k.masks == Checkerboard || k.masks == Channels {
		wantImage(k.who, k.image, dim)
	}
	switch k.masks {
	case Halves:
		return bijector.Halves(dim)
	case Alternating:
		return bijector.Alternating(dim)
	case Checkerboard:
		return bijector.Checkerboard(h, w, channels)
	case Channels:
		return bijector.Channels(h, w, channels)
	}
	exceptions.Panicf("flow.%s: want Masks among Halves … Channels, got %s", k.who, k.masks)
	return nil
}

// wantImage panics unless an image has dim numbers.
func wantImage(who string, image [3]int, dim int) {
	if image[0] < 1 || image[1] < 1 || image[2] < 1 || image[0]*image[1]*image[2] != dim {
		exceptions.Panicf("flow.%s: want Image {height, width, channels} of %d numbers in all, got %v", who, dim, image)
	}
}
