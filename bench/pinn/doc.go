// Command pinn measures physics-informed networks: how accurate they become, and how fast beside the known libraries.
//
//	go run ./bench/pinn -setup-peers                  # once: DeepXDE on PyTorch, and JAX, in a virtual environment, pinned versions
//	go run ./bench/pinn                               # measures what is missing or stale, rewrites docs/results/pinn.md
//	go run ./bench/pinn -rows accuracy                # one of the three tables
//	go run ./bench/pinn -rows "side by side, Poisson" # rows whose name contains this
//	go run ./bench/pinn -list                         # says which results are missing or stale; measures nothing
//	go run ./bench/pinn -smoke                        # a reduced row of each table, our side alone; keeps nothing
//
// Table "accuracy" is the problems of gen/pinn/exact, each with settings of its own, solved by pinn.Solver; the error is relative L2
// on the grid of Solution.Error. A result is one seed of a row.
//
// Table "side by side" is five problems that all sides solve from the same initial weights on the same points, which they get as files:
// steps of Adam on all points, then L-BFGS. Before anything is timed, the sides' losses and errors at the start are compared. A
// result is a row over all rounds; in a round each side is trained once, and each round begins with another side. What is compared is the time
// to the worse of the two final errors: the first moment when a side's error, which is measured at fixed numbers of steps beside the
// clock, is at most that.
//
// Table "inverse" is coefficients that are found from data with noise, many times, each with other noise: their errors over the bound of Cramér and
// Rao, which is computed from the sensitivities of the exact solution, and how often intervals by pinn.Laplace hold the truth. A result is one repeat.
//
// Table "certificates" is the same problems, trained in short, with the error bars of package certify over the true error: a bound where the problem's class has one, and
// the estimates by an error network and by a twin.
//
// A result carries a hash of the code that it depends on, so that rows can be measured one by one, stopped and taken up again.
package main
