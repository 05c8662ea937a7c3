package plots

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
)

// Histogram draws how values are distributed, as densities (the area is 1), all samples in the same bins. Lay the density they
// should have over it: Over(Histogram(x), Curve(pdf, -3, 3)).
func Histogram(samples ...[]float64) *Figure {
	if len(samples) == 0 {
		return failed("Histogram", errors.New("there is no sample"))
	}
	for i, x := range samples {
		if err := valued(x); err != nil {
			return failed("Histogram", fmt.Errorf("sample %d: %w", i, err))
		}
	}
	edges := bins(samples...)
	p := newPanel(wide, "", "density")
	missing, all := 0, 0
	for i, x := range samples {
		n := inBins(x, edges)
		p.add(&mark.Steps{Series: mark.Series{Color: i}, Edges: edges, Heights: densities(n, edges)})
		missing, all = missing+len(x)-sum(n), all+len(x)
	}
	return row(p).leftOut(missing, all)
}

// leftOut notes that values could not be drawn.
func (f *Figure) leftOut(missing, all int) *Figure {
	if missing > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%d of %d values are NaN or infinite: left out.", missing, all))
	}
	return f
}

// HistogramAgainst draws how many values are in each bin, the number that a density makes one expect with ± its square root, and below the pulls: the
// difference in units of that root, of which 19 of 20 are between −2 and 2 if the density is right. Bins where fewer than one value is expected have none.
func HistogramAgainst(x []float64, pdf func(x float64) float64) *Figure {
	if pdf == nil {
		return failed("HistogramAgainst", errors.New("there is no density: give one, or use Histogram"))
	}
	if err := valued(x); err != nil {
		return failed("HistogramAgainst", err)
	}
	edges := bins(x)
	n := inBins(x, edges)
	expected := expect(pdf, edges, sum(n))
	if err := valued(expected); err != nil {
		return failed("HistogramAgainst", fmt.Errorf("the density: %w", err))
	}
	counts, pulls := make([]float64, len(n)), make([]float64, len(n))
	for i := range n {
		counts[i] = float64(n[i])
		if expected[i] >= 1 {
			pulls[i] = (counts[i] - expected[i]) / math.Sqrt(expected[i])
		}
	}
	top, low := newPanel(vg.Point{X: wide.X, Y: 170}, "", "count"), newPanel(vg.Point{X: wide.X, Y: 60}, "", "pull")
	top.x.bare = true
	top.add(&mark.Steps{Edges: edges, Heights: counts})
	top.add(expectation(edges, expected)...)
	low.add(&mark.Steps{Series: mark.Series{Aside: true}, Edges: edges, Heights: pulls, Bars: true, Fill: 0.8})
	for _, at := range []float64{-2, 0, 2} {
		low.add(&mark.Rule{Series: mark.Series{Color: theme.Reference, Dashed: at != 0, Aside: true}, At: at, Width: 0.8})
	}
	f := row(top, low)
	f.cols, f.close = 1, true
	for _, p := range f.panels {
		p.x.lo, p.x.hi, p.x.fixed = edges[0], edges[len(edges)-1], true
	}
	return f.leftOut(len(x)-sum(n), len(x))
}

// expectation is the expected counts as a curve through the middles of bins, with a band of ± the square root.
func expectation(edges, expected []float64) []mark.Mark {
	var x, low, high []float64
	for i, e := range expected {
		x = append(x, (edges[i]+edges[i+1])/2)
		low, high = append(low, math.Max(e-math.Sqrt(e), 0)), append(high, e+math.Sqrt(e))
	}
	s := mark.Series{Color: 1}
	line := &mark.Line{Series: s, X: x, Y: expected}
	line.Name, s.Aside = "expected ± 1σ", true
	return []mark.Mark{&mark.Area{Series: s, X: x, Low: low, High: high}, line}
}

// bins are edges for values: of width 2·IQR/∛n (Freedman and Diaconis 1981) of the largest sample, 5 to 80 of them.
func bins(samples ...[]float64) []float64 {
	var all, largest []float64
	for _, x := range samples {
		if len(x) > len(largest) {
			largest = x
		}
		all = append(all, x...)
	}
	all, largest = finiteOf(all), finiteOf(largest)
	slices.Sort(all)
	slices.Sort(largest)
	lo, hi := all[0], all[len(all)-1]
	if mark.Flat(lo, hi) {
		pad := math.Max(0.5, 1e-6*math.Abs(lo))
		lo, hi = lo-pad, hi+pad
	}
	n := 20.0
	if k := len(largest); k > 0 {
		if width := 2 * (largest[k*3/4] - largest[k/4]) / math.Cbrt(float64(k)); width > 0 {
			n = (hi - lo) / width
		}
	}
	return even(lo, hi, int(math.Min(math.Max(math.Ceil(n), 5), 80)))
}

// even are the edges of n equal bins.
func even(lo, hi float64, n int) []float64 {
	edges := make([]float64, n+1)
	for i := range edges {
		edges[i] = lo + (hi-lo)*float64(i)/float64(n)
	}
	edges[n] = hi // not less by rounding: the largest value would lie outside
	return edges
}

func finiteOf(x []float64) (out []float64) {
	for _, v := range x {
		if finite(v) {
			out = append(out, v)
		}
	}
	return out
}

// inBins counts values in equal bins.
func inBins(x, edges []float64) []int {
	n := make([]int, len(edges)-1)
	lo, hi := edges[0], edges[len(edges)-1]
	for _, v := range x {
		if v >= lo && v <= hi {
			n[min(int((v-lo)/(hi-lo)*float64(len(n))), len(n)-1)]++
		}
	}
	return n
}

func sum(n []int) (total int) {
	for _, k := range n {
		total += k
	}
	return total
}

func densities(n []int, edges []float64) []float64 {
	out, total := make([]float64, len(n)), float64(sum(n))
	for i, k := range n {
		out[i] = float64(k) / total / (edges[i+1] - edges[i])
	}
	return out
}

// expect is how many of n values a density puts into each bin, by Simpson's rule on four parts of each.
func expect(pdf func(float64) float64, edges []float64, n int) []float64 {
	out := make([]float64, len(edges)-1)
	for i := range out {
		h := (edges[i+1] - edges[i]) / 4
		at := func(k float64) float64 { return pdf(edges[i] + k*h) }
		out[i] = float64(n) * h / 3 * (at(0) + 4*at(1) + 2*at(2) + 4*at(3) + at(4))
	}
	return out
}
