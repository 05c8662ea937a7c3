package pinn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn/geom"
)

// fitted is what a solution says of measured values.
type fitted struct {
	mean    *mat.Dense // [n, columns]: fields at the points
	squares float64    // Σ (data − mean)²
	count   int
}

// fitted evaluates the fields that a cloud's columns are called as.
func (s *Solution) fitted(condition string, c geom.Cloud) (fitted, error) {
	u, err := s.At(c.Points)
	if err != nil {
		return fitted{}, err
	}
	n, cols := c.Data.Dims()
	f := fitted{mean: mat.NewDense(n, cols, nil), count: n * cols}
	for j, name := range strings.Fields(c.Names) {
		at := slices.Index(s.about.Fields, name)
		if at < 0 {
			return fitted{}, fmt.Errorf("pinn: Ensemble: %q measures %q, which is no field: Renoised needs columns that are called as the fields %v; take Resampled", condition, name, s.about.Fields)
		}
		f.mean.SetCol(j, mat.Col(nil, at, u))
	}
	for i := range n {
		for j := range cols {
			f.squares += math.Pow(c.Data.At(i, j)-f.mean.At(i, j), 2)
		}
	}
	return f, nil
}

// rmsOf is the root mean square of all residuals.
func rmsOf(all []fitted) float64 {
	sum, count := 0.0, 0
	for _, f := range all {
		sum, count = sum+f.squares, count+f.count
	}
	return math.Sqrt(sum / float64(max(count, 1)))
}

// noisy is a table with independent normal noise.
func noisy(mean *mat.Dense, sigma float64, rng *rand.Rand) *mat.Dense {
	out := mat.DenseCopyOf(mean)
	out.Apply(func(_, _ int, v float64) float64 { return v + sigma*rng.NormFloat64() }, out)
	return out
}

// resampled is as many of the cloud's points, drawn with replacement, with what belongs to them.
func resampled(c geom.Cloud, rng *rand.Rand) geom.Cloud {
	n, _ := c.Points.Dims()
	rows := make([]int, n)
	for i := range rows {
		rows[i] = rng.IntN(n)
	}
	take := func(m *mat.Dense) *mat.Dense {
		if m == nil {
			return nil
		}
		out := mat.DenseCopyOf(m)
		for i, r := range rows {
			out.SetRow(i, m.RawRowView(r))
		}
		return out
	}
	c.Points, c.Normals, c.Data = take(c.Points), take(c.Normals), take(c.Data)
	return c
}
