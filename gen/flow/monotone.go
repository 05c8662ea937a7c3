package flow

import (
	"math/rand/v2"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
)

// monotone is a flow of increasing maps of a family, whose closed direction goes from data to noise.
type monotone struct {
	who        string
	transforms int
	coupling   bool // couplings instead of autoregressive maps
	norm       bool
	network    network
}

// build binds the parts "transform_0" …, "norm_0" … and returns the law. part gives the family of each transform, for
// those that have variables of their own.
func (m monotone) build(c gen.Ctx, part func(c gen.Ctx) bijector.Univariate) dist.Distribution {
	least := 1
	if m.coupling {
		least = 2
	}
	wantRows(m.who, c, least)
	wantHidden(m.who, m.network.Hidden)
	var chain bijector.Chain
	for i := range count(m.who, "Transforms", m.transforms, 3) {
		in := c.In(name("transform", i))
		of := bijector.Reversed{Of: part(in)}
		if m.coupling {
			chain = append(chain, m.network.coupling(in, halves(c.Dim(), i), of))
			if c.Dim() > 2 && i%2 == 1 {
				chain = append(chain, bijector.Permutation(order(c.Dim(), i)))
			}
		} else {
			chain = append(chain, m.network.autoregressive(in, order(c.Dim(), i), of))
		}
		if m.norm {
			chain = append(chain, bijector.NewActNorm(c.In(name("norm", i)).Scope, c.Graph, c.Dim(), c.DType(), c.Training))
		}
	}
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: chain}
}

// halves are masks that take turns.
func halves(dim, i int) bijector.Mask {
	if i%2 == 1 {
		return bijector.Halves(dim).Flip()
	}
	return bijector.Halves(dim)
}

// order is that of the coordinates in transform i: forward and backward in the plane, so that both come first in turn,
// and at random above, fixed by i and dim alone.
func order(dim, i int) []int {
	if dim > 2 {
		return rand.New(rand.NewPCG(uint64(i), uint64(dim))).Perm(dim)
	}
	at := make([]int, dim)
	for j := range at {
		at[j] = j
		if i%2 == 1 {
			at[j] = dim - 1 - j
		}
	}
	return at
}
