// Package loop builds loops of the engine from ordinary Go functions.
//
// GoMLX's While wants closures that, on XLA, see nothing of the graph around them, and on pure Go take no gradients.
// Here the body is traced in the graph around it first, on stand-ins for the state; what depends on them is then
// repeated node by node inside the closure, and what they read from outside is handed in as more state. So a body
// captures weights, and takes gradients, like any other function:
//
//	x = loop.Repeat(100, func(_ *Node, s []*Node) []*Node {
//		grad := Gradient(ReduceAllSum(energy(s[0])), s[0])[0] // energy's weights are captured
//		return []*Node{Sub(s[0], MulScalar(grad, 0.1))}
//	}, x)[0]
//
// What a body computes from captured values alone is computed once, before the loop: random numbers too, which are
// the same in every pass unless the generator's state is part of the loop's state. Compile time does not depend on the number
// of passes.
//
// Loops have no derivative of their own; [WithGradient] gives one to a result. A body cannot hold what itself holds closures
// and depends on the state (While, Repeat, If, Sort), nor scatters, windows and ArgMax of it, nor can a loop stand in a closure, such as fit's loop of many
// steps, which then takes one step per call.
package loop
