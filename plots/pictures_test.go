package plots_test

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/plots"
)

// named is a picture of the gallery.
type named struct {
	name  string
	shown shown
}

// normal is n × d numbers of a correlated normal law around m.
func normal(seed uint64, n, d int, m float64) *mat.Dense {
	rng := rand.New(rand.NewPCG(seed, 1))
	x := mat.NewDense(n, d, nil)
	for i := range n {
		common := rng.NormFloat64()
		for j := range d {
			x.Set(i, j, m+float64(j)+rng.NormFloat64()+0.8*common*float64(1-2*(j%2)))
		}
	}
	return x
}

func sine(n int, noise float64) (x, y []float64) {
	rng := rand.New(rand.NewPCG(7, 7))
	for i := range n {
		x = append(x, 6*float64(i)/float64(n-1))
		y = append(y, math.Sin(x[i])+noise*rng.NormFloat64())
	}
	return x, y
}

func shifted(y []float64, by float64) []float64 {
	out := make([]float64, len(y))
	for i, v := range y {
		out[i] = v + by
	}
	return out
}

// pictures is one of each kind and of what can go wrong with it.
func pictures() []named {
	var all []named
	for _, part := range [][]named{linePictures(), cloudPictures(), mapPictures(), physicsPictures(), sampleStatistics(), judgements(), moving()} {
		all = append(all, part...)
	}
	return all
}

func linePictures() []named {
	x, y := sine(60, 0)
	_, noisy := sine(60, 0.2)
	gap := shifted(noisy, 0)
	gap[20], gap[21], gap[40] = math.NaN(), math.Inf(1), math.NaN()
	sigma := make([]float64, len(y))
	for i := range sigma {
		sigma[i] = 0.2 + 0.05*float64(i%5)
	}
	many, walk := make([]float64, 200_000), make([]float64, 200_000)
	rng := rand.New(rand.NewPCG(3, 3))
	for i := range many {
		many[i] = float64(i)
		if i > 0 {
			walk[i] = walk[i-1] + rng.NormFloat64()
		}
	}
	short, validating := history(5000), history(400)
	short.Loss[100] = math.NaN()
	return []named{
		{"line", plots.Line(x, y, shifted(y, 0.5), shifted(y, 1)).Names("sin x", "sin x + ½", "sin x + 1").Labels("x / rad", "amplitude ψ²")},
		{"line-gap", plots.Line(x, gap).Labels("x", "measured")},
		{"line-eight", plots.Line(x, y, shifted(y, 1), shifted(y, 2), shifted(y, 3), shifted(y, 4), shifted(y, 5), shifted(y, 6), shifted(y, 7)).
			Names("α", "β", "γ", "δ", "ε", "ζ with a long name", "η with a longer name still", "θ with a name that is far too long for any legend, since it tells a whole story of what was done and why and when")},
		{"line-many", plots.Line(many, walk).Labels("step", "position").Titles("a walk of 200 000 steps")},
		{"band", plots.Over(plots.Band(x, y, shifted(y, -0.3), shifted(y, 0.3)), plots.ErrorBars(x, noisy, sigma)).Names("mean ± σ", "data").Labels("x", "y")},
		{"curve-rules", plots.Over(plots.Curve(math.Cos, -4, 4), plots.HLine(0.5), plots.VLine(-math.Pi, math.Pi)).Names("cos x", "bound ½")},
		{"history", plots.Over(plots.History(short), plots.HLine(0.009)).Names("training", "validation", "exact floor")},
		{"history-runs", plots.History(validating, history(800), history(300)).Names("Adam", "SGD", "momentum")},
		{"history-negative", plots.History(fit.History{Loss: []float64{2, -1, -1.5}})},
	}
}

func cloudPictures() []named {
	rng := rand.New(rand.NewPCG(1, 2))
	moons := data.Moons{Noise: 0.1}
	x := moons.Sample(rng, 600)
	values, classes := make([]float64, 600), make([]int, 600)
	for i := range values {
		values[i] = x.At(i, 0) - x.At(i, 1)
		classes[i] = i % 10
	}
	return []named{
		{"samples", plots.Samples(moons.Sample(rng, 500), moons.Sample(rng, 20000)).Titles("data", "model")},
		{"samples-three", plots.Samples(moons.Sample(rng, 300), moons.Sample(rng, 300), moons.Sample(rng, 300)).Titles("noise", "one coupling", "two couplings, and a title that is too long for one line")},
		{"scatter", plots.Scatter(moons.Sample(rng, 400), normal(1, 400, 2, 0)).Names("moons", "normal")},
		{"scatter-many", plots.Scatter(normal(2, 100_000, 2, 0)).Titles("100 000 points")},
		{"scatter-by", plots.ScatterBy(x, values).Colorbar("x₁ − x₂")},
		{"classes", plots.Classes(normal(3, 600, 2, 0), classes)},
	}
}

func mapPictures() []named {
	moons := data.Moons{Noise: 0.1}
	lo, hi := moons.Box()
	saddle := func(x, y float64) float64 { return x*x - y*y + 0.3*x }
	ripple := func(x, y float64) float64 { return math.Exp(-x*x-y*y) * (1 + math.Cos(5*x)) }
	a, b := [2]float64{-2, -2}, [2]float64{2, 2}
	confusion := mat.NewDense(3, 3, []float64{48, 2, 0, 3, 41, 6, 0, 5, 45})
	cov := mat.NewDense(30, 30, nil)
	for i := range 30 {
		for j := range 30 {
			cov.Set(i, j, math.Exp(-math.Abs(float64(i-j))/5)-0.3)
		}
	}
	holes := func(x, y float64) float64 { return math.Log(x + y) }
	return []named{
		{"density", plots.Density(known{moons, -0.1}, moons)},
		{"density-in", plots.DensityIn(known{moons, 0}, lo, hi)},
		{"density-samples", plots.Over(plots.DensityIn(known{moons, 0}, lo, hi), plots.Scatter(moons.Sample(rand.New(rand.NewPCG(1, 2)), 200))).Titles("model and data")},
		{"heat", plots.HeatMap(ripple, a, b).Colorbar("intensity / 10³")},
		{"heat-signs", plots.HeatMap(saddle, a, b).Colorbar("φ")},
		{"heat-holes", plots.HeatMap(holes, a, b)},
		{"contour", plots.Contour(ripple, a, b)},
		{"heat-contour", plots.Over(plots.HeatMap(ripple, a, b), plots.Contour(saddle, a, b, -1, 0, 1)).Names("x² − y² = −1, 0, 1")},
		{"matrix", plots.Matrix(confusion, "setosa", "versicolor", "virginica").Labels("predicted", "true")},
		{"matrix-names", plots.Matrix(cov.Slice(0, 8, 0, 8), "T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "ankle boot").
			Labels("predicted", "true").Titles("a_title_that_is_one_long_word_and_more_than_one_line_can_hold_of_it")},
		{"matrix-large", plots.Matrix(cov).Titles("covariance")},
		{"regions", plots.Over(plots.Regions(func(x, y float64) int {
			if saddle(x, y) > 0 {
				return 1
			}
			return 0
		}, a, b), plots.Classes(normal(4, 200, 2, -0.5), make([]int, 200), "class 0", "class 1"))},
	}
}

func physicsPictures() []named {
	swirl := func(x, y float64) (float64, float64) { return -y + 0.2*x, x - 0.3*y*y }
	a, b := [2]float64{-2, -2}, [2]float64{2, 2}
	var k, white, turbulent []float64
	for i := range 512 {
		k = append(k, float64(i))
		white = append(white, 1e-3*(1+0.3*math.Sin(float64(i))))
		turbulent = append(turbulent, math.Pow(float64(i), -5.0/3))
	}
	start := mat.NewDense(40, 2, nil)
	for i := range 40 {
		start.Set(i, 1, float64(i)/20-1)
	}
	var eigen, other []float64
	for i := range 30 {
		eigen = append(eigen, math.Exp(-float64(i)/3))
		other = append(other, math.Exp(-float64(i)/4)-1e-3)
	}
	return []named{
		{"map", plots.Map(heat)},
		{"slices", plots.Slices(burgers, "t", 0.25, 0.5, 0.75)},
		{"against", plots.Against(heat, exact.Heat{Mode: 2})},
		{"error-map", plots.ErrorMap(heat, exact.Heat{Mode: 2})},
		{"residual-map", plots.ResidualMap(left{burgers}, "equation")},
		{"residual-dots", plots.ResidualMap(left{burgers}, "start", start)},
		{"terms", plots.Terms(left{burgers})},
		{"points", plots.Points(exact.Heat{}.Problem(), normal(3, 900, 2, 0), start, nil)},
		{"points-line", plots.Points(exact.Oscillator{}.Problem(), normal(4, 60, 2, 0), mat.NewDense(1, 1, nil), mat.NewDense(1, 1, nil))},
		{"compare", plots.Compare(func(x, y float64) float64 { return math.Sin(x) * y }, func(x, y float64) float64 { return x * y }, [2]float64{-1, -1}, [2]float64{1, 1})},
		{"field", plots.VectorField(swirl, a, b).Titles("v(x, y)")},
		{"streamlines", plots.Streamlines(swirl, a, b)},
		{"heat-field", plots.Over(plots.HeatMap(func(x, y float64) float64 { return x * y }, a, b).Colorbar("potential φ"), plots.VectorField(func(x, y float64) (float64, float64) { return -y, -x }, a, b)).Titles("−∇φ")},
		{"spectrum", plots.Spectrum(k, turbulent, white).Names("turbulence", "noise")},
		{"eigenvalues", plots.Eigenvalues(eigen, other).Names("data", "model")},
	}
}

func sampleStatistics() []named {
	x, y := normal(5, 3000, 1, 0).RawMatrix().Data, normal(6, 800, 1, 0.7).RawMatrix().Data
	pdf := func(v float64) float64 { return math.Exp(-v*v/2/1.64) / math.Sqrt(2*math.Pi*1.64) }
	ring := mat.NewDense(4000, 2, nil)
	rng := rand.New(rand.NewPCG(9, 9))
	for i := range 4000 {
		r, phi := 1+0.1*rng.NormFloat64(), 2*math.Pi*rng.Float64()
		ring.SetRow(i, []float64{r * math.Cos(phi), r * math.Sin(phi)})
	}
	digits := data.Digits()
	colors := mat.NewDense(12, 3*16*16, nil)
	for i := range 12 {
		for j := range 16 * 16 {
			for c := range 3 {
				colors.Set(i, 3*j+c, 0.5+0.5*math.Sin(float64(i*(c+1))+float64(j%16)/3+float64(c*j/16)/5))
			}
		}
	}
	return []named{
		{"histogram", plots.Over(plots.Histogram(x, y), plots.Curve(pdf, -4, 4)).Names("3000 samples", "800 samples", "N(0, 1.64)")},
		{"histogram-against", plots.HistogramAgainst(x, pdf).Names("data")},
		{"histogram2d", plots.Histogram2D(ring, normal(8, 4000, 2, -0.5)).Titles("ring", "normal")},
		{"corner", plots.Corner(normal(1, 4000, 4, 0), plots.CornerOptions{
			Names: []string{"α", "β", "log σ²", "T₀ / K"}, Truth: []float64{0, 1, 2, 3}, Other: normal(2, 2000, 4, 0.3),
		}).Names("posterior", "MCMC", "truth")},
		{"corner-two", plots.Corner(ring)},
		{"corner-eight", plots.Corner(normal(1, 2000, 8, 0))},
		{"digits", plots.Images(digits.X.Slice(0, 40, 0, 64).(*mat.Dense), 8, 8)},
		{"images-color", plots.Images(colors, 16, 16).Titles("samples")},
		{"bars", plots.Bars([]string{"petal length", "petal width", "sepal length", "sepal width"}, []float64{0.42, 0.38, 0.07, -0.02}, 0.03, 0.04, 0.02, 0.02).Labels("loss of accuracy", "")},
	}
}

func judgements() []named {
	rng := rand.New(rand.NewPCG(4, 4))
	var good, sure, p []float64
	var came []bool
	var right, narrow []int
	for range 1000 {
		good = append(good, rng.Float64())
		sure = append(sure, math.Pow(rng.Float64(), 0.8))
		p = append(p, rng.Float64())
		came = append(came, rng.Float64() < math.Pow(p[len(p)-1], 1.3))
		right = append(right, rng.IntN(100))
		narrow = append(narrow, int(99.99*(0.5+0.5*math.Sin(math.Pi*(rng.Float64()-0.5)))))
	}
	return []named{
		{"coverage", plots.Coverage(good, sure).Names("calibrated", "overconfident")},
		{"calibration", plots.Calibration(p, came).Names("classifier")},
		{"ranks", plots.Ranks(99, right, narrow).Titles("θ₁", "θ₂")},
		{"rank-ecdf", plots.RankECDF(99, right, narrow).Names("θ₁", "θ₂")},
	}
}

func moving() []named {
	var frames []*plots.Figure
	for i := range 12 {
		x, y := sine(200, 0)
		for k := range y {
			y[k] = math.Sin(x[k]-float64(i)/2) * math.Exp(-float64(i)/12)
		}
		frames = append(frames, plots.Line(x, y).Labels("x", "u").Titles("t = "+string(rune('a'+i))))
	}
	return []named{{"animation", plots.Animate(frames...)}}
}
