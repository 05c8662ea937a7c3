package plots

import (
	"errors"
	"fmt"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
	"github.com/gensci/gensci/plots/uniform"
)

// Ranks draws histograms of ranks for simulation-based calibration, a panel for each slice (one for each parameter, say): the rank of the true value among
// draws from the posterior, from 0 to the number of draws, is uniform if the posterior is right. In the band are all bars of a panel
// together with at least 95 % probability (each by the central binomial quantiles at level 1 − .05/bars). A heap in the middle means a posterior
// that is too wide, heaps at the ends one that is too narrow, a slope a bias (Talts et al. 2018).
func Ranks(draws int, ranks ...[]int) *Figure {
	if err := rankable(draws, ranks); err != nil {
		return failed("Ranks", err)
	}
	var panels []*panel
	for _, r := range ranks {
		p := newPanel(square, "rank", "count")
		p.data.Y = 150
		edges := rankBins(draws)
		p.add(rankBand(len(r), draws, edges)...)
		p.add(&mark.Steps{Edges: edges, Heights: rankCounts(r, edges), Fill: 0.55, Bars: true})
		p.x.lo, p.x.hi, p.x.fixed = -0.5, float64(draws)+0.5, true
		panels = append(panels, p)
	}
	return row(panels...)
}

// RankECDF draws the empirical distribution of ranks less the uniform one, a curve for each slice: finer than [Ranks], since it has no
// bins. In the dark band a curve is with 95 % probability at each point, in the pale one with 95 % everywhere (Säilynoja, Bürkner and Vehtari 2022).
func RankECDF(draws int, ranks ...[]int) *Figure {
	if err := rankable(draws, ranks); err != nil {
		return failed("RankECDF", err)
	}
	n := len(ranks[0])
	for _, r := range ranks {
		n = min(n, len(r))
	}
	z := rankPoints(draws)
	p := newPanel(wide, "rank / draws", "ECDF − uniform")
	p.add(bands(n, z, 1)...)
	p.add(&mark.Rule{Series: mark.Series{Color: theme.Reference, Dashed: true, Aside: true}, Width: 0.8})
	for i, r := range ranks {
		v := make([]float64, len(r))
		for k := range r {
			v[k] = float64(r[k]+1) / float64(draws+1)
		}
		m := &mark.Line{Series: mark.Series{Color: i}, X: append([]float64{0}, z...), Y: []float64{0}}
		for k, y := range distribution(v, z) {
			m.Y = append(m.Y, y-z[k])
		}
		p.add(m)
	}
	return row(p)
}

// rankable is an error unless all ranks can come from that many draws.
func rankable(draws int, ranks [][]int) error {
	if draws < 1 {
		return fmt.Errorf("want the number of posterior draws behind each rank, got %d", draws)
	}
	if len(ranks) == 0 {
		return errors.New("there are no ranks")
	}
	for i, r := range ranks {
		if len(r) == 0 {
			return fmt.Errorf("slice %d: there are no ranks", i)
		}
		for _, k := range r {
			if k < 0 || k > draws {
				return fmt.Errorf("slice %d: there is the rank %d: ranks among %d draws go from 0 to %d", i, k, draws, draws)
			}
		}
	}
	return nil
}

// mostRankBins is how many bars a histogram of ranks has at most.
const mostRankBins = 20

// rankBins are edges at half numbers. Bins are equally wide where the number of ranks allows 10 to 20 such bins, else they differ by one rank.
func rankBins(draws int) []float64 {
	ranks := draws + 1
	n := min(ranks, mostRankBins)
	for k := n; k >= 10; k-- {
		if ranks%k == 0 {
			n = k
			break
		}
	}
	edges := make([]float64, n+1)
	for i := range edges {
		edges[i] = float64(i*ranks/n) - 0.5
	}
	return edges
}

func rankCounts(ranks []int, edges []float64) []float64 {
	out := make([]float64, len(edges)-1)
	for _, r := range ranks {
		k := 0
		for float64(r) > edges[k+1] {
			k++
		}
		out[k]++
	}
	return out
}

// rankBand is the band of the bars and the expected counts.
func rankBand(n, draws int, edges []float64) []mark.Mark {
	gray := mark.Series{Color: theme.Reference, Aside: true}
	band, line := &mark.Area{Series: gray, Alpha: 0.2}, &mark.Line{Series: gray, Width: 0.9}
	band.Name = "95 % for all bars"
	for i := range len(edges) - 1 {
		p := (edges[i+1] - edges[i]) / float64(draws+1)
		lo, hi := uniform.Quantiles(n, p, 1-(1-level)/float64(len(edges)-1))
		for _, x := range edges[i : i+2] {
			band.X, band.Low, band.High = append(band.X, x), append(band.Low, float64(lo)), append(band.High, float64(hi))
			line.X, line.Y = append(line.X, x), append(line.Y, p*float64(n))
		}
	}
	return []mark.Mark{band, line}
}

// rankPoints are up to 100 of the values that (rank + 1)/(draws + 1) can have.
func rankPoints(draws int) (z []float64) {
	n := min(draws+1, 100)
	for i := 1; i <= n; i++ {
		z = append(z, float64(i*(draws+1)/n)/float64(draws+1))
	}
	return z
}
