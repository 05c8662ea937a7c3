package pinn

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/gensci/gensci/gen/nets/act"
)

// Net is the network that stands for the fields. Its inputs are scaled so that the box around the problem's domains
// becomes [-1, 1] in each variable; where the problem has a period in a variable, they are the cosine and sine of it.
//
// The zero Net is Raissi's: 8 layers of 20, tanh. For stiff and multi-scale problems Wang et al. 2023 found Kind Modified, Fourier 1 to 2 and
// Factorized to help, in this order; each is a switch here, so that each can be tried alone.
type Net struct {
	Hidden     []int    // sizes of the hidden layers, or of blocks for PirateNet; none means 8 of 20
	Activation act.Func // must be smooth: act.Tanh, act.Sine, act.SiLU (its zero value). The zero Net has act.Tanh
	Kind       Kind
	Fourier    float64 // standard deviation of the frequencies of random Fourier features of the inputs; 0 means none
	Features   int     // how many of those, cosines and sines together; 0 means the size of the first hidden layer
	Factorized bool    // weights are V·diag(eˢ) (nets.Dense)
	Adaptive   bool    // a(10·c·z) with a trained c for each layer, at first 1/10 (Jagtap, Kawaguchi, Karniadakis 2020)

	// Windows cuts the box along variables into so many windows each that overlap, with a network of its own on each product of windows, all
	// trained together (finite basis PINNs: Moseley, Markham, Nissen-Meyer 2023): {"t": 10}, or {"x": 4, "y": 4} for 16. For solutions with many
	// periods or scales in the box. Hidden is of each network, so it can be small; a step costs what all of them cost at all points.
	Windows map[string]int
	Overlap float64 // what two neighbours share, relative to the distance of their centers; 0 means 1.5
}

// Kind is how the layers of a Net are put together.
type Kind int

// The kinds of networks.
const (
	Plain     Kind = iota // one layer after the other
	Modified              // two gates U, V of the inputs, and h ← h·U + (1 − h)·V behind each layer (Wang, Teng, Perdikaris 2021)
	PirateNet             // blocks of three layers with gates, which start as the identity (Wang, Li, Chen, Perdikaris 2024)
)

var kinds = [...]string{"Plain", "Modified", "PirateNet"}

// String is the name of the constant.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kinds) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return kinds[k]
}

// settled fills in the defaults.
func (n Net) settled() Net {
	if len(n.Hidden) == 0 {
		if n.Activation == act.SiLU {
			n.Activation = act.Tanh
		}
		n.Hidden = slices.Repeat([]int{20}, 8)
	}
	if n.Kind == PirateNet && n.Fourier == 0 {
		n.Fourier = 1 // a block's input is as wide as its output
	}
	if n.Fourier > 0 && n.Features == 0 {
		n.Features = n.Hidden[0]
	}
	if len(n.Windows) > 0 && n.Overlap == 0 {
		n.Overlap = overlap
	}
	return n
}

// check says what is wrong with the settings, defaults filled in.
func (n Net) check() error {
	for _, h := range n.Hidden {
		if h < 1 {
			return fmt.Errorf("pinn: want hidden layers of at least one unit, got %v", n.Hidden)
		}
		if n.Kind != Plain && h != n.Hidden[0] {
			return fmt.Errorf("pinn: want hidden layers of one size for Kind %s, got %v", n.Kind, n.Hidden)
		}
	}
	switch {
	case n.Activation == act.ReLU:
		return errors.New("pinn: ReLU has no second derivative: take act.Tanh or another smooth nonlinearity")
	case n.Kind < Plain || n.Kind > PirateNet:
		return fmt.Errorf("pinn: want Kind Plain, Modified or PirateNet, got %s", n.Kind)
	case !(n.Fourier >= 0) || math.IsInf(n.Fourier, 1):
		return fmt.Errorf("pinn: want Fourier, a standard deviation of frequencies, at least 0, got %g", n.Fourier)
	case n.Features < 0 || n.Features%2 != 0:
		return fmt.Errorf("pinn: want an even number of Fourier Features, cosines and sines, got %d", n.Features)
	case n.Features > 0 && n.Fourier == 0:
		return fmt.Errorf("pinn: %d Fourier Features need Fourier, the standard deviation of their frequencies, such as 1", n.Features)
	case n.Kind == PirateNet && n.Features != n.Hidden[0]:
		return fmt.Errorf("pinn: want as many Fourier Features as a PirateNet's blocks are wide, %d, got %d", n.Hidden[0], n.Features)
	}
	return n.checkWindows()
}
