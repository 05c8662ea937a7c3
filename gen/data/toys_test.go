package data

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// toys are the planar sets with entropies that were computed independently of this package (by long Monte Carlo runs on
// FFJORD's generators for all but the checkerboard), and their uncertainty.
var toys = []struct {
	law     Planar
	entropy float64
	within  float64
}{
	{EightGaussians{}, 2.831, .002},
	{Checkerboard{}, math.Log(32), 1e-12},
	{Moons{Noise: .05}, .288, .011},
	{Moons{Noise: .10}, 1.014, .011},
	{Circles{}, 3.269, .002},
	{Rings{}, 2.622, .002},
	{SwissRoll{}, 2.664, .011},
	{TwoSpirals{}, 2.645, .002},
	{Pinwheel{}, 2.318, .002},
}

// newRNG is the host randomness of these tests.
func newRNG(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2026)) }

func eachToy(t *testing.T, f func(t *testing.T, l Planar)) {
	for _, toy := range toys {
		t.Run(fmt.Sprintf("%T%v", toy.law, toy.law), func(t *testing.T) { f(t, toy.law) })
	}
}

// floors remembers what Floor gave for a law.
var floors = map[Planar][2]float64{}

func floorOf(l Planar) (nats, plusMinus float64) {
	f, ok := floors[l]
	if !ok {
		f[0], f[1] = Floor(l)
		floors[l] = f
	}
	return f[0], f[1]
}

func TestFloor(t *testing.T) {
	for i, toy := range toys {
		if testing.Short() && i > 5 {
			break // the others' densities are sums and integrals: slower
		}
		got, pm := floorOf(toy.law)
		if math.Abs(got-toy.entropy) > toy.within+pm {
			t.Errorf("%T%v: entropy %.5f ± %.1e, want %.4f ± %.3f", toy.law, toy.law, got, pm, toy.entropy, toy.within)
		}
		if pm > 2e-5 {
			t.Errorf("%T%v: the quadrature did not settle: ± %.1e", toy.law, toy.law, pm)
		}
		t.Logf("%T%v: %.5f ± %.1e", toy.law, toy.law, got, pm)
	}
}

// An even finer grid than Floor's agrees with it within the error that Floor claims, and the mass is 1.
func TestFloorClaimsItsError(t *testing.T) {
	for _, l := range []Planar{EightGaussians{}, Circles{}, Rings{}} {
		got, pm := Floor(l)
		want, mass := gridEntropy(l, 700)
		if math.Abs(got-want) > pm+1e-9 || math.Abs(mass-1) > 1e-8 {
			t.Errorf("%T: Floor %.8f ± %.1e, finer grid %.8f with mass %.9f", l, got, pm, want, mass)
		}
	}
}

func TestDensityIntegratesToOne(t *testing.T) {
	if testing.Short() {
		t.Skip("long: 128² points of every density")
	}
	eachToy(t, func(t *testing.T, l Planar) {
		if _, mass := gridEntropy(l, 128); math.Abs(mass-1) > 1e-3 {
			t.Errorf("integral %.5f", mass)
		}
	})
}

// −mean log p over samples is the entropy, within 4 standard errors: the sampler and the density are of the same law.
func TestSamplesHaveTheEntropy(t *testing.T) {
	for i, toy := range toys {
		n := 100_000
		switch slow := i == 2 || i == 3 || i > 5; {
		case slow && testing.Short():
			continue
		case slow:
			n = 20_000
		}
		lp := LogProbs(toy.law, toy.law.Sample(newRNG(uint64(i)), n))
		mean, std := stat.MeanStdDev(lp, nil)
		floor, pm := floorOf(toy.law)
		se := std / math.Sqrt(float64(n))
		if math.Abs(-mean-floor) > 4*se+pm+1e-9 {
			t.Errorf("%T%v: −E[log p] = %.4f ± %.4f, entropy %.4f", toy.law, toy.law, -mean, se, floor)
		}
	}
}

// The counts of samples in the cells of a grid fit the integrals of the density over them (χ²).
func TestSamplesFitTheCells(t *testing.T) {
	const n = 100_000
	eachToy(t, func(t *testing.T, l Planar) {
		const cells = 24
		probability := cellMasses(l, cells)
		count := cellCounts(l, cells, l.Sample(newRNG(7), n))
		var chi2, dof, restSeen, restWanted float64
		for i, p := range probability {
			wanted := p * float64(n)
			if wanted < 10 {
				restSeen, restWanted = restSeen+count[i], restWanted+wanted
				continue
			}
			chi2 += (count[i] - wanted) * (count[i] - wanted) / wanted
			dof++
		}
		// Wilson and Hilferty 1931: (χ²/k)^(1/3) is close to normal.
		z := (math.Cbrt(chi2/dof) - 1 + 2/(9*dof)) / math.Sqrt(2/(9*dof))
		if math.Abs(z) > 4 {
			t.Errorf("χ² = %.1f on %.0f cells: %.1f deviations from what is expected", chi2, dof, z)
		}
		if math.Abs(restSeen-restWanted) > 4*math.Sqrt(restWanted+1)+3 {
			t.Errorf("rare cells: %.0f points, want %.1f", restSeen, restWanted)
		}
	})
}

// cellMasses integrates the density over cells × cells cells of the box, by 4 × 4 Gauss points each.
func cellMasses(l Planar, cells int) []float64 {
	lo, hi := l.Box()
	hx, hy := (hi[0]-lo[0])/float64(cells), (hi[1]-lo[1])/float64(cells)
	node, weight := make([]float64, 4), make([]float64, 4)
	quad.Legendre{}.FixedLocations(node, weight, 0, 1)
	mass := make([]float64, cells*cells)
	parallel(len(mass), func(i int) {
		for a := range node {
			for b := range node {
				x := []float64{lo[0] + hx*(float64(i%cells)+node[a]), lo[1] + hy*(float64(i/cells)+node[b])}
				mass[i] += hx * hy * weight[a] * weight[b] * math.Exp(l.LogProb(x))
			}
		}
	})
	return mass
}

func cellCounts(l Planar, cells int, x *mat.Dense) []float64 {
	lo, hi := l.Box()
	count := make([]float64, cells*cells)
	n, _ := x.Dims()
	for i := range n {
		column := int(float64(cells) * (x.At(i, 0) - lo[0]) / (hi[0] - lo[0]))
		row := int(float64(cells) * (x.At(i, 1) - lo[1]) / (hi[1] - lo[1]))
		if column >= 0 && column < cells && row >= 0 && row < cells {
			count[row*cells+column]++
		}
	}
	return count
}

func TestSampleIsSeededAndChecked(t *testing.T) {
	eachToy(t, func(t *testing.T, l Planar) {
		a, b := l.Sample(newRNG(1), 50), l.Sample(newRNG(1), 50)
		if rows, cols := a.Dims(); rows != 50 || cols != l.Dim() {
			t.Errorf("got %d × %d, want 50 × %d", rows, cols, l.Dim())
		}
		if !mat.Equal(a, b) || mat.Equal(a, l.Sample(newRNG(2), 50)) {
			t.Error("samples must depend on the seed alone")
		}
		if !l.Sample(newRNG(1), 0).IsEmpty() {
			t.Error("no points must give the empty matrix")
		}
		mustPanic(t, func() { l.Sample(newRNG(1), -1) })
		mustPanic(t, func() { l.LogProb([]float64{1, 2, 3}) })
	})
	mustPanic(t, func() { Moons{Noise: -1}.LogProb([]float64{0, 0}) })
	mustPanic(t, func() { Rings{Noise: math.NaN()}.Sample(newRNG(1), 1) })
}

// Far outside, where the density underflows, its logarithm is still finite and falls with the distance; NaN stays NaN.
func TestLogProbFarAway(t *testing.T) {
	eachToy(t, func(t *testing.T, l Planar) {
		if !math.IsNaN(l.LogProb([]float64{math.NaN(), 0})) || !math.IsNaN(l.LogProb([]float64{0, math.NaN()})) {
			t.Error("the log-density of NaN must be NaN")
		}
		if l == (Checkerboard{}) {
			return
		}
		last := l.LogProb([]float64{4, 1})
		for _, far := range []float64{8, 16, 40, 100, 1000} {
			lp := l.LogProb([]float64{far, far / 4})
			if math.IsInf(lp, 0) || !(lp < last) {
				t.Errorf("log p = %g at distance %g after %g nearer by", lp, far, last)
			}
			last = lp
		}
	})
}

func mustPanic(t *testing.T, f func()) {
	t.Helper()
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	f()
}

// bruteForce integrates a law's density along its curve with many points and no cleverness: −½|x − γ|²/σ² and a uniform T.
func bruteForce(x, y, lo, hi, sigma float64, at func(t float64) (x, y float64)) float64 {
	const n = 200_000
	exponents := make([]float64, n)
	for i := range n {
		cx, cy := at(lo + (hi-lo)*(float64(i)+.5)/n)
		exponents[i] = -((x-cx)*(x-cx) + (y-cy)*(y-cy)) / (2 * sigma * sigma)
	}
	top := slices.Max(exponents)
	var sum float64
	for _, e := range exponents {
		sum += math.Exp(e - top)
	}
	return math.Log(sum/n) + top - math.Log(2*math.Pi*sigma*sigma)
}

// curveWant is the accuracy that the curves' densities claim.
const curveWant = 1e-7

func TestMoonsAgainstBruteForce(t *testing.T) {
	for _, noise := range []float64{.02, .05, .3, 2} {
		for _, p := range [][2]float64{{.5, .25}, {0, 1}, {.03, .98}, {1, .02}, {-1.02, -.1}, {.7, -1}, {0, 0}, {5, 3}, {2.3, .4}, {-40, 12}} {
			upper := bruteForce(p[0], p[1], 0, math.Pi, noise, func(s float64) (x, y float64) { return math.Cos(s), math.Sin(s) })
			lower := bruteForce(p[0], p[1], 0, math.Pi, noise, func(s float64) (x, y float64) { return 1 - math.Cos(s), .5 - math.Sin(s) })
			want := math.Log(math.Exp(upper-max(upper, lower))+math.Exp(lower-max(upper, lower))) + max(upper, lower) - math.Ln2
			if got := (Moons{Noise: noise}).LogProb(p[:]); math.Abs(got-want) > curveWant*(1+math.Abs(want)) {
				t.Errorf("noise %g at %v: %.9f, want %.9f", noise, p, got, want)
			}
		}
	}
}

func TestSwissRollAgainstBruteForce(t *testing.T) {
	for _, noise := range []float64{.3, 1, 6} {
		for _, p := range [][2]float64{{0, 0}, {1, 1}, {-1.8, .1}, {2.7, -.5}, {0, 2.2}, {4, 4}, {-30, 3}} {
			want := bruteForce(p[0], p[1], 1.5*math.Pi, 4.5*math.Pi, noise/5, func(s float64) (x, y float64) { return s * math.Cos(s) / 5, s * math.Sin(s) / 5 })
			if got := (SwissRoll{Noise: noise}).LogProb(p[:]); math.Abs(got-want) > curveWant*(1+math.Abs(want)) {
				t.Errorf("noise %g at %v: %.9f, want %.9f", noise, p, got, want)
			}
		}
	}
}

// A blurred circle's density from its definition, an average of Gaussians around the circle.
func TestRingsAgainstBruteForce(t *testing.T) {
	for _, rho := range []float64{0, .2, .75, 1.1, 2.9, 5, 60} {
		sum := math.Inf(-1)
		for _, radius := range []float64{.75, 1.5, 2.25, 3} {
			sum = logAdd(sum, bruteForce(rho, 0, 0, 2*math.Pi, .3, func(s float64) (x, y float64) { return radius * math.Cos(s), radius * math.Sin(s) }))
		}
		want := sum - math.Log(4)
		if got := (Rings{Noise: .3}).LogProb([]float64{rho, 0}); math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
			t.Errorf("ρ = %g: %.12f, want %.12f", rho, got, want)
		}
	}
}

// The square of the two spirals' noise: both ways of writing its density agree, also far out, and it integrates to 1.
func TestBoxGaussKernel(t *testing.T) {
	k := boxGauss{side: .5 / 3, sigma: .1}
	var sum float64
	const h = .01
	for v := -3.; v < 3; v += h {
		sum += h * k.mass(k.outside(v))
	}
	if math.Abs(sum-1) > 1e-10 {
		t.Errorf("one coordinate integrates to %.12f", sum)
	}
	for _, a := range []float64{-.5, 0, 1, 10, 24.9, 25.1, 35} {
		want := math.Log(k.mass(a)) + max(a, 0)*max(a, 0)/2
		if got := math.Log(k.tail(a)); math.Abs(got-want) > 1e-9 {
			t.Errorf("%g sigmas outside: %.12f, want %.12f", a, got, want)
		}
	}
	near, far := k.scaled(-2.4, .1, farAway-1), k.scaled(-2.4, .1, farAway+1)
	if math.Abs(far/near-math.E) > 1e-9 {
		t.Errorf("the branches of scaled differ: ratio %.12f, want e", far/near)
	}
}

// Abramowitz and Stegun 1964, table 9.8, and continuity where the series change.
func TestLogBesselI0(t *testing.T) {
	for _, c := range []struct{ z, want float64 }{{0, 0}, {1, math.Log(1.2660658777520084)}, {5, math.Log(27.239871823604442)}, {10, math.Log(2815.716628466254)}} {
		if got := logBesselI0(c.z); math.Abs(got-c.want) > 1e-13 {
			t.Errorf("log I₀(%g) = %.15f, want %.15f", c.z, got, c.want)
		}
	}
	below, above := logBesselI0(besselSplit*(1-1e-13)), logBesselI0(besselSplit)
	if math.Abs(below-above) > 1e-11 {
		t.Errorf("log I₀ jumps by %.1e at %g", above-below, float64(besselSplit))
	}
}

// Every root that a fine scan of h finds, logRoots finds too, also where the blade is folded.
func TestPinwheelRoots(t *testing.T) {
	for _, rho := range []float64{.01, .5, 1, 1.7, 2.2, 3, 4} {
		w := twist{rho: rho, rate: .25, arg: .4, radial: math.Inf(1), tangential: math.Inf(1)} // weights 1/|h'| alone
		const n, step = 400_000, 2 * math.Pi / pinArms
		var want float64
		last, _ := w.h(-math.Pi)
		for i := 1; i <= n; i++ {
			alpha := -math.Pi + 2*math.Pi*float64(i)/n
			h, slope := w.h(alpha)
			if math.Floor(h/step) != math.Floor(last/step) {
				want += 1 / math.Abs(slope)
			}
			last = h
		}
		got := math.Inf(-1)
		cuts := w.monotone()
		for i := range len(cuts) - 1 {
			got = logAdd(got, w.logRoots(cuts[i], cuts[i+1]))
		}
		if math.Abs(math.Exp(got)-want) > 1e-2*want {
			t.Errorf("ρ = %g: Σ 1/|h'| = %.6f, a scan gives %.6f", rho, math.Exp(got), want)
		}
	}
}

func BenchmarkLogProb(b *testing.B) {
	for _, toy := range toys {
		x := toy.law.Sample(newRNG(1), 1000)
		b.Run(fmt.Sprintf("%T%v", toy.law, toy.law), func(b *testing.B) {
			for i := range b.N {
				toy.law.LogProb(x.RawRowView(i % 1000))
			}
		})
	}
}
