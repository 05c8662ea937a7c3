package loop

import (
	"slices"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	_ "github.com/gensci/gensci/gen/diffop" // the derivative of Identity, behind which arguments stand
)

// Lifted is a function with everything that it reads from outside made explicit. Its nodes belong to the graph it was
// traced in; Call repeats them on other arguments.
type Lifted struct {
	// Captured are the values that the function reads from outside, each once, in the order of their making. Small
	// constants are not among them.
	Captured []*graph.Node

	args, results []*graph.Node
	steps         []*graph.Node // what depends on args, in the order of their making
	constants     []*graph.Node // cheap to repeat, so not captured
}

// Lift traces f once on stand-ins for args. Values that f computes from captured nodes alone count as captured
// themselves. It panics if something that depends on args cannot be repeated: a node that holds closures.
func Lift(f func(args []*graph.Node) []*graph.Node, args ...*graph.Node) *Lifted {
	if len(args) == 0 {
		exceptions.Panicf("loop.Lift: want at least one argument")
	}
	l := &Lifted{args: make([]*graph.Node, len(args))}
	for i, a := range args {
		l.args[i] = graph.Identity(a) // nothing else refers to it
	}
	l.results = f(slices.Clone(l.args))
	for i, r := range l.results {
		if r == nil || r.Graph() != args[0].Graph() {
			exceptions.Panicf("loop.Lift: want results of the graph of the arguments, result %d is of another, or nil", i)
		}
	}
	l.sort()
	return l
}

// sort tells what depends on the arguments from what is captured.
func (l *Lifted) sort() {
	depends := map[*graph.Node]bool{}
	for _, a := range l.args {
		depends[a] = true
	}
	first := l.args[0].Id()
	var visit func(n *graph.Node) bool
	visit = func(n *graph.Node) bool {
		d, known := depends[n]
		if known || n.Id() < first { // older than the arguments
			return d
		}
		for _, in := range n.Inputs() {
			d = visit(in) || d
		}
		depends[n] = d
		return d
	}
	for _, r := range l.results {
		visit(r)
	}
	read := map[*graph.Node]bool{} // from outside
	for n, d := range depends {
		switch {
		case !d || slices.Contains(l.args, n):
			continue
		case holdsReduction(n):
			exceptions.Panicf("loop: %s depends on the arguments and is a scatter, a window or an ArgMax, which XLA lacks inside of closures, so it cannot stand in the body of a loop (a scatter may be the derivative of a Gather): write it by OneHot, Where or products", n)
		case holdsClosures(n):
			exceptions.Panicf("loop: %s depends on the arguments and holds closures, so it cannot stand in the body of a loop: compute it before, or write it without (OneHot, Where, an unrolled loop)", n)
		}
		l.steps = append(l.steps, n)
		for _, in := range n.Inputs() {
			read[in] = read[in] || !depends[in]
		}
	}
	for _, r := range l.results {
		read[r] = read[r] || !depends[r]
	}
	l.split(read)
	slices.SortFunc(l.steps, byID)
}

// split sorts what is read from outside into captured values and constants.
func (l *Lifted) split(read map[*graph.Node]bool) {
	cheap := map[*graph.Node]bool{}
	for n, outside := range read {
		switch {
		case !outside:
		case isCheap(n):
			addConstants(cheap, n)
		default:
			l.Captured = append(l.Captured, n)
		}
	}
	for n := range cheap {
		l.constants = append(l.constants, n)
	}
	slices.SortFunc(l.Captured, byID)
	slices.SortFunc(l.constants, byID)
}

func addConstants(to map[*graph.Node]bool, n *graph.Node) {
	to[n] = true
	for _, in := range n.Inputs() {
		addConstants(to, in)
	}
}

func byID(a, b *graph.Node) int { return int(a.Id()) - int(b.Id()) }

// Call repeats the function in the current function of the graph on other arguments and, in the order of Captured,
// other captured values, all of the same shapes. With its arguments in a closure, the repetition is in the closure.
func (l *Lifted) Call(args, captured []*graph.Node) []*graph.Node {
	if len(args) != len(l.args) || len(captured) != len(l.Captured) {
		exceptions.Panicf("loop.Lifted: want %d arguments and %d captured values, got %d and %d", len(l.args), len(l.Captured), len(args), len(captured))
	}
	as := map[*graph.Node]*graph.Node{}
	bind := func(names, values []*graph.Node, what string) {
		for i, n := range names {
			if !values[i].Shape().Equal(n.Shape()) {
				exceptions.Panicf("loop.Lifted: want %s %d of shape %s, got %s", what, i, n.Shape(), values[i].Shape())
			}
			as[n] = values[i]
		}
	}
	bind(l.args, args, "argument")
	bind(l.Captured, captured, "captured value")
	for _, n := range append(slices.Clone(l.constants), l.steps...) {
		in := make([]*graph.Node, len(n.Inputs()))
		for i, x := range n.Inputs() {
			in[i] = as[x]
		}
		as[n] = repeat(n, in)
	}
	out := make([]*graph.Node, len(l.results))
	for i, r := range l.results {
		out[i] = as[r]
	}
	return out
}

// repeat makes n again; GoMLX's CloneWithInputs hands a constant back as it is, which would stay outside of a closure.
func repeat(n *graph.Node, in []*graph.Node) *graph.Node {
	if n.Type() == graph.NodeTypeConstant {
		return graph.ConstTensor(n.Graph(), n.ConstantValue())
	}
	if n.Type() == graph.NodeTypeBroadcastInDim && in[0].Function().IsClosure() {
		// Pure Go (compute v0.1.0) leaves broadcasts out before an operation, also in a closure whose schedule is made
		// already, and then misses what came before; something in between keeps it from that.
		return graph.Identity(n.CloneWithInputs(in...))
	}
	if _, is := pairwise[n.Type()]; is && in[0].Function().IsClosure() {
		return reduce(n, in[0])
	}
	return n.CloneWithInputs(in...)
}

// isCheap tells small constants and what only spreads them from values worth computing once.
func isCheap(n *graph.Node) bool {
	switch n.Type() {
	case graph.NodeTypeConstant:
		return n.ConstantValue() != nil // GoMLX forgets large ones
	case graph.NodeTypeIota:
		return true
	case graph.NodeTypeBroadcastInDim, graph.NodeTypeReshape, graph.NodeTypeConvertDType:
		return isCheap(n.Inputs()[0])
	}
	return false
}

func holdsClosures(n *graph.Node) bool {
	switch n.Type() {
	case graph.NodeTypeWhile, graph.NodeTypeIf, graph.NodeTypeSort, graph.NodeTypeCall:
		return true
	}
	return false
}
