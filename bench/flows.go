package main

import (
	"fmt"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/flow"
)

// Sizes of the rows nsf and ffjord; peers/work.py has the same.
const (
	splines  = 6
	bins     = 16
	odeSteps = 8
)

// realNVPParams are those of flow.RealNVP with its defaults in two dimensions; each coupling starts as the identity.
func realNVPParams() []param {
	var p []param
	for i := range 8 {
		net := mlpParams(fmt.Sprintf("/model/coupling_%d", i), 1, 64, 64, 2)
		net[4].start = zeros
		p = append(p, net...)
	}
	return p
}

// realNVP is the negative log-density, as fit.Density builds it.
func realNVP(c gen.Ctx, batch []*Node) *Node {
	return Neg(flow.RealNVP{Couplings: 8, Hidden: []int{64, 64}, Bound: 2}.Build(c).LogProb(batch[0]))
}

// nsfParams are those of flow.NSF. Its splines don't start as the identity here, so that the check sees all of them.
func nsfParams() []param {
	var p []param
	for i := range splines {
		p = append(p, mlpParams(fmt.Sprintf("/model/coupling_%d", i), 1, 64, 64, 3*bins-1)...)
	}
	return p
}

// nsf is the negative log-density of a neural spline flow.
func nsf(c gen.Ctx, batch []*Node) *Node {
	return Neg(flow.NSF{Transforms: splines, Hidden: []int{64, 64}, Bins: bins, Box: 5}.Build(c).LogProb(batch[0]))
}

// ffjordParams are those of the field, nets.ConcatSquash; it does not start as zero, for the check's sake.
func ffjordParams() []param {
	var p []param
	widths := []int{2, 64, 64, 64, 2}
	for i, in := range widths[:len(widths)-1] {
		out, scope := widths[i+1], fmt.Sprintf("/model/layer_%d", i)
		p = append(p, layer(scope, in, out, spread)...)
		p = append(p, param{scope + "/gate", []int{out}, spread}, param{scope + "/gate_bias", []int{out}, zeros}, param{scope + "/shift", []int{out}, spread})
	}
	return p
}

// ffjord is the loss of a continuous flow with the defaults of flow.FFJORD, but the exact trace (flow.CNF), which is no
// dearer in the plane than an estimate by much and the same number on all sides.
func ffjord(c gen.Ctx, batch []*Node) *Node {
	return flow.CNF{Hidden: []int{64, 64, 64}, Steps: odeSteps}.Loss(c, batch[0])
}
