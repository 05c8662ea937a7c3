package flow

import (
	"encoding/json"
	"math"

	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
)

// surface is what Injective and Rectangular are built from.
type surface struct {
	who     string
	latent  int
	angular bool
	outer   gen.Density
	inner   gen.Density
	beta    float64
}

// build binds the outer and the inner flow.
func (s surface) build(c gen.Ctx, probes, steps int) bijector.Embedded {
	ch := chart{s.latent, s.angular}
	wantLatent(s.who, c, ch, c.Dim()-1)
	wantBeta(s.who, s.beta)
	outer := s.outer
	if outer == nil {
		outer = RealNVP{}
	}
	law := outer.Build(c.In("outer"))
	t, ok := law.(bijector.Transformed)
	if !ok {
		exceptions.Panicf("%s: want an Outer whose law is a bijector.Transformed, such as RealNVP, got %T, which builds %T", s.who, outer, law)
	}
	return bijector.Embedded{
		Base: ch.base(c, s.inner),
		Of:   padded{chart: ch, dim: c.Dim(), outer: t.T, probes: probes, steps: steps},
	}
}

// wantLatent panics unless examples are [d] and the latent coordinates fit: 1 ≤ k ≤ most, and two coordinates an angle.
func wantLatent(who string, c gen.Ctx, ch chart, most int) {
	if c.Event.Rank() != 1 {
		exceptions.Panicf("%s: want examples [dim], got %s", who, c.Event)
	}
	if most < 1 {
		exceptions.Panicf("%s: want examples of at least 2 dimensions, since Latent is smaller than that, got %s", who, c.Event)
	}
	if ch.latent < 1 || ch.latent > most {
		exceptions.Panicf("%s: want Latent from 1 to %d for examples of dimension %d, got %d", who, most, c.Dim(), ch.latent)
	}
	if ch.width() > c.Dim() {
		exceptions.Panicf("%s: %d angles take %d coordinates, the examples have %d: use fewer, or no Angular", who, ch.latent, ch.width(), c.Dim())
	}
}

// wantInner panics where RealNVP{} cannot be the law of the latent coordinates.
func wantInner(latent int, angular bool) {
	if latent == 1 || angular {
		exceptions.Panicf("flow.Injective: want an Inner flow of your own for one latent coordinate or for angles: RealNVP, the default, can do neither")
	}
}

// wantBeta panics on weights of the squared distance that no loss can have.
func wantBeta(who string, b float64) {
	if !(b >= 0) || math.IsInf(b, 1) {
		exceptions.Panicf("%s: want Beta positive and finite (0 for the default), got %g", who, b)
	}
}

// beta is the weight b, or the default where b is 0.
func beta(b, zero float64) float64 {
	if b == 0 {
		return zero
	}
	return b
}

// settings is the JSON of settings that can be read again.
func settings(plain any, readable bool) ([]byte, error) {
	if !readable {
		return nil, errSettings
	}
	return json.Marshal(plain)
}
