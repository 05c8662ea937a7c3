package grader

import (
	"strings"
	"time"

	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/verdict"
)

// Status says how the grading of a test cell ended.
type Status string

// The statuses.
const (
	Passed       Status = "passed"
	Partial      Status = "partial"
	Failed       Status = "failed"
	Timeout      Status = "timeout"
	Crashed      Status = "crashed"
	Uncompilable Status = "uncompilable"
	Ungraded     Status = "ungraded"
)

// Result is what grading found for one test cell.
type Result struct {
	Test    string         `json:"test"`
	Status  Status         `json:"status"`
	Points  points.Points  `json:"points"`
	Maximum points.Points  `json:"maximum"`
	Parts   []verdict.Part `json:"parts,omitempty"`
	Notes   []verdict.Note `json:"notes,omitempty"` // for the student; hidden ones after the due date
	Passed  int            `json:"passed"`          // of the checks
	Checks  int            `json:"checks"`
	CPU     time.Duration  `json:"cpu"`    // of the student's program, in nanoseconds
	Memory  int64          `json:"memory"` // of it at most, in bytes
}

// HiddenPrefix begins those lines of Message that come from hidden tests.
const HiddenPrefix = "hidden test: "

// Message is the notes as lines of text.
func (r Result) Message() string {
	var lines []string
	for _, n := range r.Notes {
		line := n.Text
		if n.Part != "" {
			line = n.Part + ": " + line
		}
		if n.Hidden {
			line = HiddenPrefix + line
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// fail makes a result without points.
func (r Result) fail(status Status, texts ...string) Result {
	r.Status, r.Points = status, points.Points{}
	for _, text := range texts {
		r.Notes = append(r.Notes, verdict.Note{Text: verdict.Line(text)})
	}
	return r
}
