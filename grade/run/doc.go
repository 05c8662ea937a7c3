// Package run grades the hand-ins of a sheet that a course has collected.
//
//	summary, err := run.Job{Book: b, Rule: rule, Sheet: sheet, Release: "2", Workshop: w, Submissions: "submissions", Records: "grades"}.Run(ctx)
//
// It takes what counts for somebody and was not graded yet with this release, these tests and tools, several at once; records each hand-in in the gradebook in one step, and writes what was
// found as JSON (Record) before that. So it may be stopped or killed at any moment and started again: what is recorded is not done again, and what is not recorded is not lost.
package run
