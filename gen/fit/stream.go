package fit

import (
	"errors"
	"fmt"
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
func Stream(law Law, batch int) StreamSource { return StreamSource{law, or(batch, 512)} }

// StreamSource is what Stream returns.
type StreamSource struct {
	law   Law
	batch int
}

var _ Source = StreamSource{}

func (s StreamSource) Fixed() []Array { return nil }

func (s StreamSource) Feed(seed uint64, step int) []Array {
	return []Array{table(s.law.Sample(rng(seed, step), s.batch))}
}

// check draws a batch and looks whether it is what the law promises.
func (s StreamSource) check(seed uint64) error {
	if s.law == nil {
		return errors.New("fit: Stream has no law to draw from: give one, such as data.Moons{}")
	}
	if s.batch < 0 {
		return fmt.Errorf("fit: want a batch of at least 1 row, got %d", s.batch)
	}
	rows, cols := 0, 0
	if x := s.law.Sample(rng(seed, 0), s.batch); x != nil {
		rows, cols = x.Dims()
	}
	if rows != s.batch || cols != s.law.Dim() || cols < 1 {
		return fmt.Errorf("fit: the law %T drew [%d, %d] where %d examples of Dim %d were asked for: mend its Sample or Dim", s.law, rows, cols, s.batch, s.law.Dim())
	}
	return nil
}

func (s StreamSource) Batch(_, fed []*Node) []*Node { return fed }

// table converts a matrix [n, dim]; a matrix that is a window of a larger one is copied.
func table(x *mat.Dense) Array {
	n, d := x.Dims()
	raw := x.RawMatrix()
	if raw.Stride == d {
		return Array{Dims: []int{n, d}, F: raw.Data[:n*d]}
	}
	return Array{Dims: []int{n, d}, F: mat.DenseCopyOf(x).RawMatrix().Data}
}
