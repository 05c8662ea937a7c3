package doctor

import (
	"fmt"
)

// Units is the clue of what the units of a network do: the standard deviation of each over the examples, layer by layer, in their order. Look finds
// them for any model.
type Units [][]float64

var _ Clue = Units(nil)

// What units say.
const (
	constant = 1e-4 // a unit is dead whose deviation is this part of the median of the others in its layer that are not 0
	manyDead = 0.55 // of a layer: healthy ones with ReLU have a third of such units and at times two fifths, sick ones three quarters
)

// findings tells whether layers have many units that are constant.
func (u Units) findings() (out Findings) {
	for l, spread := range u {
		dead := count(spread)
		if len(spread) < 2 || float64(dead) < manyDead*float64(len(spread)) {
			continue
		}
		out = append(out, Finding{
			DeadUnits,
			fmt.Sprintf("%d of %d units of hidden layer %d give the same value for all examples.", dead, len(spread), l),
			"Take a smaller learning rate, an activation without a flat side (act.SiLU), smaller initial biases, or scale the inputs.",
		})
	}
	return out
}

// count is how many units of a layer are dead.
func count(spread []float64) (dead int) {
	var alive []float64
	for _, s := range spread {
		if s > 0 {
			alive = append(alive, s)
		}
	}
	level := constant * median(alive)
	for _, s := range spread {
		if s <= level {
			dead++
		}
	}
	return dead
}
