package fit

import (
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"
)

// Whole gives all rows of all tables at every step; the tables may have different numbers of rows. It suits full
// batches: collocation points, small data, validation sets.
func Whole(tables ...*mat.Dense) WholeSource { return tables }

// WholeSource is what Whole returns.
type WholeSource []*mat.Dense

var _ Source = WholeSource(nil)

func (w WholeSource) Fixed() []Array                 { return arrays(w) }
func (w WholeSource) Feed(uint64, int) []Array       { return nil }
func (w WholeSource) Batch(fixed, _ []*Node) []*Node { return fixed }
func (w WholeSource) StepsPerEpoch() int             { return 1 }
