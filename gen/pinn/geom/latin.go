package geom

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/samplemv"
)

// LatinHypercube lays out n points so that each of n equal slices has one of them, in every coordinate (McKay, Beckman and Conover, Technometrics
// 21, 1979). Parts of it, such as mini-batches, are no better than independent points.
type LatinHypercube struct{}

// Halton lays out points by the radical inverses of 0, 1, … in the first prime bases, with digits permuted at random (Halton, Numer. Math. 2,
// 1960; Owen, arXiv 1706.02808, 2017).
type Halton struct{}

var (
	_ Sequence = LatinHypercube{}
	_ Sequence = Halton{}
)

// Start draws n points; after them come n others.
func (LatinHypercube) Start(rng *rand.Rand, dim, n int) (func(u []float64), error) {
	return batches(dim, n, func(x *mat.Dense) {
		samplemv.LatinHypercube{Q: distmv.NewUnitUniform(dim, rng), Src: rng}.Sample(x)
	}), nil
}

// Start draws n points; after them come n others, with other permutations.
func (Halton) Start(rng *rand.Rand, dim, n int) (func(u []float64), error) {
	return batches(dim, n, func(x *mat.Dense) {
		samplemv.Halton{Kind: samplemv.Owen, Q: distmv.NewUnitUniform(dim, rng), Src: rng}.Sample(x)
	}), nil
}

// batches hands out points of samples that are drawn n at a time.
func batches(dim, n int, draw func(x *mat.Dense)) func(u []float64) {
	if dim == 0 {
		return func([]float64) {}
	}
	var x *mat.Dense
	i := max(n, 1)
	return func(u []float64) {
		if x == nil || i == max(n, 1) {
			x, i = mat.NewDense(max(n, 1), dim, nil), 0
			draw(x)
		}
		for j, v := range x.RawRowView(i) {
			u[j] = math.Min(v, below1) // digits can add up to 1
		}
		i++
	}
}

// below1 is the largest number below 1.
var below1 = math.Nextafter(1, 0)
