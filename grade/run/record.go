package run

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/internal/replace"
)

// Record is what grading found for one hand-in, as it is written to a file; docs/grading-json.md describes the format.
type Record struct {
	Format      int             `json:"format"` // 1
	Sheet       string          `json:"sheet"`
	Release     string          `json:"release"`
	Submission  string          `json:"submission"` // its id in the gradebook
	Owner       string          `json:"owner"`
	Hash        string          `json:"hash"` // of what was handed in
	Graded      time.Time       `json:"graded"`
	Versions    string          `json:"versions"`
	Fingerprint string          `json:"fingerprint"`
	Problem     string          `json:"problem,omitempty"` // why nothing could be graded
	Results     []grader.Result `json:"results"`
}

// record writes what was found into a file and then into the gradebook.
func (j Job) record(ctx context.Context, step Step) ([]book.Change, error) {
	fingerprint := j.Fingerprint()
	if err := j.write(step, fingerprint); err != nil {
		return nil, err
	}
	g := book.Graded{Submission: step.Submission.ID, Fingerprint: fingerprint, NeverLower: j.NeverLower, By: j.By}
	if len(j.Tests) > 0 || slices.ContainsFunc(step.Results, func(r grader.Result) bool { return r.Status == grader.Ungraded }) {
		g.Fingerprint = "" // to be graded again
	}
	for _, r := range step.Results {
		g.Cells = append(g.Cells, book.CellGrade{
			Cell: r.Test, Points: r.Points, Status: book.Status(r.Status), Message: r.Message(), Time: r.CPU, Seed: j.Workshop.Seed(r.Test), Versions: j.Release + " " + j.Workshop.Versions(),
		})
	}
	return j.Book.RecordAutomatic(ctx, g)
}

func (j Job) write(step Step, fingerprint string) error {
	s := step.Submission
	r := Record{
		Format: 1, Sheet: s.Sheet, Release: j.Release, Submission: s.ID, Owner: s.Owner, Hash: s.Hash, Graded: time.Now().UTC().Truncate(time.Second),
		Versions: j.Workshop.Versions(), Fingerprint: fingerprint, Results: step.Results,
	}
	if step.Err != nil {
		r.Problem = step.Err.Error()
	}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	path := filepath.Join(j.Records, s.Sheet, s.Owner, fmt.Sprintf("%d-%d.json", s.Round, s.Version))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return replace.File(path, append(text, '\n'))
}
