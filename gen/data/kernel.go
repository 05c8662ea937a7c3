package data

import "math"

// gauss is round Gaussian noise of the given deviation.
type gauss float64

func (s gauss) width() float64 { return float64(s) }

func (s gauss) q(dx, dy float64) float64 { return (dx*dx + dy*dy) / float64(s*s) }

func (s gauss) scaled(dx, dy, near float64) float64 {
	return math.Exp((near-s.q(dx, dy))/2) / (2 * math.Pi * float64(s*s))
}

// boxGauss is a uniform point of the square [0, side]² plus round Gaussian noise of deviation sigma. Its q is that of the distance
// from the square.
type boxGauss struct{ side, sigma float64 }

func (k boxGauss) width() float64 { return k.sigma }

func (k boxGauss) q(dx, dy float64) float64 {
	ax, ay := max(0, k.outside(dx)), max(0, k.outside(dy))
	return ax*ax + ay*ay
}

func (k boxGauss) scaled(dx, dy, near float64) float64 {
	ax, ay := k.outside(dx), k.outside(dy)
	if near > farAway { // both factors may underflow: take out exp(−q/2)
		return k.tail(ax) * k.tail(ay) * math.Exp((near-k.q(dx, dy))/2)
	}
	p := k.mass(ax) * k.mass(ay)
	if near > 0 {
		p *= math.Exp(near / 2)
	}
	return p
}

// outside is the distance of v from the interval [0, side] in sigmas, negative inside.
func (k boxGauss) outside(v float64) float64 { return max(-v, v-k.side) / k.sigma }

// mass is (Φ(a + side/σ) − Φ(a))/side, the density of one coordinate at a sigmas outside.
func (k boxGauss) mass(a float64) float64 {
	b := a + k.side/k.sigma
	if a < 0 {
		return (math.Erf(b/math.Sqrt2) - math.Erf(a/math.Sqrt2)) / (2 * k.side)
	}
	return (math.Erfc(a/math.Sqrt2) - math.Erfc(b/math.Sqrt2)) / (2 * k.side)
}

// tail is mass(a)·exp(max(a, 0)²/2); beyond 25 sigmas by Mills' ratio (Abramowitz and Stegun 1964, 26.2.12), where the far
// edge is negligible.
func (k boxGauss) tail(a float64) float64 {
	if a < 25 {
		a0 := max(a, 0)
		return k.mass(a) * math.Exp(a0*a0/2)
	}
	r := 1 / (a * a)
	return (1 - r*(1-3*r*(1-5*r*(1-7*r)))) / (a * math.Sqrt(2*math.Pi) * k.side)
}
