package fit_test

import (
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/internal/engines"
)

// stubborn is N(b, 1) with a loss of its own that wants b = 3, whatever the data.
type stubborn struct{}

var (
	_ gen.Density   = stubborn{}
	_ gen.Generator = stubborn{}
)

func (stubborn) Build(c gen.Ctx) dist.Distribution { return shifted{Dim: 1}.Build(c) }

func (s stubborn) Sample(c gen.Ctx, n int) *Node { return s.Build(c).Sample(c.Rng, n) }

func (s stubborn) Loss(c gen.Ctx, x *Node) *Node {
	mu := s.Build(c).(dist.DiagNormal).Mu
	return Mul(OnesLike(Squeeze(x, -1)), Square(AddScalar(mu, -3)))
}

// TestDensityTakesTheModelsOwnLoss: a density that is a generator as well is trained by what it says.
func TestDensityTakesTheModelsOwnLoss(t *testing.T) {
	m, err := fit.DensityOn(engines.Go(t), stubborn{}, fit.Whole(mat.NewDense(4, 1, []float64{0, 1, 2, -1})), fit.Options{Steps: 300, LearningRate: 0.1, Schedule: fit.Cosine(0)})
	if err != nil {
		t.Fatal(err)
	}
	lp, err := m.LogProb(mat.NewDense(1, 1, []float64{3}))
	if err != nil {
		t.Fatal(err)
	}
	if want := -.5 * math.Log(2*math.Pi); math.Abs(lp[0]-want) > 1e-3 { // 300 steps of Adam
		t.Errorf("log p(3) = %g, want %g", lp[0], want)
	}
}
