package pinn

import (
	"testing"

	"github.com/gensci/gensci/gen/nets/act"
)

func TestNetString(t *testing.T) {
	for want, n := range map[string]Net{
		"Net{Hidden: [4], Activation: SiLU}":                                    {Hidden: []int{4}},
		"Net{Hidden: [4], Activation: SiLU, Windows: map[t:3 x:2], Overlap: 1}": {Hidden: []int{4}, Windows: map[string]int{"x": 2, "t": 3}, Overlap: 1},
		"Net{Hidden: [8 8], Activation: Tanh, Kind: PirateNet, Fourier: 2, Features: 8, Factorized: true, Adaptive: true}": {
			Hidden: []int{8, 8}, Activation: act.Tanh, Kind: PirateNet, Fourier: 2, Features: 8, Factorized: true, Adaptive: true,
		},
	} {
		if got := n.String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
