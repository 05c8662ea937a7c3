// Package fit is the one training loop of the library.
//
// [Run] minimizes the mean of an [Objective] over the batches of a [Source] with any GoMLX optimizer. On XLA many
// steps run inside one engine call (a loop in the compiled program), on pure Go one; both give the bits that one
// step per call gives.
//
//	m, err := fit.Density(flow.RealNVP{}, fit.Stream(data.Moons{Noise: 0.05}, 512), fit.Options{Steps: 3000})
//	logp, err := m.LogProb(x) // x [n, dim] → n nats
//
// [LBFGS] goes on from there on one batch, all the data, where the last digits count.
//
// The batch of a step is a function of (seed, step) alone: a run that was interrupted, resumed or cut into calls of
// other lengths sees the same batches. Between calls fit keeps the history, evaluates, saves, calls back and stops.
//
// References: Kingma and Ba, Adam, ICLR 2015; Pascanu et al., ICML 2013 (clipping of the global norm); Polyak and
// Juditsky, SIAM J. Control Optim. 30, 1992 (averages of weights); Prechelt, Early Stopping — But When?, 1998.
package fit
