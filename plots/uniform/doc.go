// Package uniform says within which band the empirical distribution of n uniform numbers stays: at each of a few points, or at all of
// them together.
//
// The number of values ≤ z is binomial with n and z, so at one point the central quantiles are a band. At many points some will be
// outside such bands by chance; [Simultaneous] widens all of them alike until the whole curve stays inside with the given probability. That
// probability is computed exactly, from the Markov chain of counts: given k values up to z, the number up to the next point z' is
// k plus a binomial with n − k and (z' − z)/(1 − z).
//
//	b := uniform.Simultaneous(1000, z, 0.95)
//	b.Low[i], b.High[i]    // counts at z[i]
//
// Reference: Säilynoja, Bürkner and Vehtari, Graphical test for discrete uniformity and its applications in goodness-of-fit evaluation and
// multiple sample comparison, Statistics and Computing 32, 2022: equations 4 to 10, algorithm 1.
package uniform
