// Command cells measures what an edited notebook cell costs.
//
//	go run ./bench/cells                         # all rows; results go to docs/results/cells.json and cells.md
//	go run ./bench/cells -rows plain,memory      # some rows; what the file holds of others stays
//	go run ./bench/cells -rounds 6 -o trial.json # quicker, and elsewhere: trial.json and trial.md
//
// Cells are those of sources/, as a lecture has them. They go to a kernel of this checkout, in a process of its own as Jupyter starts
// it, through its sockets; the clock runs from the request until the cell's first line of output is published (a training cell's first loss).
// Beside that stand other ways to run the same program ([row.compare]). Everything of a row is measured once a round, every second round in
// the reverse order; ratios are taken within rounds, and the table gives medians with their 95 % intervals.
//
// The kernel, the tools and the session server are built into a folder of their own in the user's cache ([newLab]): an installation is
// neither used, but for its XLA plugin, nor changed.
//
// ../README.md says what a real run gave.
package main
