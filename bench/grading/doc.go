// Command grading measures what grading costs: a sheet of five functions (sheet.txt), handed in by many students.
//
//	go run ./bench/grading -n 200 -o docs/results/grading.json -md docs/results/grading.md
//	go run ./bench/grading -n 20                # a short look
//
// Of ten students six have solved all, each in words of their own (so that no program is built once for two); one has a mistake in each function, one has left stubs, one
// does not compile in one cell, one panics. Every fiftieth loops for ever in one function. All are graded in boxes, by as many at once as there are processors, with a warm cache. The
// time of a hand-in is from its beginning to its record in the gradebook; memory is that of the grader, and the most that a student's program had.
package main
