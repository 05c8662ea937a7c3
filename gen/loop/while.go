package loop

import (
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// While repeats body as long as cond says so, on a state that begins as init, and returns the last state. cond: state →
// scalar bool; body: state → state of the same number and shapes. Both may capture other nodes of the graph.
func While(cond func(state []*graph.Node) *graph.Node, body func(state []*graph.Node) []*graph.Node, init ...*graph.Node) []*graph.Node {
	if len(init) == 0 {
		exceptions.Panicf("loop.While: want a state of at least one value")
	}
	g, n := init[0].Graph(), len(init)
	test := Lift(func(s []*graph.Node) []*graph.Node { return []*graph.Node{cond(s)} }, init...)
	pass := Lift(body, init...)
	wantCond(test.results[0])
	wantState(pass.results, init)
	state := append(append(append([]*graph.Node(nil), init...), pass.Captured...), test.Captured...)
	m := n + len(pass.Captured)
	bodyClosure := graph.NewClosure(g, func(g *graph.Graph) []*graph.Node {
		p := parameters(g, state)
		return append(pass.Call(p[:n], p[n:m]), p[n:]...)
	})
	condClosure := graph.NewClosure(g, func(g *graph.Graph) []*graph.Node {
		p := parameters(g, state)
		return test.Call(p[:n], p[m:])
	})
	out := graph.While(condClosure, bodyClosure, state...)[:n]
	for i, r := range out {
		// Pure Go (compute v0.1.0) ends the process where a loop's last values are made after all that a graph returns.
		out[i] = graph.Identity(r)
	}
	return out
}

// Repeat makes n passes of body, on a state that begins as init, and returns the last state. body gets the number of the
// pass, int32 from 0, and may capture other nodes of the graph.
func Repeat(n int, body func(i *graph.Node, state []*graph.Node) []*graph.Node, init ...*graph.Node) []*graph.Node {
	if n < 0 {
		exceptions.Panicf("loop.Repeat: want at least 0 passes, got %d", n)
	}
	if len(init) == 0 {
		exceptions.Panicf("loop.Repeat: want a state of at least one value")
	}
	g := init[0].Graph()
	all := append([]*graph.Node{graph.Const(g, int32(0))}, init...)
	return While(func(s []*graph.Node) *graph.Node { return graph.LessThan(s[0], graph.Const(g, int32(n))) }, func(s []*graph.Node) []*graph.Node {
		return append([]*graph.Node{graph.Add(s[0], graph.Const(g, int32(1)))}, body(s[0], s[1:])...)
	}, all...)[1:]
}

// parameters declares a closure's inputs, one for each entry of the state.
func parameters(g *graph.Graph, state []*graph.Node) []*graph.Node {
	p := make([]*graph.Node, len(state))
	for i, n := range state {
		p[i] = graph.Parameter(g, fmt.Sprintf("state_%d", i), n.Shape())
	}
	return p
}

func wantCond(c *graph.Node) {
	if !c.IsScalar() || c.DType() != dtypes.Bool {
		exceptions.Panicf("loop.While: want a scalar bool from the condition, got %s", c.Shape())
	}
}

func wantState(out, init []*graph.Node) {
	if len(out) != len(init) {
		exceptions.Panicf("loop.While: want as many values from the body as the state has, %d, got %d", len(init), len(out))
	}
	for i := range out {
		if !out[i].Shape().Equal(init[i].Shape()) {
			exceptions.Panicf("loop.While: want value %d from the body of the shape it has in the state, %s, got %s", i, init[i].Shape(), out[i].Shape())
		}
	}
}
