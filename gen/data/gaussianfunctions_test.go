package data

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestCovarianceIsTheKernel: the squared exponential and Matérn's with ν = 3/2, (1 + √3 r/ℓ) exp(−√3 r/ℓ), summed over periods.
func TestCovarianceIsTheKernel(t *testing.T) {
	const l, period = .3, 2.
	for _, c := range []struct {
		law    GaussianFunctions
		kernel func(r float64) float64
		tol    float64 // of the modes left out
	}{
		{GaussianFunctions{Period: period, Length: l}, func(r float64) float64 { return math.Exp(-r * r / (2 * l * l)) }, 1e-12},
		{
			GaussianFunctions{Period: period, Length: l, Nu: 1.5, Modes: 2000},
			func(r float64) float64 { a := math.Sqrt(3) * math.Abs(r) / l; return (1 + a) * math.Exp(-a) }, 1e-8,
		},
	} {
		periodic := func(r float64) (sum float64) {
			for j := -20.; j <= 20; j++ {
				sum += c.kernel(r + j*period)
			}
			return sum
		}
		for r := 0.; r < period; r += .17 {
			if got, want := c.law.Covariance(r), periodic(r)/periodic(0); !(math.Abs(got-want) < c.tol) {
				t.Errorf("%+v: covariance %g at distance %g, want %g", c.law, got, r, want)
			}
		}
	}
}

// TestDraw: moments of many functions are those of the law, within five standard errors; the same seed gives the same functions.
func TestDraw(t *testing.T) {
	const n = 20_000
	law := GaussianFunctions{Length: .25, Deviation: 2}
	us := law.Draw(rand.New(rand.NewPCG(1, 2)), n)
	var mean, square, product float64
	for _, u := range us {
		a, b := u.At(.1), u.At(.3)
		mean, square, product = mean+a/n, square+a*a/n, product+a*b/n
	}
	if e := 2 / math.Sqrt(n); math.Abs(mean) > 5*e || math.Abs(square-4) > 5*e*2*math.Sqrt2 || math.Abs(product-law.Covariance(.2)) > 5*e*2*math.Sqrt2 {
		t.Errorf("mean %g, variance %g, covariance %g; want 0, 4, %g", mean, square, product, law.Covariance(.2))
	}
	if again := law.Draw(rand.New(rand.NewPCG(1, 2)), 2); again[1].At(.7) != us[1].At(.7) {
		t.Error("the same seed gave another function")
	}
	if u := (GaussianFunctions{ZeroMean: true}).Draw(rand.New(rand.NewPCG(1, 2)), 1)[0]; math.Abs(u.Integral(1)) > 1e-12 {
		t.Errorf("∫ u = %g over a period, want 0", u.Integral(1))
	}
}

func TestSeries(t *testing.T) {
	s := Series{Period: 2, Cos: []float64{3, 0, 1}, Sin: []float64{0, 2, 0}} // 3 + 2 sin πx + cos 2πx
	for _, x := range []float64{-.3, 0, .45, 2.2} {
		pi := math.Pi
		for name, c := range map[string][2]float64{
			"u":  {s.At(x), 3 + 2*math.Sin(pi*x) + math.Cos(2*pi*x)},
			"u′": {s.Derivative().At(x), 2*pi*math.Cos(pi*x) - 2*pi*math.Sin(2*pi*x)},
			"∫u": {s.Integral(x), 3*x + 2/pi*(1-math.Cos(pi*x)) + math.Sin(2*pi*x)/(2*pi)},
		} {
			if !(math.Abs(c[0]-c[1]) < 1e-13) { // roundings of numbers of size 10
				t.Errorf("%s at %g is %g, want %g", name, x, c[0], c[1])
			}
		}
	}
}

func TestGaussianFunctionsRefuse(t *testing.T) {
	for name, f := range map[string]func(){
		"period": func() { GaussianFunctions{Period: -1}.Covariance(0) },
		"length": func() { GaussianFunctions{Length: math.NaN()}.Covariance(0) },
		"ν":      func() { GaussianFunctions{Nu: -1}.Covariance(0) },
		"modes":  func() { GaussianFunctions{Modes: 1, ZeroMean: true}.Covariance(0) },
		"number": func() { GaussianFunctions{}.Draw(nil, -1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			f()
		}()
	}
}
