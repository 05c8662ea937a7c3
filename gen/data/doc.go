// Package data holds the data that the library is tried on.
//
// Toy sets in the plane are laws with exact densities, so that a model's result can be given as its excess over the best
// possible one: the entropy −E[log p], which Floor computes. Their zero values are the sets of FFJORD's generators
// (Grathwohl et al. 2019), Moons apart, which has the unit scale. Entropies in nats, by Floor:
//
//	EightGaussians 2.8319   Circles 3.2681   SwissRoll  2.6697   Moons{Noise: .05}  .2892
//	Checkerboard   ln 32    Rings   2.6232   TwoSpirals 2.6455   Moons{Noise: .10} 1.0076
//	                                         Pinwheel   2.3178
//
// A [Surface] is a law on a curve or surface in space, with its density by arc length or area: VonMises on a circle,
// VonMisesFisher on a sphere, SwissSheet on a swiss roll.
//
// Points are rows: a sample is [n, 2], one point has length 2, log-densities are in nats.
//
//	moons := data.Moons{Noise: .05}
//	x := moons.Sample(rand.New(rand.NewPCG(1, 2)), 1000)
//	logp := moons.LogProb(x.RawRowView(0))
//
// References: W. Grathwohl, R. T. Q. Chen, J. Bettencourt, I. Sutskever and D. Duvenaud, FFJORD, ICLR 2019; M. Johnson,
// D. Duvenaud, A. Wiltschko, R. Adams and S. Datta, Composing graphical models with neural networks, NeurIPS 2016 (pinwheel).
package data
