package main

import (
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/program"
	"github.com/gensci/gensci/grade/release"
)

// All hand-ins but those that are not to compile are Go programs, and no two are the same.
func TestAnswers(t *testing.T) {
	sheet, err := release.Read(notebook(), "22-bench")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := program.New(sheet)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for i := range 20 {
		answers := map[string]string{}
		for k, c := range sheet.Cells {
			if c.Kind == release.Solution {
				answers[c.ID] = answer(c.Source, i, k)
			}
		}
		for _, test := range plan.Tests() {
			src, problems := plan.Student(test, answers)
			if len(problems) > 0 {
				t.Fatalf("student %d: %v", i, problems)
			}
			if other, ok := seen[test+src.Text()]; ok {
				t.Errorf("students %d and %d have the same program for %s", i, other, test)
			}
			seen[test+src.Text()] = i
		}
	}
	if len(plan.Tests()) != 5 || !strings.Contains(sheetText, "HIDDEN") {
		t.Error("the sheet has changed")
	}
}
