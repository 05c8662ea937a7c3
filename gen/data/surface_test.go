package data

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// surfaces are laws on surfaces, with their entropy, and a chart of the surface: u, v in [0, 1) to a point and the area
// (length, for curves, which ignore v) that belongs to du dv there.
var surfaces = []struct {
	law     Surface
	entropy float64
	chart   func(u, v float64) (x []float64, area float64)
}{
	{VonMises{}, circleEntropy(2, 1), circleChart(VonMises{}, 1)},
	{VonMises{Mean: 1, Kappa: 5, Radius: 3}, circleEntropy(5, 3), circleChart(VonMises{Radius: 3}, 3)},
	{VonMises{Mean: -2, Ambient: 10, Seed: 4}, circleEntropy(2, 1), circleChart(VonMises{Ambient: 10, Seed: 4}, 1)},
	{VonMisesFisher{}, sphereEntropy(2, 1), sphereChart(1)},
	{VonMisesFisher{Mean: [3]float64{1, -2, .5}, Kappa: 4, Radius: 2}, sphereEntropy(4, 2), sphereChart(2)},
	{SwissSheet{}, sheetEntropy(), func(u, v float64) (x []float64, area float64) {
		t := rollStart + (rollEnd-rollStart)*u
		return SwissSheet{}.at(t, sheetHeight*v), math.Sqrt(1+t*t) / 100 * 3 * math.Pi * 21
	}},
}

// besselRatio is I₁(κ)/I₀(κ), the slope of ln I₀, by a difference good to about 1e-10.
func besselRatio(kappa float64) float64 {
	const h = 1e-4
	return (8*(logBesselI0(kappa+h)-logBesselI0(kappa-h)) - (logBesselI0(kappa+2*h) - logBesselI0(kappa-2*h))) / (12 * h)
}

func circleEntropy(kappa, r float64) float64 {
	return math.Log(2*math.Pi*r) + logBesselI0(kappa) - kappa*besselRatio(kappa)
}

func sphereEntropy(kappa, r float64) float64 {
	return math.Log(4*math.Pi*r*r*math.Sinh(kappa)/kappa) - kappa/math.Tanh(kappa) + 1
}

// sheetEntropy is E[ln(3π·21·√(1+t²)/100)], with ∫ ln(1+t²) dt = t·ln(1+t²) − 2t + 2·arctan t.
func sheetEntropy() float64 {
	f := func(t float64) float64 { return t*math.Log1p(t*t) - 2*t + 2*math.Atan(t) }
	return math.Log(3*math.Pi*21/100) + (f(rollEnd)-f(rollStart))/(2*(rollEnd-rollStart))
}

func circleChart(law VonMises, r float64) func(u, v float64) ([]float64, float64) {
	return func(u, _ float64) (x []float64, area float64) {
		return law.Points(2 * math.Pi * u).RawRowView(0), 2 * math.Pi * r
	}
}

// sphereChart is by longitude and height, which keeps areas (Archimedes).
func sphereChart(r float64) func(u, v float64) ([]float64, float64) {
	return func(u, v float64) (x []float64, area float64) {
		sin, cos := math.Sincos(2 * math.Pi * u)
		h := 2*v - 1
		rho := math.Sqrt(1 - h*h)
		return []float64{r * rho * cos, r * rho * sin, r * h}, 4 * math.Pi * r * r
	}
}

// The midpoint rule on 200² cells: exact around circles, and good to 1e-4 where the integrand is smooth.
const (
	surfaceCells = 200
	surfaceTol   = 1e-4
)

func TestSurfaceDensities(t *testing.T) {
	for _, c := range surfaces {
		t.Run(fmt.Sprintf("%T%v", c.law, c.law), func(t *testing.T) {
			var mass, entropy float64
			for i := range surfaceCells {
				for j := range surfaceCells {
					x, area := c.chart((float64(i)+.5)/surfaceCells, (float64(j)+.5)/surfaceCells)
					lp := c.law.LogProb(x)
					mass += area * math.Exp(lp) / (surfaceCells * surfaceCells)
					entropy -= area * math.Exp(lp) * lp / (surfaceCells * surfaceCells)
				}
			}
			if math.Abs(mass-1) > surfaceTol || math.Abs(entropy-c.entropy) > surfaceTol*(1+math.Abs(c.entropy)) {
				t.Errorf("integral %.7f, want 1; entropy %.6f, want %.6f", mass, entropy, c.entropy)
			}
			lp := LogProbs(c.law, c.law.Sample(newRNG(3), 50_000))
			mean, std := stat.MeanStdDev(lp, nil)
			if se := std / math.Sqrt(50_000); math.Abs(mean+c.entropy) > 4*se {
				t.Errorf("samples have −E[log p] = %.4f ± %.4f, want %.4f", -mean, se, c.entropy)
			}
		})
	}
}

// The mean of samples is I₁/I₀, or coth κ − 1/κ, times R along the mean direction: not its mirror image, in every frame.
func TestSurfaceMeans(t *testing.T) {
	const n = 50_000
	for _, c := range []struct {
		law    Law
		toward []float64 // unit vector
		want   float64
	}{
		{VonMises{Mean: 1, Kappa: 5, Radius: 3}, []float64{math.Cos(1), math.Sin(1)}, 3 * besselRatio(5)},
		{VonMises{Kappa: 1e-6}, []float64{1, 0}, 5e-7},
		{VonMises{Mean: -2, Ambient: 10, Seed: 4}, VonMises{Ambient: 10, Seed: 4}.Points(-2).RawRowView(0), besselRatio(2)},
		{VonMisesFisher{Mean: [3]float64{0, -3, 4}, Kappa: 4}, []float64{0, -.6, .8}, 1/math.Tanh(4) - .25},
	} {
		x := c.law.Sample(newRNG(5), n)
		var along mat.VecDense
		along.MulVec(x, mat.NewVecDense(len(c.toward), c.toward))
		mean, std := stat.MeanStdDev(along.RawVector().Data, nil)
		if se := std / math.Sqrt(n); math.Abs(mean-c.want) > 4*se {
			t.Errorf("%T%v: mean %.4f ± %.4f along the mean direction, want %.4f", c.law, c.law, mean, se, c.want)
		}
	}
}

// Off the surface there is no density, and what float32 rounds is still on it; a seed is a plane.
func TestSurfacesEnd(t *testing.T) {
	for _, c := range surfaces {
		x := c.law.Sample(newRNG(1), 20)
		for i := range 20 {
			p := x.RawRowView(i)
			want := c.law.LogProb(p)
			rounded, off := make([]float64, len(p)), append([]float64(nil), p...)
			for j, v := range p {
				rounded[j] = float64(float32(v))
			}
			if got := c.law.LogProb(rounded); math.Abs(got-want) > 1e-4 {
				t.Errorf("%T%v: log p = %g after rounding to float32, want %g", c.law, c.law, got, want)
			}
			off[0] *= 1.01
			off[1] *= 1.01
			if got := c.law.LogProb(off); !math.IsInf(got, -1) && len(p) != 3 {
				t.Errorf("%T%v: log p = %g off the circle, want −Inf", c.law, c.law, got)
			}
			off[0] = math.NaN()
			if got := c.law.LogProb(off); !math.IsNaN(got) {
				t.Errorf("%T%v: log p = %g for NaN, want NaN", c.law, c.law, got)
			}
		}
	}
	for _, p := range [][]float64{{0, 0, 1.01}, {.6, .5, .6}} {
		if lp := (VonMisesFisher{}).LogProb(p); !math.IsInf(lp, -1) {
			t.Errorf("log p = %g off the sphere, want −Inf", lp)
		}
	}
	for _, p := range [][2]float64{{5, -1}, {5, 22}, {4, 1}, {15, 1}} {
		if lp := (SwissSheet{}).LogProb(SwissSheet{}.at(p[0], p[1])); !math.IsInf(lp, -1) {
			t.Errorf("log p = %g beyond the end of the sheet, want −Inf", lp)
		}
	}
	if mat.Equal(VonMises{Ambient: 5}.Points(1), VonMises{Ambient: 5, Seed: 1}.Points(1)) {
		t.Error("another seed must be another plane")
	}
}

func TestSurfacesRefuse(t *testing.T) {
	for _, c := range surfaces {
		mustPanic(t, func() { c.law.Sample(newRNG(1), -1) })
		mustPanic(t, func() { c.law.LogProb(make([]float64, c.law.Dim()+1)) })
		if !c.law.Sample(newRNG(1), 0).IsEmpty() {
			t.Errorf("%T: no points must give the empty matrix", c.law)
		}
	}
	mustPanic(t, func() { VonMises{Ambient: 1}.Dim() })
	mustPanic(t, func() { VonMises{Kappa: -1}.Sample(newRNG(1), 1) })
	mustPanic(t, func() { VonMises{Mean: math.NaN()}.Sample(newRNG(1), 1) })
	mustPanic(t, func() { VonMisesFisher{Mean: [3]float64{math.Inf(1), 0, 0}}.Sample(newRNG(1), 1) })
}
