package data

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
)

// Pinwheel is five bent arms: a Gaussian blade, turned by an angle that grows exponentially along it,
//
//	x = 2·R(−θ)·(r, s),  r ~ N(1, RadialStd²),  s ~ N(0, TangentialStd²),  θ = 2πk/5 + Rate·eʳ,  k uniform on 0 … 4,
//
// where R(φ) rotates by φ, as in FFJORD's generator (after Johnson et al. 2016); there the arms of a batch have equal numbers
// of points, here each point chooses its arm at random.
type Pinwheel struct {
	RadialStd     float64 // 0 means .3
	TangentialStd float64 // 0 means .1
	Rate          float64 // 0 means .25
}

var _ Planar = Pinwheel{}

const (
	pinArms  = 5
	pinScale = 2.
)

func (p Pinwheel) defaults() (radial, tangential, rate float64) {
	return or("Pinwheel.RadialStd", p.RadialStd, .3), or("Pinwheel.TangentialStd", p.TangentialStd, .1), or("Pinwheel.Rate", p.Rate, .25)
}

// Dim is 2.
func (p Pinwheel) Dim() int { return 2 }

// Box reaches 6.5 deviations beyond r = 1.
func (p Pinwheel) Box() (lo, hi [2]float64) {
	radial, tangential, _ := p.defaults()
	return square(pinScale * (1 + 6.5*max(radial, tangential)))
}

// Sample draws n points [n, 2].
func (p Pinwheel) Sample(rng *rand.Rand, n int) *mat.Dense {
	radial, tangential, rate := p.defaults()
	return plane("Pinwheel", n, func() (x, y float64) {
		r, s := 1+radial*rng.NormFloat64(), tangential*rng.NormFloat64()
		sin, cos := math.Sincos(2*math.Pi*float64(rng.IntN(pinArms))/pinArms + rate*math.Exp(r))
		return pinScale * (r*cos + s*sin), pinScale * (s*cos - r*sin)
	})
}

// LogProb is the exact log-density in nats: the sum of the blade's density over its Jacobian at all the points (r, s) that are
// turned into x. With ρ = |x|/2 they are ρ·(cos α, sin α), where
//
//	h(α) = α − Rate·exp(ρ cos α) − arg x
//
// is a multiple of 2π/5, and the Jacobian is h'(α) = 1 + Rate·eʳ·s. h has at most three monotone pieces, on which
// every root is found by safeguarded Newton steps. Where h' = 0, far out on the blade, the density has an integrable
// singularity; with the default parameters such points have probability about 1e-9. Beyond windLimit turns
// (about 20 deviations out) the roots are dense and their sum is replaced by its integral.
func (p Pinwheel) LogProb(v []float64) float64 {
	radial, tangential, rate := p.defaults()
	x, y := xy("Pinwheel", v)
	if math.IsNaN(x) || math.IsNaN(y) {
		return math.NaN()
	}
	t := twist{rho: math.Hypot(x, y) / pinScale, rate: rate, arg: math.Atan2(y, x), radial: radial, tangential: tangential}
	norm := math.Log(pinArms * 2 * math.Pi * radial * tangential * pinScale * pinScale)
	if rate*math.Exp(t.rho) > windLimit {
		return t.logDense() - norm
	}
	sum := math.Inf(-1)
	cuts := t.monotone()
	for i := range len(cuts) - 1 {
		sum = logAdd(sum, t.logRoots(cuts[i], cuts[i+1]))
	}
	return sum - norm
}

const windLimit = 300.

// twist is the equation that the points of the blade fulfil which are turned into a point with polar coordinates rho, arg.
type twist struct{ rho, rate, arg, radial, tangential float64 }

func (t twist) h(alpha float64) (h, slope float64) {
	sin, cos := math.Sincos(alpha)
	e := t.rate * math.Exp(t.rho*cos)
	return alpha - e - t.arg, 1 + e*t.rho*sin
}

// monotone cuts [−π, π] where h' changes its sign: nowhere, or twice at negative α, on both sides of the angle where
// eʳ·s is lowest, cos α = ρ sin² α.
func (t twist) monotone() []float64 {
	if t.rho == 0 {
		return []float64{-math.Pi, math.Pi}
	}
	lowest := -math.Acos((math.Sqrt(1+4*t.rho*t.rho) - 1) / (2 * t.rho))
	if _, slope := t.h(lowest); slope >= 0 {
		return []float64{-math.Pi, math.Pi}
	}
	return []float64{-math.Pi, t.turn(-math.Pi, lowest), t.turn(0, lowest), math.Pi}
}

// turn bisects for h' = 0 between an angle with h' > 0 and one with h' < 0.
func (t twist) turn(up, down float64) float64 {
	for range 55 {
		m := (up + down) / 2
		if _, slope := t.h(m); slope > 0 {
			up = m
		} else {
			down = m
		}
	}
	return up
}

// logRoots is the log of the sum of exp(blade)/|h'| over the angles in [a, b), a monotone piece, where h is a multiple of 2π/5.
func (t twist) logRoots(a, b float64) float64 {
	const step = 2 * math.Pi / pinArms
	ha, _ := t.h(a)
	hb, _ := t.h(b)
	sum := math.Inf(-1)
	for k := math.Ceil(min(ha, hb) / step); k*step < max(ha, hb); k++ {
		alpha := t.root(a, b, k*step, hb > ha)
		_, slope := t.h(alpha)
		sum = logAdd(sum, t.blade(alpha)-math.Log(math.Abs(slope)))
	}
	return sum
}

// root solves h(α) = target on a monotone piece by Newton steps that fall back to bisection.
func (t twist) root(a, b, target float64, rising bool) float64 {
	alpha := (a + b) / 2
	for range 100 {
		h, slope := t.h(alpha)
		if (h > target) == rising {
			b = alpha
		} else {
			a = alpha
		}
		next := alpha - (h-target)/slope
		if !(next > a && next < b) {
			next = (a + b) / 2
		}
		if math.Abs(next-alpha) < 1e-15*(1+math.Abs(alpha)) {
			return next
		}
		alpha = next
	}
	return alpha
}

// blade is the exponent of the blade's density at the angle α.
func (t twist) blade(alpha float64) float64 {
	sin, cos := math.Sincos(alpha)
	r, s := (t.rho*cos-1)/t.radial, t.rho*sin/t.tangential
	return -(r*r + s*s) / 2
}

// logDense is the limit of dense roots, (5/2π)·∫ exp(blade) dα, by Laplace's method about α = 0, where the blade is thin.
func (t twist) logDense() float64 {
	curvature := t.rho*t.rho/(t.tangential*t.tangential) - t.rho*(t.rho-1)/(t.radial*t.radial)
	if curvature <= 0 {
		curvature = t.rho / (t.radial * t.radial)
	}
	return t.blade(0) + math.Log(pinArms/(2*math.Pi)) + .5*math.Log(2*math.Pi/curvature)
}
