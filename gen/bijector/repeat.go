package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// repeat makes n passes of body on a state that begins as init, unrolled. body gets the number of the pass, int32.
func repeat(n int, body func(i *Node, state []*Node) []*Node, init ...*Node) []*Node {
	state := init
	for i := range n {
		state = body(Const(init[0].Graph(), int32(i)), state)
	}
	return state
}
