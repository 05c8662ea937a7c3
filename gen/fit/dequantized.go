package fit

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/dist"
)

// Dequantized makes densities of whole numbers such as pixels: the first table of Of holds numbers 0 … Levels-1, each
// batch of it becomes (x + u)/Levels with fresh noise u, uniform in [0, 1), so that a density on [0, 1) can be fitted. Its
// mean log-density, less ln Levels for each column, is at most the log-probability of the whole numbers;
// metric.BitsPerDim is that in bits.
//
// Reference: Theis, van den Oord, Bethge, A note on the evaluation of generative models, ICLR 2016, section 3.1.
type Dequantized struct {
	Of     Source
	Levels int // at least 2
}

var _ Source = Dequantized{}

// Fixed is Of's.
func (d Dequantized) Fixed() []Array { return d.Of.Fixed() }

// Feed is Of's, and the state of a stream of noise for the step.
func (d Dequantized) Feed(seed uint64, step int) []Array {
	r := rng(seed^0x6465717561, step) // not the numbers that chose the rows
	state := make([]int32, RNGStateShape.Size())
	for i := range state {
		state[i] = r.Int32()
	}
	return append(append([]Array(nil), d.Of.Feed(seed, step)...), Array{Dims: []int{len(state)}, I: state})
}

// Batch adds the noise to Of's first table.
func (d Dequantized) Batch(fixed, fed []*Node) []*Node {
	last := len(fed) - 1
	batch := append([]*Node(nil), d.Of.Batch(fixed, fed[:last])...)
	noise := dist.NewRng(ConvertDType(fed[last], dtypes.Uint64)).Uniform(batch[0].Shape())
	batch[0] = MulScalar(Add(batch[0], noise), 1/float64(d.Levels))
	return batch
}

// StepsPerEpoch is Of's, 0 where that has no end.
func (d Dequantized) StepsPerEpoch() int {
	if e, ok := d.Of.(interface{ StepsPerEpoch() int }); ok {
		return e.StepsPerEpoch()
	}
	return 0
}

// check looks at the source within, and for numbers that are not among the levels.
func (d Dequantized) check(seed uint64) error {
	if d.Levels < 2 {
		return fmt.Errorf("fit: Dequantized: want at least 2 Levels, such as 256 for bytes, got %d", d.Levels)
	}
	if err := checkSource(d.Of, seed); err != nil {
		return err
	}
	for _, a := range append(append([]Array(nil), d.Of.Fixed()...), d.Of.Feed(seed, 0)...) {
		if a.I != nil {
			continue
		}
		for i, x := range a.F {
			if x != float64(int(x)) || x < 0 || x >= float64(d.Levels) {
				return fmt.Errorf("fit: Dequantized: entry %d of the examples is %g: want whole numbers from 0 to %d", i, x, d.Levels-1)
			}
		}
		break // the first table of floats holds the examples
	}
	return nil
}
