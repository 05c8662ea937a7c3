package dist

import (
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// Rng is a stream of random numbers inside a computation graph. Its state is a node, so a loop can carry it and a
// checkpoint can keep it. The generator is the engine's own: the same seed gives the same numbers on one engine,
// but different ones on XLA and on pure Go.
type Rng struct{ state *Node }

// NewRng starts a stream at a state made by graph.RNGStateFromSeed or returned by Rng.State.
func NewRng(state *Node) *Rng { return &Rng{state} }

// State returns the state after all draws so far, the node that loops carry.
func (r *Rng) State() *Node { return r.state }

// Normal draws standard normal numbers of the given shape and advances the stream.
func (r *Rng) Normal(s shapes.Shape) (x *Node) {
	r.state, x = RandomNormal(r.state, s)
	return x
}

// Uniform draws numbers of [0, 1) of the given shape and advances the stream.
func (r *Rng) Uniform(s shapes.Shape) (x *Node) {
	r.state, x = RandomUniform(r.state, s)
	return x
}

// Signs draws -1 and 1, each with probability ½, in the given shape and advances the stream.
func (r *Rng) Signs(s shapes.Shape) *Node {
	return AddScalar(MulScalar(Floor(MulScalar(r.Uniform(s), 2)), 2), -1)
}

// Split returns a stream that is independent of what r draws from now on.
func (r *Rng) Split() *Rng {
	mine, other := RNGStateSplit(r.state)
	r.state = mine
	return NewRng(other)
}
