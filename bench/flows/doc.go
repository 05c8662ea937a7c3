// Command flows compares normalizing flows, here and in the known libraries, on laws with exact densities.
//
//	go run ./bench/flows -setup-peers            # once: zuko, torchdiffeq and PyTorch in a virtual environment, pinned versions
//	go run ./bench/flows                         # trains what is missing or stale, rewrites docs/results/flows.md
//	go run ./bench/flows -rows NSF -sides gensci # only rows whose name ("NSF, moons") contains this, only some sides
//	go run ./bench/flows -list                   # says which results are missing or stale; trains nothing
//	go run ./bench/flows -smoke -rows NSF        # one seed, a hundredth of the steps; keeps nothing
//
// A result is the excess over the exact density in nats on 100 000 fresh points, and the integral over a grid, of one training
// from one seed. All sides of a row see the same points in the same order, with the same optimizer settings and the same sizes of
// networks; every side is judged by the same points, by the same code. A result carries a hash of the code it depends on
// (ours) or of the worker and its versions (a peer's), so that rows can be trained one by one, stopped and taken up again.
package main
