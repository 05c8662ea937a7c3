package flow

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
)

// chart says how latent coordinates enter a map: as they are, or as angles. No map of a line is a circle, since one
// chart cannot cover it: so an angle enters as (cos θ, sin θ), which is continuous where θ jumps (Rezende et al. 2020,
// Normalizing flows on tori and spheres).
type chart struct {
	latent  int
	angular bool
}

// width is the number of coordinates that the map sees.
func (c chart) width() int {
	if c.angular {
		return 2 * c.latent
	}
	return c.latent
}

// enter is [batch, k] → [batch, width]: all cosines, then all sines.
func (c chart) enter(z *Node) *Node {
	if z.Rank() != 2 || z.Shape().Dim(1) != c.latent {
		exceptions.Panicf("flow: want latent coordinates [batch, %d], got %s", c.latent, z.Shape())
	}
	if !c.angular {
		return z
	}
	return Concatenate([]*Node{Cos(z), Sin(z)}, -1)
}

// leave is a left inverse of enter that takes any radius but 0: [batch, width] → [batch, k], angles in [-π, π].
func (c chart) leave(h *Node) *Node {
	if !c.angular {
		return h
	}
	return Atan2(Slice(h, AxisRange(), AxisRangeToEnd(c.latent)), Slice(h, AxisRange(), AxisRange(0, c.latent)))
}

// base is the law of the latent coordinates: the model's own, or N(0, 1), or uniform angles.
func (c chart) base(ctx gen.Ctx, inner gen.Density) dist.Distribution {
	ctx.Event = shapes.Make(ctx.DType(), c.latent)
	switch {
	case inner != nil:
		return inner.Build(ctx.In("inner"))
	case c.angular:
		return uniformAngles{ctx.Event}
	}
	return dist.StandardNormal{Event: ctx.Event}
}

// uniformAngles is the uniform law of angles, also of those that rounding put a little outside of [-π, π).
type uniformAngles struct{ event shapes.Shape }

func (u uniformAngles) LogProb(x *Node) *Node {
	return AddScalar(ZerosLike(ReduceSum(x, -1)), -float64(u.event.Dim(0))*math.Log(2*math.Pi))
}

func (u uniformAngles) Sample(r *dist.Rng, n int) *Node {
	return MulScalar(AddScalar(r.Uniform(shapes.Make(u.event.DType, n, u.event.Dim(0))), -0.5), 2*math.Pi)
}

// padded is x = f(enter(z), 0, …, 0), an injection by a bijector f of the data space (Brehmer and Cranmer 2020).
type padded struct {
	chart
	dim    int
	outer  bijector.Bijector
	probes int // of ForwardEstimate
	steps  int // of its conjugate gradients
}

var (
	_ bijector.Injection           = padded{}
	_ bijector.StochasticInjection = padded{}
)

// decode is x = g(z): [batch, k] → [batch, d].
func (p padded) decode(z *Node) *Node {
	h := p.enter(z)
	if rest := p.dim - p.width(); rest > 0 {
		h = Concatenate([]*Node{h, Zeros(z.Graph(), shapes.Make(z.DType(), z.Shape().Dim(0), rest))}, -1)
	}
	x, _ := p.outer.Forward(h)
	return x
}

// Project drops the coordinates off the surface: [batch, d] → [batch, k].
func (p padded) Project(x *Node) *Node {
	h, _ := p.outer.Inverse(x)
	return p.leave(Slice(h, AxisRange(), AxisRange(0, p.width())))
}

// Forward has the exact log-volume.
func (p padded) Forward(z *Node) (x, logVolume *Node) {
	x = p.decode(z)
	return x, linearize(x, z).logVolume()
}

// ForwardEstimate has a log-volume by Hutchinson probes ε of independent signs, with A = JᵀJ:
//
//	½ ln det A = ½ E[εᵀ·ln(A)·ε],   ∇ ½ ln det A = ½ E[(A⁻¹ε)ᵀ·∇A·ε].
//
// The value is Lanczos quadrature (Ubaru, Chen and Saad 2017), the gradient that of Caterini et al. 2021, with A⁻¹ε from the same conjugate gradients. Both are unbiased when these take k steps, and nearly so where A is well
// conditioned.
func (p padded) ForwardEstimate(r *dist.Rng, z *Node) (x, logVolume *Node) {
	x = p.decode(z)
	j := linearize(x, z)
	for range p.probes {
		one := j.probe(signs(r, z), p.steps)
		if logVolume == nil {
			logVolume = one
		} else {
			logVolume = Add(logVolume, one)
		}
	}
	return x, MulScalar(logVolume, 1/float64(p.probes))
}

// probe is the estimate by one ε: its value is the quadrature, its gradient that of ½ (J·u)·(J·ε) at fixed u = A⁻¹ε.
func (l linear) probe(eps *Node, steps int) *Node {
	k := conjugateGradients(func(t *Node) *Node { return l.pull(l.push(t)) }, eps, steps)
	surrogate := MulScalar(Squeeze(dot(l.push(StopGradient(k.solution)), l.push(eps)), -1), 0.5)
	value := MulScalar(k.log(), 0.5)
	return Add(surrogate, StopGradient(Sub(value, surrogate)))
}

// signs are independent ±1 of the shape of z, the probes of least variance (Hutchinson 1989).
func signs(r *dist.Rng, z *Node) *Node {
	u := r.Uniform(z.Shape())
	return Where(LessThan(u, MulScalar(OnesLike(u), 0.5)), Neg(OnesLike(u)), OnesLike(u))
}
