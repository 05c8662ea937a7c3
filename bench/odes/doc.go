// Command odes compares solvers of ordinary differential equations, here and in the known libraries.
//
//	go run ./bench/odes -setup-peers            # once: scipy, torchdiffeq and diffrax in a virtual environment, pinned versions
//	go run ./bench/odes                         # measures what is missing or stale, rewrites docs/results/odes.md
//	go run ./bench/odes -rows Kepler            # only rows whose name ("Kepler, 1e-06") contains this
//	go run ./bench/odes -list                   # says which results are missing or stale; measures nothing
//	go run ./bench/odes -smoke -rows sampling   # five short rounds; keeps nothing
//
// A row is a problem at a tolerance, absolute and relative alike, or samples from a continuous flow. All sides start from the same
// numbers, and their fields are compared there before anything is timed. Every solver is timed once a round, in repetitions that
// fill the budget, and each round begins with another one; ratios are taken within rounds. What is compiled is compiled before.
// A result carries a hash of the code it depends on, ours and the worker's, so that rows can be measured one by one.
//
// Problems A1-A5, B1, and the orbit (D3) are those of DETEST: Hull, Enright, Fellen, Sedgwick, Comparing numerical methods for ordinary
// differential equations, SIAM Journal on Numerical Analysis 9 (1972), 603.
package main
