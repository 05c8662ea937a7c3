package fit

import (
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"
)

// Whole gives all rows of all tables at every step; the tables may have different numbers of rows. It suits full
// batches: collocation points, small data, validation sets.
func Whole(tables ...*mat.Dense) Source { return whole(tables) }

type whole []*mat.Dense

func (w whole) Fixed() []Array                 { return arrays(w) }
func (w whole) Feed(uint64, int) []Array       { return nil }
func (w whole) Batch(fixed, _ []*Node) []*Node { return fixed }
func (w whole) StepsPerEpoch() int             { return 1 }
