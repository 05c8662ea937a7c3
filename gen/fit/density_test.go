package fit_test

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// shifted is N(W·cond + b, 1), or N(b, 1) without a condition: its maximum likelihood is known.
type shifted struct{ Dim int }

func (s shifted) Build(c gen.Ctx) dist.Distribution {
	in := c.Cond
	if in == nil {
		in = Zeros(c.Graph, c.Event) // [dim]
		in = ExpandAxes(in, 0)
	}
	mu := nets.MLP{Out: s.Dim}.Build(c.Scope, c.Graph, in.Shape().Dim(1), c.DType())(in)
	if c.Cond == nil {
		mu = Reshape(mu, s.Dim)
	}
	return dist.DiagNormal{Mu: mu, Sigma: OnesLike(mu)}
}

// useEngine makes b the engine of host functions for one test.
func useEngine(t *testing.T, b compute.Backend) {
	gen.SetDefaultEngine(func() (compute.Backend, error) { return b, nil })
	t.Cleanup(func() { gen.SetDefaultEngine(nil) })
}

func TestDensityFindsTheMaximumLikelihood(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		useEngine(t, b)
		rng := rand.New(rand.NewPCG(1, 2))
		x := law{}.Sample(rng, 500)
		m, err := fit.Density(shifted{Dim: 2}, fit.Whole(x), fit.Options{Steps: 400, LearningRate: 0.02, DType: dtypes.Float64, Schedule: fit.Cosine(0)})
		if err != nil {
			t.Fatal(err)
		}
		mean := []float64{mat.Sum(x.ColView(0)) / 500, mat.Sum(x.ColView(1)) / 500}
		lp, err := m.LogProb(x)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range lp {
			want := -math.Log(2*math.Pi) - 0.5*(math.Pow(x.At(i, 0)-mean[0], 2)+math.Pow(x.At(i, 1)-mean[1], 2))
			if math.Abs(got-want) > 1e-3 { // 400 steps of Adam
				t.Fatalf("row %d: got %v, want %v", i, got, want)
			}
		}
		drawn, err := m.Sample(rng, 3000) // more than one chunk
		if err != nil {
			t.Fatal(err)
		}
		if n, d := drawn.Dims(); n != 3000 || d != 2 {
			t.Fatalf("want 3000 samples, got %d × %d", n, d)
		}
		for j, mu := range mean {
			if got := mat.Sum(drawn.ColView(j)) / 3000; math.Abs(got-mu) > 5/math.Sqrt(3000) {
				t.Errorf("samples have mean %v in coordinate %d, want %v", got, j, mu)
			}
		}
	})
}

func TestConditionalDensity(t *testing.T) {
	useEngine(t, engines.Go(t))
	x, y := line(200)
	m, err := fit.Density(shifted{Dim: 1}, fit.Whole(y, x), fit.Options{Steps: 600, LearningRate: 0.02, Schedule: fit.Cosine(0)})
	if err != nil {
		t.Fatal(err)
	}
	lp, err := m.LogProbGiven(mat.NewDense(1, 1, []float64{0}), mat.NewDense(1, 1, []float64{0.5}))
	if err != nil {
		t.Fatal(err)
	}
	if want := -0.5 * math.Log(2*math.Pi); math.Abs(lp[0]-want) > 1e-3 { // y = 2x - 1 is 0 at x = 0.5
		t.Errorf("got %v, want %v", lp[0], want)
	}
	if _, err := m.LogProb(y); err == nil || !strings.Contains(err.Error(), "cond") {
		t.Errorf("want an error about the condition, got %v", err)
	}
}

func TestSaveAndLoad(t *testing.T) {
	useEngine(t, engines.Go(t))
	f := flow.RealNVP{Couplings: 2, Hidden: []int{4}, Norm: true}
	m, err := fit.Density(f, fit.Stream(law{}, 32), fit.Options{Steps: 5, Seed: 9})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "models", "moons")
	for range 2 { // the second one replaces the first
		if err = m.Save(dir); err != nil {
			t.Fatal(err)
		}
	}
	again, err := fit.Load[flow.RealNVP](dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := again.Spec.(flow.RealNVP); got.Couplings != 2 || got.Hidden[0] != 4 || !got.Norm {
		t.Errorf("settings %+v, want %+v", got, f)
	}
	x := law{}.Sample(rand.New(rand.NewPCG(1, 2)), 10)
	want, err1 := m.LogProb(x)
	got, err2 := again.LogProb(x)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("row %d: loaded %v, saved %v", i, got[i], want[i])
		}
	}
	for v := range again.Store.IterVariables() {
		if !strings.HasPrefix(v.Path(), "/model/") && v.Path() != "/global_step" {
			t.Errorf("the saved model holds %s, which belongs to the training", v.Path())
		}
	}
}

// What is killed between the two renames of a save leaves the older model readable.
func TestLoadFindsTheOldFolder(t *testing.T) {
	useEngine(t, engines.Go(t))
	m, err := fit.Density(shifted{Dim: 2}, fit.Stream(law{}, 8), fit.Options{Steps: 1})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "m")
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+".old"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(dir+".new", 0o777); err != nil { // half written
		t.Fatal(err)
	}
	if _, err := fit.Load[shifted](dir); err != nil {
		t.Error(err)
	}
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := fit.Load[shifted](dir); err != nil {
		t.Error(err)
	}
}

// A model must not begin weights at random that its folder has not.
func TestLoadRefusesAModelWithoutItsWeights(t *testing.T) {
	useEngine(t, engines.Go(t))
	dir := filepath.Join(t.TempDir(), "m")
	m, err := fit.Density(shifted{Dim: 2}, fit.Stream(law{}, 8), fit.Options{Steps: 1})
	if err == nil {
		err = m.Save(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(dir, "checkpoint*.json"))
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	text, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(found[0], []byte(strings.ReplaceAll(string(text), "weights", "waits")), 0o666); err != nil {
		t.Fatal(err)
	}
	again, err := fit.Load[shifted](dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = again.LogProb(mat.NewDense(1, 2, nil)); err == nil || !strings.Contains(err.Error(), "holds no weights") {
		t.Errorf("want an error that names the weights, got %v", err)
	}
}

func TestLoadRefusesWhatItCannotRead(t *testing.T) {
	useEngine(t, engines.Go(t))
	m, err := fit.Density(shifted{Dim: 2}, fit.Stream(law{}, 8), fit.Options{Steps: 1})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "m")
	if err := m.Save(dir); err != nil {
		t.Fatal(err)
	}
	if _, err := fit.Load[shifted](dir + "x"); err == nil || !strings.Contains(err.Error(), "no saved model") {
		t.Errorf("missing folder: %v", err)
	}
	if _, err := fit.Load[flow.RealNVP](dir); err == nil || !strings.Contains(err.Error(), "shifted") {
		t.Errorf("other type: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "model.json"), []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := fit.Load[shifted](dir); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("damaged settings: %v", err)
	}
	if err := m.Save("/dev/null/m"); err == nil {
		t.Error("want an error for a folder that cannot be made")
	}
}

func TestModelBadInput(t *testing.T) {
	useEngine(t, engines.Go(t))
	m, err := fit.Density(shifted{Dim: 2}, fit.Stream(law{}, 8), fit.Options{Steps: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.LogProb(&mat.Dense{}); err == nil {
		t.Error("want an error for no rows")
	}
	if _, err := m.LogProb(mat.NewDense(1, 3, nil)); err == nil || !strings.Contains(err.Error(), "3 columns") {
		t.Errorf("want an error that counts columns, got %v", err)
	}
	if _, err := m.Sample(rand.New(rand.NewPCG(1, 1)), -1); err == nil {
		t.Error("want an error for -1 samples")
	}
	gen.SetDefaultEngine(nil)
	if _, err := fit.Density(shifted{Dim: 2}, fit.Stream(law{}, 8), fit.Options{Steps: 1}); err == nil {
		t.Error("want an error without an engine")
	}
}

func TestSchedules(t *testing.T) {
	for _, c := range []struct {
		s    fit.Schedule
		step int
		want float64
	}{
		{fit.Cosine(0.1), 0, 1},
		{fit.Cosine(0.1), 50, 0.55},
		{fit.Cosine(0.1), 100, 0.1},
		{fit.Exponential(0.01), 50, 0.1},
		{fit.Exponential(0.01), 100, 0.01},
		{fit.Warmup{Steps: 9}, 0, 0.1},
		{fit.Warmup{Steps: 9}, 9, 1},
		{fit.Warmup{Steps: 50, Then: fit.Cosine(0)}, 100, 0},
	} {
		if got := c.s.Factor(c.step, 100); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("step %d: got %v, want %v", c.step, got, c.want)
		}
	}
}
