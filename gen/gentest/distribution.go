package gentest

import (
	"math"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
)

// How fine the grid of Distribution is, and how many samples it draws.
const (
	gridSide     = 160
	samples      = 5000
	integralTol  = 2e-3 // midpoint rule on gridSide² cells: exact to rounding for smooth densities as wide as a cell
	sampleErrors = 5    // standard errors between the samples' entropy and the grid's
)

// Distribution tries a law on the plane whose mass lies in the square [-half, half]²: shapes, integral 1, and samples
// that have the law's entropy. At most one Trial says what is to be done otherwise; only Float32 of it counts.
func Distribution(t TB, b compute.Backend, half float64, build func(s *model.Scope, g *Graph) dist.Distribution, how ...Trial) {
	t.Helper()
	only(t, "Distribution", how).distribution(program{t: t, b: b, store: model.NewStore()}, half, build)
}

func (how Trial) distribution(p program, half float64, build func(s *model.Scope, g *Graph) dist.Distribution) {
	t := p.t
	t.Helper()
	lp := p.run(func(scope *model.Scope, in []*Node) []*Node {
		return []*Node{build(scope, in[0].Graph()).LogProb(how.input(in[0]))}
	}, grid(half))[0]
	if len(lp) != gridSide*gridSide {
		t.Fatalf("distribution: want LogProb [%d], got %d numbers", gridSide*gridSide, len(lp))
	}
	cell := math.Pow(2*half/gridSide, 2)
	var mass, entropy float64
	for _, l := range lp {
		if density := math.Exp(l) * cell; density > 0 {
			mass += density
			entropy -= density * l
		}
	}
	if !(math.Abs(mass-1) <= integralTol) {
		t.Errorf("distribution: integral over [-%g, %g]² is %.6g, want 1 ± %g", half, half, mass, integralTol)
	}
	state, err := RNGStateFromSeed(5)
	if err != nil {
		t.Fatalf("gentest: %v", err)
	}
	drawn := p.run(func(scope *model.Scope, in []*Node) []*Node {
		law := build(scope, in[0].Graph())
		x := law.Sample(dist.NewRng(in[0]), samples)
		return []*Node{x, law.LogProb(x)}
	}, state)
	if len(drawn[0]) != 2*samples {
		t.Fatalf("distribution: want Sample [%d, 2], got %d numbers", samples, len(drawn[0]))
	}
	mean, se := meanErr(negated(drawn[1]))
	if off := math.Abs(mean - entropy); !(off <= sampleErrors*se+integralTol) {
		t.Errorf("distribution: samples have -E[log p] = %.5g ± %.2g, the density has entropy %.5g", mean, se, entropy)
	}
}

// Density tries a model on the plane with random weights: all that Distribution tries, and that all variables are made by
// Build, before anything is evaluated. half must hold the mass of the untrained model. At most one Trial says what is to be done
// otherwise; only Float32 of it counts.
func Density(t TB, b compute.Backend, half float64, m gen.Density, how ...Trial) {
	t.Helper()
	p, trial := program{t: t, b: b, store: model.NewStore()}, only(t, "Density", how)
	build := func(s *model.Scope, g *Graph) dist.Distribution {
		return m.Build(gen.Ctx{Scope: s.In("model"), Graph: g, Event: shapes.Make(trial.dtype(), 2)})
	}
	made := 0
	first := p.compiled(func(s *model.Scope, in []*Node) []*Node {
		law := build(s, in[0].Graph())
		made = p.store.NumVariables()
		return []*Node{law.LogProb(trial.input(in[0]))}
	})
	defer first.Finalize()
	first.scramble(normal(4, 2, 1))
	if after := p.store.NumVariables(); after != made {
		t.Errorf("density: Build made %d variables, evaluating it made %d more", made, after-made)
	}
	trial.distribution(p, half, build)
}

// grid is the midpoints of gridSide² cells of [-half, half]².
func grid(half float64) *mat.Dense {
	x := mat.NewDense(gridSide*gridSide, 2, nil)
	at := func(i int) float64 { return half * (2*(float64(i)+0.5)/gridSide - 1) }
	for i := range gridSide {
		for j := range gridSide {
			x.SetRow(i*gridSide+j, []float64{at(i), at(j)})
		}
	}
	return x
}

// meanErr is the mean and its standard error.
func meanErr(x []float64) (mean, se float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		se += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(se) / float64(len(x))
}
