package metric

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
)

// normal is N(0, sigma² I) in d dimensions, as law and as model.
type normal struct {
	sigma float64
	d     int
}

func (g normal) Dim() int { return g.d }

func (g normal) Sample(rng *rand.Rand, n int) *mat.Dense {
	x := gaussian(rng, n, g.d, 0)
	x.Scale(g.sigma, x)
	return x
}

func (g normal) LogProb(x []float64) float64 {
	return -squaredDistance(x, make([]float64, g.d))/(2*g.sigma*g.sigma) - float64(g.d)*math.Log(g.sigma*math.Sqrt(2*math.Pi))
}

// asModel turns a law into a model.
type asModel struct{ data.Law }

func (m asModel) LogProb(x *mat.Dense) ([]float64, error) { return data.LogProbs(m.Law, x), nil }

// function is a model of any kind.
type function func(x *mat.Dense) ([]float64, error)

func (f function) LogProb(x *mat.Dense) ([]float64, error) { return f(x) }

// KL(N(0, s²)‖N(0, r²)) = d·(log(r/s) + s²/(2r²) − ½).
func TestExcessIsTheDivergence(t *testing.T) {
	p, q := normal{1.3, 3}, normal{1.5, 3}
	want := 3 * (math.Log(1.5/1.3) + 1.3*1.3/(2*1.5*1.5) - .5)
	got, err := Excess(asModel{q}, p)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "excess", got.Value, want, 4*got.StdErr)
	// the difference is c·χ²₃/2 + const with c = 1 − s²/r²: its deviation is known too
	near(t, "standard error", got.StdErr, (1-1.3*1.3/(1.5*1.5))*math.Sqrt(1.5)/math.Sqrt(1e5), 1e-5)
	if other, err := Excess(asModel{q}, p, Options{Seed: 1}); err != nil || other.Value == got.Value {
		t.Errorf("the seed changes nothing: %v, %v", other, err)
	}
	if self, err := Excess(asModel{p}, p, Options{N: 100}); err != nil || self.Value != 0 || self.StdErr != 0 {
		t.Errorf("a perfect model: %v, %v", self, err)
	}
}

// The interval of ± 2 standard errors holds the truth about 95 times in 100.
func TestExcessCoverage(t *testing.T) {
	p, q := normal{1, 2}, normal{1.2, 2}
	want := 2 * (math.Log(1.2) + 1/(2*1.44) - .5)
	held := 0
	for seed := range uint64(400) {
		e, err := Excess(asModel{q}, p, Options{N: 500, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(e.Value-want) < 1.96*e.StdErr {
			held++
		}
	}
	if held < 365 || held > 393 { // binomial(400, .95) ± 3.2 deviations
		t.Errorf("the interval held the truth in %d of 400 repetitions", held)
	}
}

func TestExcessErrors(t *testing.T) {
	p := normal{1, 2}
	constant := func(v float64) LogProber {
		return function(func(x *mat.Dense) ([]float64, error) {
			n, _ := x.Dims()
			out := make([]float64, n)
			out[n/2] = v
			return out, nil
		})
	}
	_, err := Excess(constant(math.NaN()), p, Options{N: 10})
	wantError(t, err, "the model's log-density is NaN")
	_, err = Excess(constant(math.Inf(1)), p, Options{N: 10})
	wantError(t, err, "+Inf")
	_, err = Excess(nil, p, Options{N: 10})
	wantError(t, err, "there is no model")
	_, err = Excess(asModel{p}, nil, Options{N: 10})
	wantError(t, err, "there is no law")
	_, err = Excess(asModel{p}, p, Options{N: -1})
	wantError(t, err, "got -1")
	_, err = Excess(asModel{p}, p, Options{N: 1})
	wantError(t, err, "at least 2")
	_, err = Excess(asModel{p}, p, Options{}, Options{})
	wantError(t, err, "at most one")
	_, err = Excess(function(func(*mat.Dense) ([]float64, error) { return nil, errors.New("no weights") }), p, Options{N: 10})
	wantError(t, err, "no weights")
	_, err = Excess(function(func(*mat.Dense) ([]float64, error) { return []float64{1}, nil }), p, Options{N: 10})
	wantError(t, err, "1 log-densities for 10 points")
	if e, err := Excess(constant(math.Inf(-1)), p, Options{N: 10}); err != nil || !math.IsInf(e.Value, 1) {
		t.Errorf("a model without mass at a point: %v, %v", e, err)
	}
}

func TestIntegral(t *testing.T) {
	lo, hi := data.EightGaussians{}.Box()
	got, err := Integral(asModel{data.EightGaussians{}}, lo, hi, 0)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "integral", got.Value, 1, got.StdErr+1e-8)
	// a quarter of a Gaussian, by a grid so coarse that the error shows, but not above its estimate
	got, err = Integral(asModel{normal{1, 2}}, [2]float64{0, 0}, [2]float64{9, 9}, 10)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "quarter", got.Value, .25, got.StdErr)
	if got.StdErr < 1e-6 {
		t.Errorf("the error of a coarse grid is said to be %g", got.StdErr)
	}
	_, err = Integral(asModel{normal{1, 2}}, hi, lo, 0)
	wantError(t, err, "lo < hi")
	_, err = Integral(asModel{normal{1, 2}}, lo, hi, 1)
	wantError(t, err, "at least 2 cells")
}

func ExampleExcess() {
	model := asModel{data.Circles{Noise: .26}} // the right shape, slightly too wide
	e, err := Excess(model, data.Circles{}, Options{N: 20_000})
	fmt.Println(e, err)
	// Output: 0.0056 ± 0.0007 nats above the exact density <nil>
}
