package flow

import (
	"math/rand/v2"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// RealNVP is a chain of affine couplings whose halves take turns, on a standard normal base. In more than two
// dimensions the coordinates are permuted between the couplings, in an order that the settings alone fix. With a
// condition (Ctx.Cond), every coupling's network sees it too.
//
// Reference: Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP, ICLR 2017.
type RealNVP struct {
	Couplings  int      // 0 means 8
	Hidden     []int    // hidden layers of each coupling's network; none means 64, 64
	Activation act.Func // of those layers
	Bound      float64  // largest log-scale of one coupling; 0 means 1
	Norm       bool     // an activation norm before each coupling, initialized from the first batch (Kingma and Dhariwal 2018)
}

var _ gen.Density = RealNVP{}

// Build binds the variables "coupling_0" … and, with Norm, "norm_0" …
func (f RealNVP) Build(c gen.Ctx) dist.Distribution {
	wantRows("RealNVP", c, 2)
	wantHidden("RealNVP", f.Hidden)
	wantPositive("RealNVP", "Bound", f.Bound)
	couplings := count("RealNVP", "Couplings", f.Couplings, 8)
	var chain bijector.Chain
	order := rand.New(rand.NewPCG(0, uint64(c.Dim())))
	for i := range couplings {
		if c.Dim() > 2 && i > 0 && i%2 == 0 {
			chain = append(chain, bijector.Permutation(order.Perm(c.Dim())))
		}
		mask := bijector.Halves(c.Dim())
		if i%2 == 1 {
			mask = mask.Flip()
		}
		chain = append(chain, network{f.Hidden, f.Activation}.coupling(c.In(name("coupling", i)), mask, bijector.ScaleShift{Bound: f.Bound}))
		if f.Norm {
			chain = append(chain, bijector.NewActNorm(c.In(name("norm", i)).Scope, c.Graph, c.Dim(), c.DType(), c.Training))
		}
	}
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: chain}
}
