package pinn

import (
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn/jet"
)

// bound is a network with its weights in a graph.
type bound struct {
	inputs []jet.Input
	layers layer
}

// at returns the network at points x [n, vars].
func (b bound) at(x *Node) (cols []*Node, u network) {
	cols = diffop.Columns(x)
	return cols, b.on(cols)
}

// on returns the network at points whose coordinates are cols, [n, 1] each.
func (b bound) on(cols []*Node) network {
	return network{cols, b.layers(jet.Inputs{Of: b.inputs, X: cols})}
}

// network is what residuals read of a network.
type network struct {
	x []*Node
	u *jet.Jet
}

var _ derivatives = network{}

func (n network) derivative(field int, by []int) *Node { return n.u.Component(field, n.x[0], by...) }

// values are all fields, [n, fields].
func (n network) values() *Node { return Transpose(n.u.D(), 0, 1) }

// layer is a function of what stands before it.
type layer func(before affine) *jet.Jet

// affine is what a layer can stand behind: inputs, or another layer.
type affine interface{ Affine(w, b *Node) *jet.Jet }

var (
	_ affine = jet.Inputs{}
	_ affine = (*jet.Jet)(nil)
)

// builder binds variables.
type builder struct {
	net   Net
	scope *model.Scope
	g     *Graph
	dtype dtypes.DType
}

// bind makes the variables, or finds them, below scope.
func (n Net) bind(scope *model.Scope, g *Graph, in []jet.Input, fields int, dtype dtypes.DType) bound {
	b := builder{n, scope, g, dtype}
	if n.Fourier == 0 {
		return bound{in, b.body(len(in), fields)}
	}
	features, body := b.features(len(in)), b.body(n.Features, fields)
	return bound{in, func(before affine) *jet.Jet { return body(features(before)) }}
}

// body is the network behind so many inputs or features.
func (b builder) body(inputs, fields int) layer {
	switch b.net.Kind {
	case Modified:
		return b.modified(inputs, fields)
	case PirateNet:
		return b.pirate(fields)
	}
	return b.plain(inputs, fields)
}

// features are sines and cosines of random combinations of the inputs.
func (b builder) features(inputs int) layer {
	f := nets.Frequencies(b.scope.In("features"), b.g, inputs, b.net.Features/2, b.net.Fourier, b.dtype)
	return func(before affine) *jet.Jet {
		z := before.Affine(f, nil)
		quarter := jet.Constant(ConstAsDType(b.g, b.dtype, [][]float64{{math.Pi / 2}}))
		return jet.Concat(z.Apply(act.Sine), z.Plus(quarter).Apply(act.Sine))
	}
}

// affine is a layer with what stands behind it not yet applied, in its own scope.
func (b builder) affine(name string, in, out int, behind act.Func) layer {
	w, bias := nets.Dense{Out: out, Behind: behind, Factorized: b.net.Factorized}.Build(b.scope.In("%s", name), b.g, in, b.dtype)
	return func(before affine) *jet.Jet { return before.Affine(w, bias) }
}

// hidden is a layer with its nonlinearity, in its own scope.
func (b builder) hidden(name string, in, out int) layer {
	a := b.affine(name, in, out, b.net.Activation)
	if !b.net.Adaptive {
		return func(before affine) *jet.Jet { return a(before).Apply(b.net.Activation) }
	}
	slope := MulScalar(b.number("slope_"+name, 1./adaptiveFactor), adaptiveFactor)
	return func(before affine) *jet.Jet { return a(before).Scaled(slope).Apply(b.net.Activation) }
}

// adaptiveFactor is n of Jagtap et al., which makes the slopes learn faster than the weights.
const adaptiveFactor = 10

// number is a trained number, [1, 1].
func (b builder) number(name string, start float64) *Node {
	return ExpandAxes(nets.Number(b.scope, b.g, name, start, b.dtype), 0, 1)
}

func (b builder) plain(inputs, fields int) layer {
	var layers []layer
	for i, h := range b.net.Hidden {
		layers = append(layers, b.hidden(fmt.Sprintf("layer_%d", i), inputs, h))
		inputs = h
	}
	layers = append(layers, b.affine(fmt.Sprintf("layer_%d", len(layers)), inputs, fields, act.Identity))
	return func(before affine) *jet.Jet {
		for _, l := range layers[:len(layers)-1] {
			before = l(before)
		}
		return layers[len(layers)-1](before)
	}
}

// gates are U and V, or one of the two by h: h·U + (1 − h)·V.
type gates struct{ u, v layer }

func (b builder) gates(inputs int) gates {
	return gates{b.hidden("gate_u", inputs, b.net.Hidden[0]), b.hidden("gate_v", inputs, b.net.Hidden[0])}
}

// at gives the mixing of h between the gates of some inputs: V + h·(U − V).
func (g gates) at(before affine) func(h *jet.Jet) *jet.Jet {
	v := g.v(before)
	between := g.u(before).Minus(v)
	return func(h *jet.Jet) *jet.Jet { return v.Plus(h.Times(between)) }
}

func (b builder) modified(inputs, fields int) layer {
	g := b.gates(inputs)
	var layers []layer
	for i, h := range b.net.Hidden {
		layers = append(layers, b.hidden(fmt.Sprintf("layer_%d", i), inputs, h))
		inputs = h
	}
	last := b.affine(fmt.Sprintf("layer_%d", len(layers)), inputs, fields, act.Identity)
	return func(before affine) *jet.Jet {
		mix := g.at(before)
		for _, l := range layers {
			before = mix(l(before))
		}
		return last(before)
	}
}

// pirate is blocks x ← α·h + (1 − α)·x with h = a(W₃·z₂ + b₃), z₂ and z₁ mixed by the gates, and α = 0 at first.
func (b builder) pirate(fields int) layer {
	width := b.net.Hidden[0]
	g := b.gates(width)
	var blocks []func(x *jet.Jet, mix func(*jet.Jet) *jet.Jet) *jet.Jet
	for i := range b.net.Hidden {
		name := func(k int) string { return fmt.Sprintf("block_%d_%d", i, k) }
		first, second, third := b.hidden(name(0), width, width), b.hidden(name(1), width, width), b.hidden(name(2), width, width)
		alpha := b.number(fmt.Sprintf("alpha_%d", i), 0)
		blocks = append(blocks, func(x *jet.Jet, mix func(*jet.Jet) *jet.Jet) *jet.Jet {
			h := third(mix(second(mix(first(x)))))
			return x.Plus(h.Minus(x).Scaled(alpha))
		})
	}
	last := b.affine("last", width, fields, act.Identity)
	return func(before affine) *jet.Jet {
		x, mix := before.(*jet.Jet), g.at(before)
		for _, block := range blocks {
			x = block(x, mix)
		}
		return last(x)
	}
}
