package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
)

// checkMemory is what a program of one's own may take, in bytes.
const checkMemory = 4 << 30

// checkReport is what check prints.
type checkReport struct {
	ownSheet
	out     func(string) string // takes out what a terminal would obey
	earned  points.Points
	most    points.Points // without bonus
	extra   points.Points // bonus
	failed  int           // tests
	heading string
}

// test is what it prints of one test.
func (r *checkReport) test(result grader.Result, cells []string) string {
	var s strings.Builder
	cell := r.sheet.Cell(result.Test)
	if cell.Title != r.heading {
		r.heading = cell.Title
		fmt.Fprintf(&s, "%s\n", r.out(cell.Title))
	}
	mark := "✓"
	passed := result.Checks > 0 && result.Passed == result.Checks
	if result.Checks == 0 && result.Status == grader.Failed { // all is hidden
		passed = true
	}
	if !passed {
		mark = "✗"
		r.failed++
	}
	bonus, most := "", &r.most
	if cell.Bonus {
		bonus, most = ", bonus", &r.extra
	}
	r.earned, *most = r.earned.Plus(result.Points), most.Plus(result.Maximum)
	fmt.Fprintf(&s, "  %s %s: %s of %s points%s", mark, r.out(result.Test), result.Points, result.Maximum, bonus)
	if result.Checks > 0 {
		fmt.Fprintf(&s, " (%d of %d visible checks pass)", result.Passed, result.Checks)
	}
	s.WriteString("\n")
	for _, line := range r.notes(result, cells) {
		fmt.Fprintf(&s, "      %s\n", r.out(line))
	}
	return s.String()
}

// notes say what is missing: instead of the panics of stubs, that they are stubs.
func (r *checkReport) notes(result grader.Result, cells []string) (lines []string) {
	for _, id := range cells {
		if answer, there := r.answers.ByID[id]; there && answer.Given {
			lines = append(lines, "cell "+id+" still is as it was given out")
		}
	}
	if r.sheet.Cell(result.Test).Touched() {
		lines = append(lines, "this test was changed; in grading the original counts")
	}
	if message := result.Message(); message != "" && (len(lines) == 0 || result.Status == grader.Uncompilable) {
		for line := range strings.SplitSeq(message, "\n") {
			if !slices.Contains(lines, line) {
				lines = append(lines, line)
			}
		}
	}
	return lines
}

// end is the sum, and what else there is to know.
func (r *checkReport) end(all bool) string {
	var s strings.Builder
	fmt.Fprintf(&s, "visible tests: %s of %s points", r.earned, r.most)
	if r.extra.Sign() > 0 {
		fmt.Fprintf(&s, ", with up to %s of a bonus", r.extra)
	}
	s.WriteString("\n")
	if !all {
		return s.String()
	}
	for _, c := range r.sheet.Cells {
		if c.Kind == release.Manual || c.Kind == release.Task {
			note := ""
			if c.Kind == release.Manual && !c.Touched() {
				note = "; the cell still is as it was given out"
			}
			fmt.Fprintf(&s, "  %s: up to %s points by a person%s\n", r.out(c.ID), c.Points, note)
		}
	}
	s.WriteString("In grading hidden tests are added, a limit on time and memory holds, and parts that build on earlier ones are tried with right versions of these.\n" +
		"There as here a function sees the other functions of its own cell, those of the sheet's other solution cells, and what the sheet gives; nothing of your other cells.\n")
	return s.String()
}
