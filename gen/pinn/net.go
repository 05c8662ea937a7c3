package pinn

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
)

// Net is the network that stands for the fields. Its inputs are scaled so that the box around the problem's domains
// becomes [-1, 1] in each variable.
type Net struct {
	Hidden     []int    // sizes of the hidden layers; none means 8 of 20
	Activation act.Func // must be smooth: act.Tanh, act.Sine, act.SiLU (its zero value). The zero Net has act.Tanh
}

// settled fills in the defaults.
func (n Net) settled() Net {
	if len(n.Hidden) == 0 {
		if n.Activation == act.SiLU {
			n.Activation = act.Tanh
		}
		n.Hidden = slices.Repeat([]int{20}, 8)
	}
	return n
}

// check says what is wrong with the settings.
func (n Net) check() error {
	for _, h := range n.Hidden {
		if h < 1 {
			return fmt.Errorf("pinn: want hidden layers of at least one unit, got %v", n.Hidden)
		}
	}
	if n.Activation == act.ReLU {
		return errors.New("pinn: ReLU has no second derivative: take act.Tanh or another smooth nonlinearity")
	}
	return nil
}

// bound is a network with its weights in a graph.
type bound struct {
	weights, biases []*Node // of layer i: [in, out] and [out]
	inputs          []input
	act             act.Func
}

// bind makes the variables, or finds them, below scope.
func (n Net) bind(scope *model.Scope, g *Graph, in []input, fields int, dtype dtypes.DType) *bound {
	nets.MLP{Hidden: n.Hidden, Out: fields, Activation: n.Activation}.Build(scope, g, len(in), dtype)
	b := &bound{inputs: in, act: n.Activation}
	for i := range len(n.Hidden) + 1 {
		layer := scope.At("layer_%d", i)
		b.weights = append(b.weights, layer.GetVariable("weights").NodeValue(g))
		b.biases = append(b.biases, layer.GetVariable("biases").NodeValue(g))
	}
	return b
}

// at returns the network at points x [n, vars].
func (b *bound) at(x *Node) (cols []*Node, u *jet) {
	cols = diffop.Columns(x)
	return cols, &jet{net: b, x: cols, memo: map[string]*Node{}}
}
