package fit_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/internal/engines"
)

// The noise is uniform, fresh in every step, the same for the same seed, and leaves conditions alone.
func TestDequantizedAddsFreshNoise(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		const n, levels = 2000, 4
		x, label := mat.NewDense(n, 1, nil), mat.NewDense(n, 1, nil)
		for i := range n {
			x.Set(i, 0, float64(i%levels))
			label.Set(i, 0, 7)
		}
		losses := func(seed uint64) (u, square []float64) {
			for i := range 2 {
				h, err := fit.Run(b, model.NewStore(), func(c gen.Ctx, batch []*Node) *Node {
					idle := c.Scope.VariableWithValue("idle", 0.0).NodeValue(c.Graph) // something to train, without influence
					whole := Sub(MulScalar(batch[0], levels), AddScalar(batch[1], -7))
					noise := Sub(whole, ConvertDType(Floor(MulScalar(batch[0], levels)), whole.DType()))
					return Add(ReduceAllMean([]*Node{noise, Square(noise)}[i]), MulScalar(idle, 0))
				}, fit.Dequantized{Of: fit.Rows(n, x, label), Levels: levels}, fit.Options{Steps: 3, DType: dtypes.Float64, Seed: seed})
				if err != nil {
					t.Fatal(err)
				}
				if i == 0 {
					u = h.Loss
				} else {
					square = h.Loss
				}
			}
			return u, square
		}
		u, square := losses(1)
		for i := range u { // 5 standard errors of the moments of a uniform number: √(1/12n) and √(4/45n)
			if math.Abs(u[i]-0.5) > 5*math.Sqrt(1./12/n) || math.Abs(square[i]-1./3) > 5*math.Sqrt(4./45/n) {
				t.Errorf("step %d: moments %g and %g, want 1/2 and 1/3", i, u[i], square[i])
			}
		}
		if math.Abs(u[0]-u[1]) < 1e-9 || math.Abs(u[1]-u[2]) < 1e-9 { // the order of rows alone would change rounding
			t.Errorf("two steps have the same noise: means %v", u)
		}
		if again, _ := losses(1); again[2] != u[2] {
			t.Errorf("the same seed gives %g and %g", u[2], again[2])
		}
		if other, _ := losses(2); other[0] == u[0] {
			t.Error("another seed gives the same noise")
		}
	})
}

func TestDequantizedRefuses(t *testing.T) {
	x := mat.NewDense(2, 2, []float64{0, 1, 2, 3})
	for want, c := range map[string]struct {
		src fit.Dequantized
		o   fit.Options
	}{
		"at least 2 Levels":           {src: fit.Dequantized{Of: fit.Whole(x)}},
		"is 3: want whole numbers":    {src: fit.Dequantized{Of: fit.Whole(x), Levels: 3}},
		"there is no data":            {src: fit.Dequantized{Levels: 3}},
		"tables of equal length":      {src: fit.Dequantized{Of: fit.Rows(2, x, mat.NewDense(1, 1, nil)), Levels: 4}},
		"Epochs needs data with":      {src: fit.Dequantized{Of: fit.Stream(coins{}, 4), Levels: 2}, o: fit.Options{Epochs: 2}},
		"is 0.5: want whole numbers ": {src: fit.Dequantized{Of: fit.Whole(mat.NewDense(1, 1, []float64{0.5})), Levels: 3}},
	} {
		_, err := fit.DensityOn(engines.Go(t), shifted{Dim: 2}, c.src, c.o)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

// coins are fair coins.
type coins struct{}

func (coins) Dim() int { return 2 }

func (coins) Sample(rng *rand.Rand, n int) *mat.Dense {
	x := mat.NewDense(n, 2, nil)
	x.Apply(func(int, int, float64) float64 { return float64(rng.IntN(2)) }, x)
	return x
}

// images gives examples of rank 3.
type images struct{ fit.Source }

func (s images) Batch(fixed, fed []*Node) []*Node {
	x := s.Source.Batch(fixed, fed)[0]
	return []*Node{Reshape(x, x.Shape().Dim(0), 2, 2, 1)}
}

// A model of images is asked and sampled by rows, whatever the shape of its examples, and survives a file.
func TestModelOfImages(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		useEngine(t, b)
		rng := rand.New(rand.NewPCG(1, 2))
		x := mat.NewDense(64, 4, nil)
		x.Apply(func(int, int, float64) float64 { return rng.Float64() }, x)
		m, err := fit.Density(flow.Glow{Levels: 1, Steps: 1, Hidden: []int{4}}, images{fit.Rows(32, x)}, fit.Options{Steps: 3})
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir() + "/glow"
		if err = m.Save(dir); err != nil {
			t.Fatal(err)
		}
		loaded, err := fit.Load[flow.Glow](dir)
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := m.Sample(rng, 10)
		if err != nil {
			t.Fatal(err)
		}
		if n, d := drawn.Dims(); n != 10 || d != 4 {
			t.Fatalf("want samples [10, 4], got [%d, %d]", n, d)
		}
		lp, err := m.LogProb(drawn)
		if err != nil {
			t.Fatal(err)
		}
		again, err := loaded.LogProb(drawn)
		if err != nil {
			t.Fatal(err)
		}
		for i := range lp {
			if math.IsNaN(lp[i]) || math.IsInf(lp[i], 0) || lp[i] != again[i] {
				t.Errorf("row %d: %g, loaded %g", i, lp[i], again[i])
			}
		}
	})
}
