package dist_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

func vec(g *Graph, x ...float64) *Node { return Const(g, x) }

var laws = map[string]func(g *Graph) dist.Distribution{
	"standard": func(*Graph) dist.Distribution { return dist.StandardNormal{Event: shapes.Make(dtypes.Float64, 2)} },
	"normal":   func(g *Graph) dist.Distribution { return dist.DiagNormal{Mu: vec(g, 1, -2), Sigma: vec(g, 0.5, 1.5)} },
	"uniform":  func(g *Graph) dist.Distribution { return dist.Uniform{Low: vec(g, -1, 0), High: vec(g, 1, 4)} },
	"mixture": func(g *Graph) dist.Distribution {
		return dist.Mixture{
			Logits: vec(g, 0, 1), Mu: Const(g, [][]float64{{-2, 0}, {3, 1}}), Sigma: Const(g, [][]float64{{0.5, 1}, {1, 0.7}}),
		}
	},
}

func TestDistributions(t *testing.T) {
	for name, law := range laws {
		t.Run(name, func(t *testing.T) {
			engines.Each(t, func(t *testing.T, b compute.Backend) {
				gentest.Distribution(t, b, 8, func(_ *model.Scope, g *Graph) dist.Distribution { return law(g) })
			})
		})
	}
}

func TestClosedForms(t *testing.T) {
	normal := func(x, mu, sigma float64) float64 {
		return -0.5*math.Pow((x-mu)/sigma, 2) - math.Log(sigma) - 0.5*math.Log(2*math.Pi)
	}
	w := 1 / (1 + math.E)
	want := map[string]float64{
		"standard": normal(0.3, 0, 1) + normal(1, 0, 1),
		"normal":   normal(0.3, 1, 0.5) + normal(1, -2, 1.5),
		"uniform":  -math.Log(8),
		"mixture": math.Log(w*math.Exp(normal(0.3, -2, 0.5)+normal(1, 0, 1)) +
			(1-w)*math.Exp(normal(0.3, 3, 1)+normal(1, 1, 0.7))),
	}
	for name, law := range laws {
		out, err := CallOnce(engines.Go(t), func(x *Node) *Node { return law(x.Graph()).LogProb(x) }, [][]float64{{0.3, 1}})
		if err != nil {
			t.Fatal(err)
		}
		if got := tensors.MustCopyFlatData[float64](out)[0]; math.Abs(got-want[name]) > 1e-13 {
			t.Errorf("%s: got %.15g, want %.15g", name, got, want[name])
		}
	}
}

func TestUniformIsImpossibleOutside(t *testing.T) {
	out, err := CallOnce(engines.Go(t), func(x *Node) *Node { return laws["uniform"](x.Graph()).LogProb(x) }, [][]float64{{1, 1}, {0, -0.1}})
	if err != nil {
		t.Fatal(err)
	}
	for _, lp := range tensors.MustCopyFlatData[float64](out) {
		if !math.IsInf(lp, -1) {
			t.Errorf("want -Inf outside the box, got %v", lp)
		}
	}
}

func TestRngIsAStream(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		state, err := RNGStateFromSeed(1)
		if err != nil {
			t.Fatal(err)
		}
		draw := func() [][]float64 {
			out, err := CallOnceN(b, func(s *Node) []*Node {
				r := dist.NewRng(s)
				shape := shapes.Make(dtypes.Float64, 4)
				a, b := r.Normal(shape), r.Normal(shape)
				return []*Node{a, b, r.Split().Normal(shape), r.Uniform(shape)}
			}, state)
			if err != nil {
				t.Fatal(err)
			}
			var all [][]float64
			for _, o := range out {
				all = append(all, tensors.MustCopyFlatData[float64](o))
			}
			return all
		}
		first, again := draw(), draw()
		for i := range first {
			for j := range first[i] {
				if first[i][j] != again[i][j] {
					t.Errorf("draw %d is not reproducible", i)
				}
				if i > 0 && first[i][j] == first[i-1][j] {
					t.Errorf("draws %d and %d are the same", i-1, i)
				}
			}
		}
	})
}

func TestBadShape(t *testing.T) {
	_, err := CallOnce(engines.Go(t), func(x *Node) *Node { return laws["normal"](x.Graph()).LogProb(x) }, [][]float64{{1, 2, 3}})
	if err == nil {
		t.Error("want an error for 3 coordinates in a plane")
	}
}
