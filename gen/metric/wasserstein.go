package metric

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// maxAssignment is the largest sample that Wasserstein takes: time grows with n³, memory with n².
const maxAssignment = 4000

// Wasserstein is the exact p-Wasserstein distance of two samples of equal size, (min_π 1/n·Σ |x_i − y_π(i)|^p)^(1/p), by
// solving the assignment problem; p ≥ 1. It takes about a second for n = 1000. Two samples of the same law are at a distance
// too, which falls only like n^(−1/d): compare with that of two samples of the law.
func Wasserstein(x, y *mat.Dense, p float64) (float64, error) {
	n, m, _, err := checkSamples("Wasserstein", x, y)
	switch {
	case err != nil:
		return 0, err
	case n != m || n > maxAssignment:
		return 0, fmt.Errorf("metric.Wasserstein: want two samples of equal size up to %d, got %d and %d; take as many rows of each", maxAssignment, n, m)
	case !(p >= 1) || math.IsInf(p, 0):
		return 0, fmt.Errorf("metric.Wasserstein: want an order p of at least 1, got %g", p)
	}
	cost := mat.NewDense(n, n, nil)
	for i := range n {
		row := cost.RawRowView(i)
		for j := range row {
			row[j] = math.Pow(squaredDistance(x.RawRowView(i), y.RawRowView(j)), p/2)
		}
	}
	var total float64
	for i, j := range assign(cost) {
		total += cost.At(i, j)
	}
	return math.Pow(total/float64(n), 1/p), nil
}

// assign finds the permutation π that minimizes Σ cost[i, π(i)] by shortest augmenting paths in reduced costs
// cost[i, j] − u[i] − v[j] ≥ 0 (Jonker and Volgenant 1987; here without their initial reductions), O(n³).
func assign(cost *mat.Dense) (columnOf []int) {
	n, _ := cost.Dims()
	u, v := make([]float64, n), make([]float64, n)
	rowOf := make([]int, n)
	columnOf = make([]int, n)
	for j := range n {
		rowOf[j], columnOf[j] = -1, -1
		v[j] = math.Inf(1)
	}
	for i := range n {
		for j, c := range cost.RawRowView(i) {
			v[j] = min(v[j], c)
		}
	}
	for i := range n {
		row := cost.RawRowView(i)
		best := 0
		for j, c := range row {
			if c-v[j] < row[best]-v[best] {
				best = j
			}
		}
		u[i] = row[best] - v[best]
		if rowOf[best] < 0 {
			rowOf[best], columnOf[i] = i, best
		}
	}
	for i := range n {
		if columnOf[i] < 0 {
			augment(cost, i, u, v, rowOf, columnOf)
		}
	}
	return columnOf
}

// augment assigns row start by Dijkstra's algorithm over columns, and updates the prices u and v so that reduced costs stay ≥ 0.
func augment(cost *mat.Dense, start int, u, v []float64, rowOf, columnOf []int) {
	n := len(v)
	dist, from := make([]float64, n), make([]int, n)
	done := make([]bool, n)
	for j := range n {
		dist[j], from[j] = math.Inf(1), start
	}
	i, reach, last := start, 0., -1
	var scanned []int
	for {
		row := cost.RawRowView(i)
		next, nearest := -1, math.Inf(1)
		for j := range n {
			if done[j] {
				continue
			}
			if d := reach + row[j] - u[i] - v[j]; d < dist[j] {
				dist[j], from[j] = d, i
			}
			if dist[j] < nearest {
				next, nearest = j, dist[j]
			}
		}
		reach, last = nearest, next
		if rowOf[next] < 0 {
			break
		}
		done[next] = true
		scanned = append(scanned, next)
		i = rowOf[next]
	}
	u[start] += reach
	for _, j := range scanned {
		u[rowOf[j]] += reach - dist[j]
		v[j] -= reach - dist[j]
	}
	for j := last; ; {
		i := from[j]
		rowOf[j] = i
		j, columnOf[i] = columnOf[i], j
		if i == start {
			return
		}
	}
}

// Wasserstein1D is the p-Wasserstein distance of two samples on the line, which may differ in size: the L^p distance of their quantile
// functions; p ≥ 1.
func Wasserstein1D(x, y []float64, p float64) (float64, error) {
	if len(x) == 0 || len(y) == 0 {
		return 0, fmt.Errorf("metric.Wasserstein1D: want two samples with at least one number each, got %d and %d", len(x), len(y))
	}
	if _, _, _, err := checkSamples("Wasserstein1D", mat.NewDense(len(x), 1, x), mat.NewDense(len(y), 1, y)); err != nil {
		return 0, err
	}
	if !(p >= 1) || math.IsInf(p, 0) {
		return 0, fmt.Errorf("metric.Wasserstein1D: want an order p of at least 1, got %g", p)
	}
	x, y = slices.Clone(x), slices.Clone(y)
	slices.Sort(x)
	slices.Sort(y)
	return math.Pow(quantileCost(x, y, p), 1/p), nil
}

// quantileCost is ∫ |F⁻¹(s) − G⁻¹(s)|^p ds for sorted samples: both quantile functions are steps.
func quantileCost(x, y []float64, p float64) float64 {
	var total float64
	n, m := len(x), len(y)
	for i, j, at := 0, 0, 0; i < n && j < m; { // at counts in units of 1/(n·m)
		end := min((i+1)*m, (j+1)*n)
		total += math.Pow(math.Abs(x[i]-y[j]), p) * float64(end-at)
		if end == (i+1)*m {
			i++
		}
		if end == (j+1)*n {
			j++
		}
		at = end
	}
	return total / float64(n) / float64(m)
}

// SlicedOptions are the settings of SlicedWasserstein.
type SlicedOptions struct {
	Projections int     // random directions; 0 means 500
	Order       float64 // p ≥ 1; 0 means 2
	Seed        uint64  // of the directions
}

// SlicedWasserstein is (E_θ W_p(θ·x, θ·y)^p)^(1/p) over random directions θ, for samples x [n, d] and y [m, d]. The standard error
// is that of the average over directions; the samples are taken as they are.
func SlicedWasserstein(x, y *mat.Dense, opts ...SlicedOptions) (Estimate, error) {
	o, err := one("SlicedWasserstein", opts)
	if err != nil {
		return Estimate{}, err
	}
	if o.Projections == 0 {
		o.Projections = 500
	}
	if o.Order == 0 {
		o.Order = 2
	}
	if o.Projections < 2 || !(o.Order >= 1) || math.IsInf(o.Order, 0) {
		return Estimate{}, fmt.Errorf("metric.SlicedWasserstein: want at least 2 projections and an order of at least 1, got %d and %g", o.Projections, o.Order)
	}
	n, m, d, err := checkSamples("SlicedWasserstein", x, y)
	if err != nil {
		return Estimate{}, err
	}
	rng := rand.New(rand.NewPCG(o.Seed, 0x736c69636564))
	costs := make([]float64, o.Projections)
	px, py := mat.NewVecDense(n, nil), mat.NewVecDense(m, nil)
	for k := range costs {
		theta := direction(rng, d)
		px.MulVec(x, theta)
		py.MulVec(y, theta)
		a, b := px.RawVector().Data, py.RawVector().Data
		slices.Sort(a)
		slices.Sort(b)
		costs[k] = quantileCost(a, b, o.Order)
	}
	average, std := stat.MeanStdDev(costs, nil)
	w := math.Pow(average, 1/o.Order)
	e := Estimate{Value: w, Unit: fmt.Sprintf("sliced W%g", o.Order)}
	if average > 0 { // dW/daverage = W/(p·average)
		e.StdErr = w / (o.Order * average) * std / math.Sqrt(float64(o.Projections))
	}
	return e, nil
}

// direction is uniform on the unit sphere.
func direction(rng *rand.Rand, d int) *mat.VecDense {
	theta := mat.NewVecDense(d, nil)
	for j := range d {
		theta.SetVec(j, rng.NormFloat64())
	}
	theta.ScaleVec(1/mat.Norm(theta, 2), theta)
	return theta
}
