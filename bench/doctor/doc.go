// Command doctor measures how often package gen/doctor finds what is wrong with a run, and how often it speaks of healthy ones.
//
//	go run ./bench/doctor                              # all patients, rewrites docs/results/doctor.md
//	go run ./bench/doctor -first 0 -n 4                # with seeds for setting thresholds; prints all findings, keeps nothing
//	go run ./bench/doctor -only "advection" -first 0   # one patient
//
// A patient is a small run of seconds: a regression of two variables or a differential equation. Healthy ones have data enough, a rate that suits
// them and steps enough; each sick one has one thing done to it, such as a rate a hundred times too small. All that the doctor can read of a run is
// given to it: the history with validation, units, terms, residuals elsewhere. Seeds change the data, the points, the initial weights and the
// batches. Thresholds were set on seeds from 0 to 15, and the rates are of seeds from 2000 on, of which none was looked at before; some from 1000 on
// were. The patients are of the same kinds in both, so the rates say nothing of kinds that are not here.
package main
