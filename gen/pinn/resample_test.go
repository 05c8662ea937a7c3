package pinn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/internal/engines"
)

// known has the residual t on the unit square, whatever the network is, at n points, and one on its face t = 0.
func known(n int) Problem {
	square := geom.Rect{{0, 1}, {0, 1}}
	return Problem{Vars: "t x", Fields: "u", Conditions: []Condition{
		{Name: "equation", On: square, N: n, Residual: func(d D) *Node { return Add(d.X("t"), MulScalar(d.U(), 0)) }},
		{Name: "start", On: square.Face("t", 0), N: 6, Residual: func(d D) *Node { return AddScalar(MulScalar(d.U(), 0), 0.5) }},
	}}
}

// moving is a stage of so many steps on all points.
func moving(steps int, r Resample) Descent {
	return Descent{Options: fit.Options{Steps: steps}, Resample: r}
}

// pointsOf are the points of the equation after the stages, in float64.
func pointsOf(t *testing.T, b compute.Backend, p Problem, stages ...Stage) (*mat.Dense, *Solution) {
	t.Helper()
	s, err := Solver{Engine: b, Net: small, DType: dtypes.Float64, Seed: 4}.Solve(p, stages...)
	if err != nil {
		t.Fatal(err)
	}
	x, err := s.Points("equation")
	if err != nil {
		t.Fatal(err)
	}
	return x, s
}

// TestR3Keeps: after a step exactly the points with a residual above the mean are where they were, and the others are fresh ones; where a step takes
// a part of the points, the part is at the end of the queue then, and the rest as it was.
func TestR3Keeps(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, batch := range []int{4, 0} {
			if batch == 0 && strings.HasSuffix(t.Name(), "xla") {
				continue // compiles for seconds
			}
			p := known(10)
			c, err := p.check()
			if err != nil {
				t.Fatal(err)
			}
			stage := moving(1, Resample{Rule: R3})
			stage.Batch = batch
			take := min(10, 10-(10-batch)%10)
			before, err := c.drawn(0, 4, 0, 10)
			if err != nil {
				t.Fatal(err)
			}
			fresh, err := c.drawn(0, 4, 1, take)
			if err != nil {
				t.Fatal(err)
			}
			after, s := pointsOf(t, b, p, stage)
			mean := mat.Sum(before.Slice(0, take, 0, 1)) / float64(take)
			moved := 0
			for i := range 10 {
				from, at := before.RawRowView(i), (i-take+10)%10
				if i < take && from[0] <= mean {
					from = fresh.RawRowView(i)
					moved++
				}
				if got := after.RawRowView(at); !slices.Equal(got, from) {
					t.Errorf("batch %d: row %d is at %v, want %v", batch, i, got, from)
				}
			}
			want := fmt.Sprintf("R3: of the %d points of \"equation\" in a step %.0f %% moved", take, 100*float64(moved)/float64(take))
			if n := s.History.Notes; moved == 0 || moved == take || len(n) != 1 || !strings.HasPrefix(n[0], want) {
				t.Errorf("batch %d: notes %q, want %q", batch, n, want)
			}
			if k := s.Terms; len(k) != 1 || k[0].Moved[0] != float64(moved) || k[0].Moved[1] != 0 {
				t.Errorf("batch %d: terms %+v, want %d points moved", batch, k, moved)
			}
		}
	})
}

// TestR3Gathers: with the residual t, points gather where t is large, also where only some of them are looked at in a step, inside the engine's loop.
func TestR3Gathers(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, batch := range []int{8, 0} {
			if batch == 0 && strings.HasSuffix(t.Name(), "xla") {
				continue // compiles for seconds
			}
			stage := moving(60, Resample{Rule: R3})
			stage.Batch = batch
			x, _ := pointsOf(t, b, known(40), stage)
			if mean := mat.Sum(x.ColView(0)) / 40; mean < 0.75 { // .5 at first
				t.Errorf("batch %d: the mean of t is %g after 60 steps, want > .75", batch, mean)
			}
			if spread := mat.Sum(x.ColView(1)) / 40; math.Abs(spread-0.5) > 0.2 { // .29/√40, four times that
				t.Errorf("batch %d: the mean of x is %g, want ½", batch, spread)
			}
		}
	})
}

// TestDensity compares RAD's density with its formula.
func TestDensity(t *testing.T) {
	for _, k := range []struct {
		r            []float64
		power, floor float64
		want         []float64
	}{
		{[]float64{0, 1, 3}, 1, 1, []float64{1. / 6, 1.75 / 6, 3.25 / 6}},
		{[]float64{0, 1, 3}, 2, 0, []float64{0, 0.1, 0.9}},
		{[]float64{0, 1e200, 3e200}, 2, 0, []float64{0, 0.1, 0.9}},
		{[]float64{0, 0}, 1, 1, []float64{0.5, 0.5}},
		{[]float64{1, 2, 5}, 1, 1e9, []float64{1. / 3, 1. / 3, 1. / 3}},
	} {
		for i, p := range density(k.r, k.power, k.floor) {
			if math.Abs(p-k.want[i]) > 1e-8 { // the last row's floor is finite
				t.Errorf("%v: p_%d = %g, want %g", k, i, p, k.want[i])
			}
		}
	}
}

// TestChoose: the chance to be among two chosen of three, one after the other, is p_i + Σ_j p_j p_i/(1 − p_j).
func TestChoose(t *testing.T) {
	p, rng := []float64{0.5, 0.3, 0.2}, rand.New(rand.NewPCG(1, 2))
	const draws = 20_000
	var count [3]float64
	for range draws {
		c := choose(rng, p, 2)
		if len(c) != 2 || c[0] >= c[1] {
			t.Fatalf("chosen %v, want two in ascending order", c)
		}
		count[c[0]]++
		count[c[1]]++
	}
	for i := range p {
		want := p[i]
		for j := range p {
			if j != i {
				want += p[j] * p[i] / (1 - p[j])
			}
		}
		if got := count[i] / draws; math.Abs(got-want) > 0.014 { // four standard errors of at most .0035
			t.Errorf("number %d is chosen with frequency %g, want %g", i, got, want)
		}
	}
	if c := choose(rng, []float64{0, 1, 0, 1}, 2); !slices.Equal(c, []int{1, 3}) {
		t.Errorf("chosen %v, want those with p > 0", c)
	}
}

// TestRADChooses: with the residual t and k = c = 1 the density is t + ½, so that 3/8 of the points have t < ½.
func TestRADChooses(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		const n = 1000
		x, s := pointsOf(t, b, known(n), moving(4, Resample{Rule: RAD, Every: 2, Candidates: 20 * n}))
		early := 0.
		for i := range n {
			if x.At(i, 0) < 0.5 {
				early++
			}
		}
		if math.Abs(early/n-0.375) > 0.045 { // three standard errors
			t.Errorf("%g of the points have t < ½, want 3/8", early/n)
		}
		want := `RAD: the 1000 points of "equation" were chosen 2 times among 20000; in the end 1` // ∫ t + ½ from .9 to 1 is 14.5 %
		if notes := s.History.Notes; len(notes) != 1 || !strings.HasPrefix(notes[0], want) {
			t.Errorf("notes %q, want %q", notes, want)
		}
		if k := s.Terms[len(s.Terms)-1]; !slices.Equal(k.Moved, []float64{n, 0}) && !slices.Equal(k.Moved, []float64{2 * n, 0}) {
			t.Errorf("moved %v", k.Moved)
		}
	})
}

// TestResampledBits: the same seed gives the same bits, however many steps a call of the engine takes.
func TestResampledBits(t *testing.T) {
	for _, k := range []struct {
		b        compute.Backend
		resample Resample
	}{
		{engines.XLA(t), Resample{Rule: R3}},
		{engines.Go(t), Resample{Rule: RAD, Every: 7}},
	} {
		var last []float64
		for _, perCall := range []int{0, 3} {
			stage := quick(40)
			stage.Resample, stage.Batch, stage.Options.StepsPerCall = k.resample, 8, perCall
			stage.Balance = Balance{Rule: SelfAdaptive}
			s, err := Solver{Engine: k.b, Net: small, Seed: 3}.Solve(bump(20), stage)
			if err != nil {
				t.Fatal(err)
			}
			if last != nil && !slices.Equal(last, s.History.Loss) {
				t.Errorf("%s, %d steps a call: losses differ", k.resample.Rule, perCall)
			}
			last = s.History.Loss
		}
	}
}

// TestPointsStay: later stages train on the points where an earlier one has left them.
func TestPointsStay(t *testing.T) {
	first := moving(20, Resample{Rule: R3})
	moved, _ := pointsOf(t, engines.Go(t), known(10), first)
	for name, second := range map[string]Stage{
		"LBFGS":      LBFGS(1),
		"Descent":    moving(3, Resample{}),
		"with masks": Descent{Options: fit.Options{Steps: 3}, Balance: Balance{Rule: SelfAdaptive}},
	} {
		if x, _ := pointsOf(t, engines.Go(t), known(10), first, second); !mat.Equal(x, moved) {
			t.Errorf("%s: points %v, want %v", name, mat.Formatted(x), mat.Formatted(moved))
		}
	}
	if x, _ := pointsOf(t, engines.Go(t), known(10), first, moving(3, Resample{Rule: RAD, Every: 2})); mat.Equal(x, moved) {
		t.Error("RAD: the points have not moved")
	}
}

// TestResampleHelps: with few points, points that move bring the error of a steep solution down.
func TestResampleHelps(t *testing.T) {
	errs := map[Move]float64{}
	for _, r := range []Resample{{}, {Rule: RAD, Every: 100}, {Rule: R3}} {
		stage := quick(1000)
		stage.Resample = r
		s, err := Solver{Engine: engines.Go(t), Net: Net{Hidden: []int{12}, Activation: small.Activation}, Seed: 2}.Solve(bump(16), stage)
		if err != nil {
			t.Fatal(err)
		}
		if errs[r.Rule], err = s.Error(); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range []Move{RAD, R3} {
		if errs[m] > errs[Stay]/2 { // .10 and .11 beside .27
			t.Errorf("relative error %.3g with %s, want less than half of %.3g", errs[m], m, errs[Stay])
		}
	}
}

// TestResampleGoesWithOthers: causal conditions, faces with normals, seams, looks of Balance at other steps, validation.
func TestResampleGoesWithOthers(t *testing.T) {
	square := geom.Rect{{0, 1}, {0, 1}}
	p := Problem{Vars: "t x", Fields: "u", Conditions: []Condition{
		{Name: "equation", On: square, N: 12, Causal: Causal{Var: "t", Chunks: 4}, Residual: func(d D) *Node { return Sub(d.U("t"), d.U("x", "x")) }},
		{Name: "wall", On: square.Face("x", 1), N: 8, Residual: Neumann("u", func(d D) *Node { return d.X("t") })},
		{Name: "seam", On: square.Periodic("x"), N: 8, Residual: Periodic("u", "x")},
	}}
	held, err := p.Points(9)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []Resample{{Rule: R3}, {Rule: RAD, Every: 6}} {
		r.Of = []string{"equation", "wall", "seam"}
		stage := Descent{Batch: 8, Options: fit.Options{Steps: 12}, Balance: Balance{Rule: GradNorm, Every: 4}, Resample: r}
		_, s := pointsOf(t, engines.Go(t), p, stage)
		wall, err := s.Points("wall")
		if err != nil {
			t.Fatal(err)
		}
		if at := mat.Col(nil, 1, wall); slices.Min(at) != 1 || slices.Max(at) != 1 || mat.Equal(wall, held[1].Slice(0, 8, 0, 2)) {
			t.Errorf("%s: points of the wall %v", r.Rule, mat.Formatted(wall))
		}
		k := s.Terms[len(s.Terms)-1]
		if n := s.History.Notes; len(n) != 3 || k.Factors[0] == 1 || slices.Min(k.Moved) == 0 {
			t.Errorf("%s: notes %q, terms %+v", r.Rule, n, k)
		}
		if r.Rule == RAD && !strings.Contains(s.History.Notes[2], `"seam" were chosen 2 times among 80`) {
			t.Errorf("notes %q", s.History.Notes)
		}
		stage.Options.Validation = fit.Whole(held...)
		if _, s = pointsOf(t, engines.Go(t), p, stage); len(s.History.Validation) == 0 {
			t.Errorf("%s: no validation", r.Rule)
		}
	}
	_, s := pointsOf(t, engines.Go(t), p, moving(3, Resample{Rule: RAD}))
	if n := s.History.Notes; len(n) != 1 || !strings.Contains(n[0], "have not moved, since the stage ended before step 500") {
		t.Errorf("notes %q", n)
	}
}

func TestResampleRefuses(t *testing.T) {
	cloud := known(10)
	cloud.Conditions[1].On, cloud.Conditions[1].N = geom.Cloud{Points: mat.NewDense(1, 2, []float64{0, 0.5})}, 0
	faces := known(10)
	faces.Conditions = faces.Conditions[1:]
	infinite := known(10)
	infinite.Conditions[0].Residual = func(d D) *Node { return Log(AddScalar(d.X("t"), -0.99)) }
	r3 := Resample{Rule: R3}
	for _, k := range []struct {
		p     Problem
		stage Descent
		want  string
	}{
		{known(10), moving(1, Resample{Rule: 7}), "want Resample.Rule Stay, RAD or R3, got Move(7)"},
		{known(10), moving(1, Resample{Rule: R3, Every: 5}), "are settings of RAD: leave them 0 for R3"},
		{known(10), moving(1, Resample{Every: 5}), "are settings of RAD: leave them 0 for Stay"},
		{known(10), moving(1, Resample{Of: []string{"start"}}), "the Rule is Stay: want RAD or R3"},
		{known(10), moving(1, Resample{Rule: RAD, Every: -1}), "want Resample.Every, the steps between two choices, at least 1"},
		{known(10), moving(1, Resample{Rule: RAD, Power: -1}), "want a positive Resample.Power"},
		{known(10), moving(1, Resample{Rule: RAD, Floor: math.NaN()}), "want a positive Resample.Floor"},
		{known(10), moving(1, Resample{Rule: RAD, Candidates: 10}), `more Resample.Candidates than the 10 points of condition "equation" (0 means 100), got 10`},
		{known(10), moving(1, Resample{Rule: RAD, Candidates: -3}), "more Resample.Candidates"},
		{known(10), moving(1, Resample{Rule: R3, Of: []string{"end"}}), `Resample.Of names "end": the conditions are equation, start`},
		{known(10), moving(1, Resample{Rule: R3, Of: []string{"start", "start"}}), `Resample.Of names "start" twice`},
		{cloud, moving(1, Resample{Rule: R3, Of: []string{"start"}}), `"start": Resample: its points are given`},
		{faces, moving(1, r3), "no condition's domain has as many dimensions as there are variables, 2: name conditions in Of"},
		{known(10), Descent{Fresh: true, Resample: r3}, "leave it false with Resample or SelfAdaptive"},
		{known(10), Descent{Options: fit.Options{Checkpoint: "x"}, Resample: r3}, "leave it empty with Resample or SelfAdaptive"},
		{infinite, moving(2, Resample{Rule: RAD, Every: 1}), `condition "equation": its residual is`},
	} {
		_, err := Solver{Engine: engines.Go(t), Net: small}.Solve(k.p, k.stage)
		if err == nil || !strings.Contains(err.Error(), k.want) {
			t.Errorf("%+v: error %v, want %q", k.stage.Resample, err, k.want)
		}
	}
}

func TestPointsRefuses(t *testing.T) {
	_, s := pointsOf(t, engines.Go(t), known(10), moving(1, Resample{}))
	if _, err := s.Points("end"); err == nil || !strings.Contains(err.Error(), `there is no condition "end": name one of equation, start`) {
		t.Errorf("error %v", err)
	}
	if _, err := new(Solution).Points("start"); err == nil || !strings.Contains(err.Error(), "has no points") {
		t.Errorf("error %v", err)
	}
	s, err := Solver{Engine: engines.Go(t), Net: small}.Solve(known(10), Descent{Options: fit.Options{Steps: 1}, Fresh: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = s.Points("start"); err == nil || !strings.Contains(err.Error(), "fresh points at every step") {
		t.Errorf("error %v", err)
	}
}
