package fit

import (
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"
)

// Law is what fresh examples can be drawn from; the toy sets of package data are laws.
type Law interface {
	Dim() int
	Sample(rng *rand.Rand, n int) *mat.Dense // [n, dim]
}

// Stream draws fresh examples from a law at every step, so that there is nothing to overfit. A batch of 0 means 512.
func Stream(law Law, batch int) Source { return stream{law, or(batch, 512)} }

type stream struct {
	law   Law
	batch int
}

func (s stream) Fixed() []Array { return nil }

func (s stream) Feed(seed uint64, step int) []Array {
	return []Array{table(s.law.Sample(rng(seed, step), s.batch))}
}

func (s stream) Batch(_, fed []*Node) []*Node { return fed }

// table converts a matrix [n, dim]; a matrix that is a window of a larger one is copied.
func table(x *mat.Dense) Array {
	n, d := x.Dims()
	raw := x.RawMatrix()
	if raw.Stride == d {
		return Array{Dims: []int{n, d}, F: raw.Data[:n*d]}
	}
	return Array{Dims: []int{n, d}, F: mat.DenseCopyOf(x).RawMatrix().Data}
}
