package plots

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/uniform"
)

// find is the first mark of its kind in a panel.
func find[M mark.Mark](t *testing.T, p *panel, name string) M {
	t.Helper()
	for _, m := range p.marks {
		if k, ok := m.(M); ok {
			if s, ok := m.(named); name == "" || ok && s.Ref().Name == name {
				return k
			}
		}
	}
	t.Fatalf("there is no %T named %q", *new(M), name)
	panic("not reached")
}

// within tells whether all bars are in the band of a panel of ranks.
func within(t *testing.T, p *panel) bool {
	band, bars := find[*mark.Area](t, p, "95 % for all bars"), find[*mark.Steps](t, p, "")
	for i, h := range bars.Heights {
		if h < band.Low[2*i] || h > band.High[2*i] {
			return false
		}
	}
	return true
}

// TestRankBandHoldsItsLevel: of uniform ranks all bars are inside in at least 95 % of repetitions, and in not many more. Ranks of a posterior
// that is too narrow or shifted are not.
func TestRankBandHoldsItsLevel(t *testing.T) {
	const runs, n = 1500, 500
	for _, draws := range []int{9, 63, 99, 136} {
		rng := rand.New(rand.NewPCG(uint64(draws), 1))
		in := 0
		for range runs {
			r := make([]int, n)
			for i := range r {
				r[i] = rng.IntN(draws + 1)
			}
			if within(t, Ranks(draws, r).panels[0]) {
				in++
			}
		}
		// Four standard errors below 95 %; discrete counts and Bonferroni leave it below 99.5 %.
		if part := float64(in) / runs; part < 0.95-4*math.Sqrt(0.95*0.05/runs) || part > 0.995 {
			t.Errorf("%d draws: all bars inside in %.3f of runs", draws, part)
		}
		narrow := make([]int, n)
		for i := range narrow {
			narrow[i] = int(math.Round(float64(draws) * (0.5 + 0.5*math.Sin(math.Pi*(rng.Float64()-0.5)))))
		}
		if within(t, Ranks(draws, narrow).panels[0]) {
			t.Errorf("%d draws: a posterior that is too narrow passes", draws)
		}
	}
}

// TestRankBandOfTwoBars has a closed form: the first count is binomial, the second the rest.
func TestRankBandOfTwoBars(t *testing.T) {
	p := Ranks(1, make([]int, 40)).panels[0]
	band := find[*mark.Area](t, p, "95 % for all bars")
	lo, hi := uniform.Quantiles(40, 0.5, 0.975)
	if band.Low[0] != float64(lo) || band.High[0] != float64(hi) || len(band.Low) != 4 {
		t.Errorf("band %v %v, want from %d to %d", band.Low, band.High, lo, hi)
	}
}

func TestRankBins(t *testing.T) {
	for draws, want := range map[int]int{1: 2, 9: 10, 99: 20, 63: 16, 18: 19, 136: 20, 1000: 13} {
		edges := rankBins(draws)
		if len(edges) != want+1 || edges[0] != -0.5 || edges[want] != float64(draws)+0.5 {
			t.Errorf("%d draws: %d bins from %v to %v, want %d", draws, len(edges)-1, edges[0], edges[len(edges)-1], want)
		}
		every := make([]int, draws+1)
		for i := range every {
			every[i] = i
		}
		total := 0.0
		for i, n := range rankCounts(every, edges) {
			if total += n; n != edges[i+1]-edges[i] {
				t.Errorf("%d draws: bin %d has %v of %v ranks", draws, i, n, edges[i+1]-edges[i])
			}
		}
		if int(total) != draws+1 {
			t.Errorf("%d draws: %v ranks in bins", draws, total)
		}
	}
}

// drawn is the curve of a panel.
func drawn(p *panel) *mark.Line {
	for _, m := range p.marks {
		if l, ok := m.(*mark.Line); ok && !l.Aside {
			return l
		}
	}
	return nil
}

// TestDistributionBandsHoldTheirLevel: curves of uniform ranks and levels are inside everywhere in 95 % of repetitions.
func TestDistributionBandsHoldTheirLevel(t *testing.T) {
	const runs, n = 2000, 200
	rng := rand.New(rand.NewPCG(3, 3))
	for name, c := range map[string]struct {
		draw    func() float64
		picture func(v []float64) *Figure
		minus   float64
	}{
		"ranks": {func() float64 { return float64(rng.IntN(31)+1) / 31 }, func(v []float64) *Figure {
			r := make([]int, n)
			for i := range v {
				r[i] = int(math.Round(v[i]*31)) - 1
			}
			return RankECDF(30, r)
		}, 1},
		"levels": {rng.Float64, func(v []float64) *Figure { return Coverage(v) }, 0},
	} {
		sample := func() []float64 {
			v := make([]float64, n)
			for i := range v {
				v[i] = c.draw()
			}
			return v
		}
		v := sample()
		p := c.picture(v).panels[0]
		band, curve := find[*mark.Area](t, p, "95 % everywhere"), drawn(p)
		in := 0
		for run := range runs {
			y := distribution(v, band.X[1:])
			ok := true
			for i := range y {
				y[i] -= c.minus * band.X[i+1]
				if run == 0 && (curve.X[i+1] != band.X[i+1] || math.Abs(curve.Y[i+1]-y[i]) > 1e-12) {
					t.Fatalf("%s: the curve is at (%v, %v), want (%v, %v)", name, curve.X[i+1], curve.Y[i+1], band.X[i+1], y[i])
				}
				ok = ok && y[i] >= band.Low[i+1]-1e-12 && y[i] <= band.High[i+1]+1e-12
			}
			if ok {
				in++
			}
			v = sample()
		}
		// Counts are whole numbers, so that the band holds up to a percent more than asked for.
		if part := float64(in) / runs; part < 0.95-4*math.Sqrt(0.95*0.05/runs) || part > 0.98 {
			t.Errorf("%s: inside in %.3f of runs, want about .95", name, part)
		}
	}
}

func TestCoverageCurve(t *testing.T) {
	c := drawn(Coverage([]float64{0.1, 0.1, 0.5, 1}).panels[0])
	if c.Y[0] != 0 || c.Y[9] != 0 || c.Y[10] != 0.5 || c.Y[50] != 0.75 || c.Y[99] != 0.75 || c.Y[100] != 1 {
		t.Errorf("coverage %v", c.Y)
	}
}

// TestCalibrationBars: dots of calibrated forecasts are inside 95 % of the time or a little more, those of overconfident ones are not.
func TestCalibrationBars(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	in, all, wrong := 0, 0, 0
	for range 400 {
		p, came, sure := make([]float64, 500), make([]bool, 500), make([]bool, 500)
		for i := range p {
			p[i] = rng.Float64()
			came[i] = rng.Float64() < p[i]
			sure[i] = rng.Float64() < 0.5+0.5*(p[i]-0.5)
		}
		g, h := group(p, came), group(p, sure)
		for k := range g.mean {
			all++
			if g.frequency[k] >= g.low[k] && g.frequency[k] <= g.high[k] {
				in++
			}
			if h.frequency[k] < h.low[k] || h.frequency[k] > h.high[k] {
				wrong++
			}
		}
	}
	if part := float64(in) / float64(all); part < 0.95 || part > 0.985 {
		t.Errorf("%.3f of dots inside", part)
	}
	if part := float64(wrong) / float64(all); part < 0.4 {
		t.Errorf("overconfident: only %.3f of dots outside", part)
	}
}

func TestGroupsCountAll(t *testing.T) {
	g := group([]float64{0, 0.05, 0.95, 1, math.NaN()}, []bool{false, true, true, true, true})
	if g.counts[0] != 2 || g.counts[9] != 2 || len(g.mean) != 2 || g.frequency[0] != 0.5 || g.mean[1] != 0.975 {
		t.Errorf("%+v", g)
	}
}

func TestJudgementErrors(t *testing.T) {
	for _, c := range []struct {
		f    *Figure
		want string
	}{
		{Coverage(), "plots.Coverage: there are no levels"},
		{Coverage([]float64{0.5, 1.2}), "plots.Coverage: slice 0: there is the value 1.2: give levels from 0 to 1"},
		{Coverage(nil), "none of the 0 values is finite"},
		{Calibration([]float64{0.5}, nil), "there are 1 forecasts and 0 outcomes"},
		{Calibration(nil, nil), "plots.Calibration: none of the 0 values"},
		{Ranks(0, []int{0}), "plots.Ranks: want the number of posterior draws"},
		{Ranks(10), "plots.Ranks: there are no ranks"},
		{Ranks(10, []int{3}, nil), "slice 1: there are no ranks"},
		{RankECDF(10, []int{11}), "plots.RankECDF: slice 0: there is the rank 11: ranks among 10 draws go from 0 to 10"},
		{HistogramAgainst([]float64{1}, nil), "there is no density"},
		{HistogramAgainst(nil, math.Exp), "plots.HistogramAgainst: there are no values"},
		{HistogramAgainst([]float64{1}, func(float64) float64 { return math.NaN() }), "the density: all"},
		{Histogram(), "plots.Histogram: there is no sample"},
		{Histogram2D(nil), "plots.Histogram2D: table 0: it has no rows"},
	} {
		if c.f.Err() == nil || !strings.Contains(c.f.Err().Error(), c.want) {
			t.Errorf("error %v, want %q", c.f.Err(), c.want)
		}
	}
}
