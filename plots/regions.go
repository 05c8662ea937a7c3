package plots

import (
	"cmp"
	"math"
	"slices"

	"github.com/gensci/gensci/plots/mark"
)

// masses are the parts of the points that the regions of a corner plot hold.
var masses = []float64{0.5, 0.9}

// regionCells is the number of cells in each direction in which points are counted for regions.
const regionCells = 64

// regions is a kernel density estimate of points in a box and the densities above which the given masses lie. It is a count in cells, smeared
// by a Gaussian of Scott's width, n^(−1/6) standard deviations.
func regions(x, y []float64, box mark.Box) (mark.Table, []float64) {
	g := grid{regionCells, [2]float64{box.X0, box.Y0}, [2]float64{box.X1, box.Y1}}
	z, n := g.count(x, y)
	width := math.Pow(math.Max(float64(n), 1), -1.0/6)
	_, sx := moments(x)
	_, sy := moments(y)
	z = smear(z, g.n, width*sx/(box.X1-box.X0)*float64(g.n), width*sy/(box.Y1-box.Y0)*float64(g.n))
	var t mark.Table // with a ring of zeros, so that all lines are closed
	for i := -1; i <= g.n; i++ {
		t.X, t.Y = append(t.X, clampTo(g.at(0, i), box.X0, box.X1)), append(t.Y, clampTo(g.at(1, i), box.Y0, box.Y1))
		for j := -1; j <= g.n; j++ {
			v := 0.0
			if i >= 0 && j >= 0 && i < g.n && j < g.n {
				v = z[i*g.n+j]
			}
			t.Z = append(t.Z, v)
		}
	}
	return t, levels(z)
}

func clampTo(v, lo, hi float64) float64 { return math.Min(math.Max(v, lo), hi) }

// levels are the densities above which the masses lie.
func levels(z []float64) (out []float64) {
	z = slices.Clone(z)
	slices.SortFunc(z, func(a, b float64) int { return cmp.Compare(b, a) })
	total := 0.0
	for _, v := range z {
		total += v
	}
	for _, m := range masses {
		above, k := 0.0, 0
		for k < len(z)-1 && above+z[k] < m*total {
			above += z[k]
			k++
		}
		out = append(out, z[k])
	}
	return out
}

// smear convolves n × n values with Gaussians of these standard deviations in cells, at least .7: first along one direction, then the other.
func smear(z []float64, n int, sx, sy float64) []float64 {
	return along(along(z, n, n, 1, kernel(sx)), n, 1, n, kernel(sy))
}

// kernel is half of a Gaussian, from its middle on.
func kernel(s float64) []float64 {
	s = math.Max(s, 0.7)
	k := []float64{1}
	for i := 1; float64(i) <= 4*s; i++ {
		k = append(k, math.Exp(-float64(i*i)/(2*s*s)))
	}
	total := 2*sumOf(k) - 1
	for i := range k {
		k[i] /= total
	}
	return k
}

func sumOf(v []float64) (s float64) {
	for _, x := range v {
		s += x
	}
	return s
}

// along convolves in one direction: neighbours are step apart, lines are stride apart. What is smeared over the edge is lost.
func along(z []float64, n, step, stride int, k []float64) []float64 {
	out := make([]float64, len(z))
	for line := range n {
		for i := range n {
			v := z[line*stride+i*step]
			if v == 0 {
				continue
			}
			for d := -len(k) + 1; d < len(k); d++ {
				if j := i + d; j >= 0 && j < n {
					out[line*stride+j*step] += v * k[max(d, -d)]
				}
			}
		}
	}
	return out
}

// moments are mean and standard deviation of the finite values.
func moments(x []float64) (mean, sd float64) {
	v := finiteOf(x)
	n := math.Max(float64(len(v)), 1)
	mean = sumOf(v) / n
	square := 0.0
	for _, u := range v {
		square += (u - mean) * (u - mean)
	}
	return mean, math.Sqrt(square / n)
}
