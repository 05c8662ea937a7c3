// Package nets holds networks without losses: settings, bound to variables, give a function of nodes.
//
//	net := nets.MLP{Hidden: []int{64, 64}, Out: 1}.Build(scope, x.Graph(), 2, x.DType()) // binds the variables
//	y := net(x)                                                                          // [batch, 2] → [batch, 1]
//
// Build binds all variables, so it must run before a loop's body is traced and once per scope; the function it
// returns can be called any number of times. Initial weights are drawn on the host from the seed of the store and
// the path of the variable: they are the same on every engine, and adding a layer does not change the others.
//
// References: Glorot and Bengio, AISTATS 2010; He et al., ICCV 2015 (initial weights).
package nets
