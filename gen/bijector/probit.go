package bijector

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// The quantile of the normal law is computed from logarithms of probabilities, since F(x) itself rounds to 0 or 1 in the
// tails. With w = √(−2·L) the number a(L) ≥ 0 that has ln Φ(−a) = L is w minus a slow function of w, which up to
// farTail is a Chebyshev series in (w − w₀)/(w + 4), good to 1e-13, and beyond follows from the asymptotic series of Φ.
const (
	probitTerms = 24
	farTail     = 20.0 // in w; there L = −200
	probitBend  = 4.0
)

var (
	nearestTail  = math.Sqrt(2 * math.Ln2) // w₀, where Φ = ½
	probitTop    = (farTail - nearestTail) / (farTail + probitBend)
	probitSeries = fitProbit()
	halfLog2Pi   = 0.5 * math.Log(2*math.Pi)
)

// probit is Φ⁻¹(p) from ln p and ln (1 − p), elementwise; the smaller of the two counts.
func probit(logP, logRest *Node) *Node {
	w := Sqrt(MulScalar(Min(logP, logRest), -2))
	far := ConstAs(w, farTail)
	a := Where(LessThan(w, far), probitNear(Min(w, far)), probitFar(Max(w, far)))
	return Where(LessThan(logP, logRest), Neg(a), a)
}

// probitNear is w minus the Chebyshev series, by Clenshaw's recurrence (1955).
func probitNear(w *Node) *Node {
	v := Div(AddScalar(w, -nearestTail), MulScalar(AddScalar(w, probitBend), probitTop))
	twice := MulScalar(AddScalar(MulScalar(v, 2), -1), 2)
	next, last := ZerosLike(w), ZerosLike(w)
	for k := probitTerms - 1; k >= 1; k-- {
		next, last = AddScalar(Sub(Mul(twice, next), last), probitSeries[k]), next
	}
	sum := AddScalar(Sub(MulScalar(Mul(twice, next), 0.5), last), probitSeries[0])
	return Sub(w, sum)
}

// probitFar iterates a² = w² − ln 2π − 2·ln a + 2·ln(1 − 1/a² + 3/a⁴ − 15/a⁶ + 105/a⁸), which is ln Φ(−a) = −w²/2
// with the asymptotic series (Abramowitz and Stegun 26.2.12) and contracts by 1/a² ≤ 1/380.
func probitFar(w *Node) *Node {
	a := w
	for range 5 {
		t := Inverse(Square(a))
		series := Mul(t, AddScalar(Mul(t, AddScalar(Mul(t, AddScalar(MulScalar(t, 105), -15)), 3)), -1))
		a = Sqrt(AddScalar(Add(Square(w), MulScalar(Sub(Log1p(series), Log(a)), 2)), -2*halfLog2Pi))
	}
	return a
}

// fitProbit interpolates w − a at the Chebyshev points; a is found by Newton's method on the host.
func fitProbit() []float64 {
	series := make([]float64, probitTerms)
	for k := range probitTerms {
		angle := math.Pi * (float64(k) + 0.5) / probitTerms
		v := (math.Cos(angle) + 1) / 2 * probitTop
		w := (nearestTail + probitBend*v) / (1 - v)
		a := math.Max(0, w-1)
		for range 60 {
			log := math.Log(math.Erfc(a/math.Sqrt2) / 2) // w ≤ farTail: far from underflow
			a += (log + w*w/2) / math.Exp(-a*a/2-halfLog2Pi-log)
		}
		for j := range series {
			series[j] += (w - a) * math.Cos(float64(j)*angle) * 2 / probitTerms
		}
	}
	series[0] /= 2
	return series
}
