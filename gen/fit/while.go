package fit

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// State of the loop in the engine, in this order. Bodies and conditions cannot capture nodes of their parent on
// XLA, so everything is state: the data, the weights, the optimizer's moments, the random stream.
const (
	stateStep = iota // int32: steps done
	stateEnd         // int32: steps to do; set to 0 by a loss that is not finite
	stateLoss        // [capacity]: the loss of each step
	stateIn          // learning rates, fed arrays, fixed arrays, then all variables
)

// many runs n ≤ capacity steps in one While loop: n, then the inputs of single with a leading axis [capacity]
// on what is fed → losses [capacity], all finite, number of steps done.
//
// Models, losses and optimizers run unmodified inside the body because every variable's node is pointed at the
// loop's state. The body is built before the condition and before anything else in the graph, since GoMLX caches
// scalar constants per graph and those of the parent could not be used in the body.
func (l *loop) many(in []*Node) []*Node {
	g := in[0].Graph()
	init := []*Node{Const(g, int32(0)), in[0], ConstTensor(g, tensors.FromShape(in[1].Shape()))}
	init = append(init, in[1:]...)
	firstVar := len(init)
	for _, v := range l.vars {
		init = append(init, v.NodeValue(g)) // touched here, before the closures
	}
	changed := make([]bool, len(l.vars))
	body := NewClosure(g, func(g *Graph) []*Node { return l.body(parameters(g, init), firstVar, changed) })
	cond := NewClosure(g, func(g *Graph) []*Node {
		p := parameters(g, init)
		return []*Node{LessThan(p[stateStep], p[stateEnd])}
	})
	res := While(cond, body, init...)
	for i, v := range l.vars {
		v.SetNodeValue(init[firstVar+i])
		if changed[i] {
			v.SetNodeValue(res[firstVar+i])
		}
	}
	return []*Node{res[stateLoss], l.finite(g), res[stateStep]}
}

// body is one step: state → state. changed is set for the variables that the step assigns.
func (l *loop) body(p []*Node, firstVar int, changed []bool) []*Node {
	g := p[0].Graph()
	for i, v := range l.vars {
		v.SetNodeValue(p[firstVar+i]) // layers and optimizer now see the loop's state
	}
	fed := firstVar - len(l.fixed) // inputs before it have one row per step
	in := make([]*Node, 0, firstVar-stateIn)
	for _, x := range p[stateIn:fed] {
		in = append(in, row(x, p[stateStep]))
	}
	loss := l.step.build(l.batch(append(in[1:], p[fed:firstVar]...)), in[0])

	losses := DynamicUpdateSlice(p[stateLoss], Reshape(ConvertDType(loss, p[stateLoss].DType()), 1), []*Node{p[stateStep]})
	end := Where(IsFinite(loss), p[stateEnd], Const(g, int32(0)))
	out := append([]*Node{Add(p[stateStep], Const(g, int32(1))), end, losses}, p[stateIn:firstVar]...)
	for i, v := range l.vars {
		x := v.NodeValue(g)
		changed[i] = x != p[firstVar+i]
		out = append(out, x)
	}
	return out
}

// row takes entry i of the first axis: [capacity, …] → […].
func row(x, i *Node) *Node {
	start := []*Node{i}
	size := append([]int{1}, x.Shape().Dimensions[1:]...)
	for range size[1:] {
		start = append(start, Const(x.Graph(), int32(0)))
	}
	return Reshape(DynamicSlice(x, start, size), size[1:]...)
}

// parameters declares a closure's inputs, one for each entry of the state.
func parameters(g *Graph, state []*Node) []*Node {
	p := make([]*Node, len(state))
	for i, n := range state {
		p[i] = Parameter(g, fmt.Sprintf("state_%d", i), n.Shape())
	}
	return p
}
