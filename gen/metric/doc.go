// Package metric judges samples and densities. Every result carries its own uncertainty: an Estimate has a standard
// error, a Band the range in which a perfect model would lie at that sample size.
//
// For a model with a density q and data from a law p that is known exactly, the excess
//
//	E_p[log p(x) − log q(x)] = KL(p‖q)
//
// is 0 for a perfect model and positive otherwise, in nats:
//
//	e, err := metric.Excess(m, data.Moons{})
//	fmt.Println(e) // 0.031 ± 0.004 nats above the exact density
//
// For samples x [n, d] and y [m, d], one point a row: C2ST (can a classifier tell them apart?), MMD (largest difference of
// means of functions), SlicedWasserstein and Wasserstein (cost of moving one to the other).
//
// References: D. Lopez-Paz and M. Oquab, Revisiting classifier two-sample tests, ICLR 2017; A. Gretton et al., A kernel
// two-sample test, JMLR 13, 2012; N. Bonneel et al., Sliced and Radon Wasserstein barycenters of measures, JMIV 51, 2015;
// R. Jonker and A. Volgenant, A shortest augmenting path algorithm, Computing 38, 1987.
package metric
