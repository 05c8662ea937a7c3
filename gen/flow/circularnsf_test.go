package flow_test

import (
	"math"
	"math/rand/v2"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/metric"
	"github.com/gensci/gensci/internal/engines"
)

func TestCircularNSF(t *testing.T) {
	f := flow.CircularNSF{Transforms: 3, Hidden: []int{8}, Bins: 4}
	gentest.Density(t, engines.Go(t), math.Pi, f)
	for _, dim := range []int{1, 3} {
		suite(t, f, dim, nil, gentest.Trial{Angles: true})
		suite(t, f, dim, nil, gentest.Trial{Angles: true, Float32: true, Tol: chain32})
		suite(t, f, dim, conditions(), gentest.Trial{Angles: true})
		wantConditioned(t, f, dim)
		neverNaN(t, engines.Go(t), f, dim)
	}
}

func TestCircularNSFWithRealCoordinates(t *testing.T) {
	f := flow.CircularNSF{Transforms: 3, Hidden: []int{8}, Bins: 4, Real: []int{1}}
	suite(t, f, 3, nil, gentest.Trial{Angles: true})
	neverNaN(t, engines.Go(t), f, 3)
}

// TestCircularNSFIsPeriodic: a whole turn changes nothing, and an untrained flow is uniform.
func TestCircularNSFIsPeriodic(t *testing.T) {
	f := flow.CircularNSF{Transforms: 4, Hidden: []int{8}, Bins: 4}
	out := scrambled(t, engines.Go(t), 2, func(c gen.Ctx, x *Node) []*Node { return []*Node{f.Build(c).LogProb(x)} },
		[][]float32{{1, -3}, {1, -3 + 2*math.Pi}, {1 - 4*math.Pi, -3}, {math.Pi, 2}, {-math.Pi, 2}})
	lp := tensors.MustCopyFlatData[float32](out[0])
	const tol = 2e-5 // rounding of angles of a few turns, times slopes
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {3, 4}} {
		if math.Abs(float64(lp[pair[0]]-lp[pair[1]])) > tol {
			t.Errorf("rows %v: want the same log-density, got %v", pair, lp)
		}
	}
	if lp[0] == lp[3] {
		t.Error("the flow is uniform with random weights")
	}
}

func TestUntrainedCircularNSFIsUniform(t *testing.T) {
	lp := untrained(t, flow.CircularNSF{Transforms: 4}, [][]float64{{1, 2}, {-3, 9}})
	lp = append(lp, untrained(t, flow.CircularNSF{Transforms: 4, Real: []int{0}}, [][]float64{{0, 2}})...)
	normal := -math.Log(2*math.Pi) - 0.5*math.Log(2*math.Pi)
	for i, want := range []float64{-2 * math.Log(2*math.Pi), -2 * math.Log(2*math.Pi), normal} {
		if math.Abs(lp[i]-want) > 1e-12 { // eight splines that are the identity up to rounding
			t.Errorf("point %d: got %g, want %g", i, lp[i], want)
		}
	}
}

func TestCircularNSFRefusesSettings(t *testing.T) {
	wantRefused(t, map[string]gen.Density{
		"256 Bins":                           flow.CircularNSF{Bins: 1},
		"want Real coordinates out of 0 … 1": flow.CircularNSF{Real: []int{2}},
		"[1 1]":                              flow.CircularNSF{Real: []int{1, 1}},
		"Box at least 0":                     flow.CircularNSF{Box: -1},
		"Transforms at least 0":              flow.CircularNSF{Transforms: -1},
		"Hidden layers":                      flow.CircularNSF{Hidden: []int{0}},
	})
}

// winding is a law on the torus: a is von Mises, and b is around a.
type winding struct{}

var narrow = data.VonMisesAngle{Kappa: 4}

func (winding) Dim() int { return 2 }

func (winding) Sample(rng *rand.Rand, n int) *mat.Dense {
	a, off := data.VonMisesAngle{}.Sample(rng, n), narrow.Sample(rng, n)
	x := mat.NewDense(n, 2, nil)
	for i := range n {
		b := a.At(i, 0) + off.At(i, 0)
		x.SetRow(i, []float64{a.At(i, 0), b - 2*math.Pi*math.Round(b/(2*math.Pi))})
	}
	return x
}

func (winding) LogProb(x []float64) float64 {
	return data.VonMisesAngle{}.LogProb(x[:1]) + narrow.LogProb([]float64{x[1] - x[0]})
}

// TestCircularNSFLearnsATorus: two hundred steps bring it close to the exact density; uniform it is .83 nats away.
func TestCircularNSFLearnsATorus(t *testing.T) {
	f := flow.CircularNSF{Transforms: 4, Hidden: []int{16}, Bins: 4}
	m, err := fit.DensityOn(engines.Go(t), f, fit.Stream(winding{}, 256), fit.Options{Steps: 200, LearningRate: 1e-2, Schedule: fit.Cosine(0.01)})
	if err != nil {
		t.Fatal(err)
	}
	excess, err := metric.Excess(m, winding{}, metric.Options{N: 5000})
	if err != nil {
		t.Fatal(err)
	}
	if !(math.Abs(excess.Value) <= 0.03+3*excess.StdErr) {
		t.Errorf("want at most 0.03, got %v", excess)
	}
	t.Log(excess)
}
