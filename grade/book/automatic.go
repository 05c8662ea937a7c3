package book

import (
	"context"
	"fmt"
	"time"

	"github.com/gensci/gensci/grade/points"
)

// Status says how the grading of one cell ended.
type Status string

// The statuses. An ungraded cell has no points yet, which is not zero points.
const (
	Passed       Status = "passed"
	Partial      Status = "partial"
	Failed       Status = "failed"
	Timeout      Status = "timeout"
	Crashed      Status = "crashed"
	Uncompilable Status = "uncompilable"
	Ungraded     Status = "ungraded"
)

// statuses are all of them.
var statuses = map[Status]bool{Passed: true, Partial: true, Failed: true, Timeout: true, Crashed: true, Uncompilable: true, Ungraded: true}

// CellGrade is what the grader says of one cell of a submission.
type CellGrade struct {
	Cell     string        `json:"cell"`
	Points   points.Points `json:"points"`
	Status   Status        `json:"status"`
	Message  string        `json:"message"`
	Time     time.Duration `json:"time"`     // used by the student's program
	Seed     string        `json:"seed"`     // of random tests
	Versions string        `json:"versions"` // and hashes of all that the points depend on

	floor points.Points // what a grading that lowers nobody has promised: later ones keep it
}

// Graded is a grading of one submission, or of some of its cells.
type Graded struct {
	Submission  string
	Cells       []CellGrade
	Fingerprint string // of all that the result depends on; Pending leaves out what was graded with it. Empty: to be graded again
	NeverLower  bool   // where a cell has more points already, it keeps them, in later gradings too
	By          string // for the history
}

// keeps tells whether a grade stays where a later grading gives less: if that must lower nobody, or an earlier one has promised so.
func (g CellGrade) keeps(now CellGrade, neverLower bool) bool {
	if g.Status == Ungraded || now.Status != Ungraded && g.Points.Cmp(now.Points) <= 0 {
		return false
	}
	return neverLower || g.floor.Sign() > 0 && g.floor.Cmp(now.Points) > 0
}

// RecordAutomatic records a grading in one step: all of its cells or none. It returns the changes to points and statuses that an earlier grading
// had given, and which points were kept (KeptAutomatic); the history has these as well. The same grading again changes nothing.
func (b *Book) RecordAutomatic(ctx context.Context, g Graded) (changes []Change, err error) {
	err = b.write(ctx, func(t tx) error {
		var sheet, owner string
		if !t.one("SELECT sheet, owner FROM submissions WHERE id = $1", []any{g.Submission}, &sheet, &owner) {
			return fmt.Errorf("there is no submission %q", g.Submission)
		}
		cells, old := t.cells(sheet), t.automatic(g.Submission)
		for _, c := range g.Cells {
			if bad := gradable(cells, c); bad != nil {
				return fmt.Errorf("%s: %w", g.Submission, bad)
			}
			before, was := old[c.Cell]
			if was && before.keeps(c, g.NeverLower) {
				if before.floor.Cmp(before.Points) != 0 {
					t.exec("UPDATE grades SET floor = $1 WHERE submission = $2 AND cell = $3", number{&before.Points}, g.Submission, c.Cell)
				}
				if c.Status != Ungraded { // the new tests would give less
					change := Change{Who: g.By, What: KeptAutomatic, Sheet: sheet, Student: owner, Cell: c.Cell, Old: before.verdict(), New: c.verdict()}
					if before.floor.Cmp(before.Points) != 0 {
						b.note(t, change)
					}
					changes = append(changes, change)
				}
				continue
			}
			t.putAutomatic(g.Submission, c, b.now())
			if was && before.verdict() != c.verdict() {
				change := Change{Who: g.By, What: ChangedAutomatic, Sheet: sheet, Student: owner, Cell: c.Cell, Old: before.verdict(), New: c.verdict()}
				b.note(t, change)
				changes = append(changes, change)
			}
		}
		now := b.now()
		t.exec(`INSERT INTO runs (submission, fingerprint, at) VALUES ($1, $2, $3)
			ON CONFLICT (submission) DO UPDATE SET fingerprint = excluded.fingerprint, at = excluded.at`, g.Submission, g.Fingerprint, instant{&now})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// gradable refuses a grade for a cell that the sheet does not have, and points outside of 0 … maximum.
func gradable(cells []Cell, g CellGrade) error {
	if !statuses[g.Status] {
		return fmt.Errorf("%q is no status of a cell", g.Status)
	}
	for _, c := range cells {
		if c.ID != g.Cell {
			continue
		}
		if err := storable(g.Points, c.Points); err != nil {
			return fmt.Errorf("the cell %q: %w", g.Cell, err)
		}
		return nil
	}
	return fmt.Errorf("the sheet has no cell %q", g.Cell)
}

// verdict is the grade as the history has it.
func (g CellGrade) verdict() string {
	if g.Status == Ungraded {
		return string(Ungraded)
	}
	return g.Points.String() + " " + string(g.Status)
}

func (t tx) putAutomatic(submission string, g CellGrade, now time.Time) {
	t.exec(`INSERT INTO grades (submission, cell, points, status, message, micros, seed, versions, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (submission, cell) DO UPDATE SET points = excluded.points, status = excluded.status, message = excluded.message,
		micros = excluded.micros, seed = excluded.seed, versions = excluded.versions, at = excluded.at`,
		submission, g.Cell, number{&g.Points}, string(g.Status), clean(g.Message), g.Time.Microseconds(), clean(g.Seed), clean(g.Versions), instant{&now})
}

// Automatic returns what the grader said of a submission, by cell.
func (b *Book) Automatic(ctx context.Context, submission string) (all map[string]CellGrade, err error) {
	err = b.read(ctx, func(t tx) error { all = t.automatic(submission); return nil })
	return all, err
}

func (t tx) automatic(submission string) map[string]CellGrade {
	all := map[string]CellGrade{}
	t.all("SELECT cell, points, status, message, micros, seed, versions, floor FROM grades WHERE submission = $1", []any{submission}, func(read func(...any) error) error {
		var g CellGrade
		var micros int64
		var floor points.Points
		err := read(&g.Cell, number{&g.Points}, &g.Status, &g.Message, &micros, &g.Seed, &g.Versions, number{&floor})
		g.Time = time.Duration(micros) * time.Microsecond
		if floor.Sign() > 0 {
			g.floor = floor
		}
		all[g.Cell] = g
		return err
	})
	return all
}

// Pending returns what a run that was interrupted has left to do: the submissions of a sheet that count for somebody, and whose last grading
// was not made with this fingerprint.
func (b *Book) Pending(ctx context.Context, r Rule, fingerprint string) (left []Submission, err error) {
	err = b.read(ctx, func(t tx) error {
		done := map[string]bool{}
		for _, s := range t.texts("SELECT submission FROM runs WHERE fingerprint = $1", fingerprint) {
			done[s] = true
		}
		counts := map[string]bool{}
		for _, s := range t.ledger(r).counting {
			counts[s.ID] = true
		}
		for _, s := range t.submissions(r.Sheet) {
			if counts[s.ID] && !done[s.ID] {
				left = append(left, s)
			}
		}
		return nil
	})
	return left, err
}
