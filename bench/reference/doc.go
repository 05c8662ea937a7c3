// Command reference runs the reference tests of the models, seed by seed, and keeps their results.
//
//	go run ./bench/reference                 # runs what is missing or stale, rewrites docs/results/reference.md
//	go run ./bench/reference -rows moons     # only rows whose name contains this
//	go run ./bench/reference -list           # says which results are missing or stale; runs nothing
//	go run ./bench/reference -smoke          # each row with a tenth of its steps and one seed; keeps nothing
//
// A result belongs to a row, a seed and the code that the row depends on, whose hash it carries: rows can be run one by
// one, stopped and taken up again, and a change of the code makes them stale. Every result stands beside its bar; the
// exit status is 1 if one misses it.
package main
