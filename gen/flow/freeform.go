package flow

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gomlx/compute/dtypes"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// FreeForm is the free-form flow: any encoder f: x → z and decoder g: z → x, which training makes inverses of each
// other. The log-determinant of f has no tractable form, but its gradient is a trace with f's inverse, which g is
// nearly. With probes v, E[v·vᵀ] = 1, and g's Jacobian fixed,
//
//	loss = -ln p(z) - vᵀ·J_f·stop(J_g·v) + β·|x - g(z)|²,  z = f(x).
//
// With Latent < d the same loss trains a bottleneck: the data's manifold and the density on it together. The density
// after training is exact for the maps as they are: at full dimension ln p(f(x)) + ln |det J_f|, which integrates to 1
// if f is one-to-one; with a bottleneck ln p(z) - ½ ln det J_gᵀJ_g per unit of volume of the surface g (Embedded).
// How far g(f(x)) is from x tells what to think of it. Jacobians are formed column by column, for k ≤ 64.
//
// References: Sorrenson, Draxler, Rousselot, Hummerich, Zimmermann, Köthe, Lifting architectural constraints of
// injective flows, ICLR 2024 (bottleneck; arXiv 2023); Draxler, Sorrenson, Zimmermann, Rousselot, Köthe,
// Free-form flows: make any architecture a normalizing flow, AISTATS 2024.
type FreeForm struct {
	Latent  int  // k ≤ d, dimension of the latent space; 0 means d
	Angular bool // the latent coordinates are angles; the decoder sees (cos θ, sin θ), 2k ≤ d

	// Width, Blocks and Activation are those of the two nets.Residual that encode and decode by default, 0 means 64
	// and 2. At full dimension they are added to the identity and start as it.
	Width, Blocks int
	Activation    act.Func

	Encoder Network     // of one's own, [batch, d + cond] → [batch, k], or [batch, 2k] with Angular
	Decoder Network     // of one's own, [batch, k + cond] or [batch, 2k + cond] → [batch, d]
	Inner   gen.Density // law of the latent coordinates; nil means N(0, 1), or uniform angles
	Beta    float64     // weight of the squared distance, > 0; 0 means 10 with a bottleneck, 100 at full dimension, where 10 leaves densities of integral 1.7
	Probes  int         // v for each example; 0 means 1
}

// Network is a network that settings describe, such as nets.MLP or nets.Residual.
type Network interface {
	// Build must bind the variables of a network with in inputs: [batch, in] → [batch, out].
	Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) nets.Net
}

var (
	_ gen.Density   = FreeForm{}
	_ gen.Generator = FreeForm{}
	_ Network       = nets.MLP{}
	_ Network       = nets.Residual{}
)

// Build binds the variables under "encoder", "decoder" and "inner". With a bottleneck the law is a bijector.Embedded.
func (f FreeForm) Build(c gen.Ctx) dist.Distribution {
	p := f.build(c)
	if p.latent < c.Dim() {
		return bijector.Embedded{Base: p.base, Of: p.pair}
	}
	return p
}

// build binds the two networks and the latent law.
func (f FreeForm) build(c gen.Ctx) freeForm {
	f.check()
	ch := chart{f.Latent, f.Angular}
	if f.Latent == 0 {
		ch.latent = c.Dim()
	}
	wantLatent("flow.FreeForm", c, ch, c.Dim())
	p := pair{chart: ch}
	skip := ch.width() == c.Dim()
	p.encode = f.network(c, "encoder", f.Encoder, c.Dim(), ch.width(), skip)
	p.decode = f.network(c, "decoder", f.Decoder, ch.width(), c.Dim(), skip)
	return freeForm{pair: p, base: ch.base(c, f.Inner)}
}

// check panics on settings that no model can have.
func (f FreeForm) check() {
	wantBeta("flow.FreeForm", f.Beta)
	for _, s := range []struct {
		name string
		n    int
	}{{"Width", f.Width}, {"Blocks", f.Blocks}, {"Probes", f.Probes}} {
		if s.n < 0 {
			exceptions.Panicf("flow.FreeForm: want %s at least 1 (0 for the default), got %d", s.name, s.n)
		}
	}
}

// network binds net, or the default one, from in to out coordinates; the condition comes behind the input. skip adds
// the default one to the identity.
func (f FreeForm) network(c gen.Ctx, name string, net Network, in, out int, skip bool) nets.Net {
	skip = skip && net == nil
	if net == nil {
		net = nets.Residual{Width: f.Width, Blocks: f.Blocks, Activation: f.Activation, Out: out, ZeroLast: skip}
	}
	width := in
	if c.Cond != nil {
		width += c.Cond.Shape().Dim(-1)
	}
	bound := net.Build(c.In(name).Scope, c.Graph, width, c.DType())
	return func(x *Node) *Node {
		y := x
		if c.Cond != nil {
			y = Concatenate([]*Node{x, c.Cond}, -1)
		}
		y = bound(y)
		if y.Rank() != 2 || y.Shape().Dim(1) != out {
			exceptions.Panicf("flow.FreeForm: want [batch, %d] from the %s, got %s from %T", out, name, y.Shape(), net)
		}
		if skip {
			y = Add(x, y)
		}
		return y
	}
}

// Loss is the surrogate of every example, [batch, d] → [batch]. Its gradient estimates that of the negative
// log-likelihood plus β·|x - g(z)|²; its value is no log-likelihood.
func (f FreeForm) Loss(c gen.Ctx, x *Node) *Node {
	p := f.build(c)
	z := p.Project(x)
	fixed := Identity(StopGradient(z)) // a gradient by a StopGradient node itself is zero
	jacobian := linearize(p.generate(fixed), fixed)
	probes := max(f.Probes, 1)
	var trace *Node
	for range probes {
		v := signs(c.Rng, z)
		w := StopGradient(jacobian.push(v))                // J_g·v, [b, d]
		term := ReduceSum(Mul(diffop.VJP(z, x, v), w), -1) // vᵀ·J_f·w
		if trace == nil {
			trace = term
		} else {
			trace = Add(trace, term)
		}
	}
	usual := 10.0
	if p.latent == c.Dim() {
		usual = 100
	}
	apart := MulScalar(ReduceSum(Square(Sub(x, p.generate(z))), -1), beta(f.Beta, usual))
	return Sub(apart, Add(p.base.LogProb(z), MulScalar(trace, 1/float64(probes))))
}

// Sample decodes n latent draws, [n, d].
func (f FreeForm) Sample(c gen.Ctx, n int) *Node { return f.build(c).Sample(c.Rng, n) }

// MarshalJSON refuses what could not be read again: settings in an interface.
func (f FreeForm) MarshalJSON() ([]byte, error) {
	type plain FreeForm
	return settings(plain(f), f.Encoder == nil && f.Decoder == nil && f.Inner == nil)
}
