package flow

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets"
)

// pair is an encoder and a decoder, which are inverses of each other as far as training has made them so.
type pair struct {
	chart
	encode, decode nets.Net
}

var _ bijector.Injection = pair{}

// generate is the decoder: [batch, k] → [batch, d].
func (p pair) generate(z *Node) *Node { return p.decode(p.enter(z)) }

// Forward is the decoder with its exact log-volume.
func (p pair) Forward(z *Node) (x, logVolume *Node) {
	x = p.generate(z)
	return x, linearize(x, z).logVolume()
}

// Project is the encoder: a left inverse of the decoder after training only.
func (p pair) Project(x *Node) *Node { return p.leave(p.encode(x)) }

// freeForm is the law of a pair at full dimension.
type freeForm struct {
	pair
	base dist.Distribution
}

var _ dist.Distribution = freeForm{}

// LogProb is ln p_base(f(x)) + ln |det J_f| with the encoder's exact Jacobian, in nats: [batch, d] → [batch]. It is −∞
// for rows that are not finite or very large, as that of bijector.Transformed.
func (p freeForm) LogProb(x *Node) *Node {
	finite := IsFinite(MulScalar(Square(x), 1e12))
	x = Where(finite, x, ZerosLike(x))
	z := p.Project(x)
	logProb := Add(p.base.LogProb(z), linearize(z, x).logDet())
	return Where(ReduceLogicalAnd(finite, -1), logProb, Infinity(x.Graph(), x.DType(), -1))
}

// Sample draws [n, d] by the decoder.
func (p freeForm) Sample(r *dist.Rng, n int) *Node { return p.generate(p.base.Sample(r, n)) }
