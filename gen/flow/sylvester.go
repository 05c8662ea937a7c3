package flow

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// Sylvester is a flow of Sylvester maps with Householder reflections on a standard normal base. They go from data to
// noise, so that the density is closed; samples take Rank searches in each layer, one after the other. With a condition
// (Ctx.Cond), a network for each layer makes its triangles and shifts; the reflections are the same for all conditions.
//
// Reference: van den Berg, Hasenclever, Tomczak, Welling, Sylvester normalizing flows for variational inference, UAI 2018.
type Sylvester struct {
	Layers      int      // 0 means 8
	Rank        int      // directions that a layer bends; 0 means all
	Reflections int      // 0 means as many as dimensions
	Norm        bool     // an activation norm after each layer
	Hidden      []int    // hidden layers of the networks of the condition; none means 64, 64
	Activation  act.Func // of those layers
}

var _ gen.Density = Sylvester{}

// Build binds the variables "layer_0" … with "layer_0/reflections" and, with Norm, "norm_0" …
func (f Sylvester) Build(c gen.Ctx) dist.Distribution {
	wantRows("Sylvester", c, 1)
	wantHidden("Sylvester", f.Hidden)
	m, k := count("Sylvester", "Rank", f.Rank, c.Dim()), count("Sylvester", "Reflections", f.Reflections, c.Dim())
	if m > c.Dim() {
		exceptions.Panicf("flow.Sylvester: want a Rank of at most %d, the dimension, got %d", c.Dim(), m)
	}
	return inverted(c, count("Sylvester", "Layers", f.Layers, 8), f.Norm, func(c gen.Ctx) bijector.Bijector {
		p := cut(parameters(c, 2*m*m+m, f.Hidden, f.Activation, false), m*m, m*m, m)
		return bijector.Sylvester{Vectors: reflections(c, k), R: Reshape(p[0], -1, m, m), S: Reshape(p[1], -1, m, m), B: p[2]}
	})
}

// reflections are k free vectors, [k, dim], the same for all conditions.
func reflections(c gen.Ctx, k int) *Node {
	c.Cond = nil
	return Reshape(parameters(c.In("reflections"), k*c.Dim(), nil, act.SiLU, false), k, c.Dim())
}
