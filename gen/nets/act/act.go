// Package act names the elementwise nonlinearities of networks, a(x) with x of any shape:
//
//	nets.MLP{Hidden: []int{20, 20}, Out: 1, Activation: act.Tanh}
//
// They are numbers, so that settings that contain them can be saved. Reference: Goodfellow, Bengio, Courville, Deep
// Learning, MIT Press 2016, section 6.3.
package act

import (
	"fmt"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/layers/activation"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Func names an elementwise nonlinearity.
type Func int

// The zero value is SiLU, smooth and a good default for flows and score networks.
const (
	SiLU     Func = iota // x·σ(x)
	Tanh                 // the usual choice for PINNs: smooth to every order
	ReLU                 // max(x, 0); its second derivative vanishes
	GELU                 // x·Φ(x)
	Softplus             // ln(1 + eˣ)
	Sine                 // sin x (Sitzmann et al. 2020)
	Identity             // x: a deep linear network
)

// names are those of the constants.
var names = [...]string{"SiLU", "Tanh", "ReLU", "GELU", "Softplus", "Sine", "Identity"}

// String is the name of the constant.
func (f Func) String() string {
	if f < 0 || int(f) >= len(names) {
		return fmt.Sprintf("Func(%d)", int(f))
	}
	return names[f]
}

// Apply computes the nonlinearity of every entry; the shape stays.
func (f Func) Apply(x *graph.Node) *graph.Node {
	switch f {
	case SiLU: // by tanh, which XLA's CPU compiler vectorizes better than a division: σ(x) = ½(1 + tanh(x/2))
		h := graph.MulScalar(x, 0.5)
		return graph.Mul(h, graph.AddScalar(graph.Tanh(h), 1))
	case Tanh:
		return graph.Tanh(x)
	case ReLU:
		return activation.Relu(x)
	case GELU:
		return activation.Gelu(x)
	case Softplus: // GoMLX's form is stable: max(x, 0) + ln(1 + e^-|x|)
		return graph.Softplus(x)
	case Sine:
		return graph.Sin(x)
	case Identity:
		return x
	}
	exceptions.Panicf("act.Func: want one of the constants 0 … %d, got %d", Identity, int(f))
	return nil
}
