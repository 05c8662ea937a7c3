package book

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"
)

// about says which rows of a table are about a student: theirs, and those of groups that they are in.
var about = map[string]string{
	"students":    "id = $1",
	"submissions": "id IN " + theirs,
	"members":     "student = $1",
	"answers":     "submission IN " + theirs,
	"grades":      "submission IN " + theirs,
	"runs":        "submission IN " + theirs,
	"marks":       "student = $1 OR (sheet, student, round) IN (SELECT sheet, owner, round FROM submissions WHERE id IN " + theirs + ")",
	"excuses":     "student = $1",
	"extensions":  "student = $1",
	"history":     "student = $1",
}

const theirs = "(SELECT submission FROM members WHERE student = $1)"

// About returns all that the gradebook keeps on a student: rows of its tables, by column.
func (b *Book) About(ctx context.Context, student string) (map[string][]map[string]any, error) {
	all := map[string][]map[string]any{}
	err := b.read(ctx, func(t tx) error {
		if err := t.known(student); err != nil {
			return err
		}
		for name, where := range about {
			columns, rows := t.table("SELECT * FROM "+name+" WHERE "+where, student)
			all[name] = []map[string]any{}
			for _, row := range rows {
				m := map[string]any{}
				for i, c := range columns {
					m[c] = row[i]
				}
				all[name] = append(all[name], m)
			}
		}
		return nil
	})
	return all, err
}

// Forgotten says what Forget has deleted.
type Forgotten struct {
	Rows map[string]int64 // deleted, by table
	Kept []Submission     // hand-ins of groups, which are now another member's; their files stay
}

// Forget deletes a student and all that is about them alone. What they handed in for a group becomes its first other member's who confirmed it,
// with its points. The history keeps that somebody was forgotten, and by whom, but not who. Of a student who is not there nothing is deleted.
func (b *Book) Forget(ctx context.Context, student, by string) (Forgotten, error) {
	f := Forgotten{Rows: map[string]int64{}}
	err := b.write(ctx, func(t tx) error {
		if t.known(student) != nil {
			return nil
		}
		f.Kept = nil
		for _, s := range t.submissions("") {
			if heir := s.heir(student); heir != "" {
				f.Kept = append(f.Kept, t.inherit(s, heir))
			}
		}
		owned := "(SELECT id FROM submissions WHERE owner = $1)"
		for _, name := range []string{"runs", "grades", "answers"} {
			f.Rows[name] = t.exec("DELETE FROM "+name+" WHERE submission IN "+owned, student)
		}
		f.Rows["members"] = t.exec("DELETE FROM members WHERE student = $1 OR submission IN "+owned, student)
		f.Rows["submissions"] = t.exec("DELETE FROM submissions WHERE owner = $1", student)
		for _, name := range []string{"marks", "excuses", "extensions", "history"} {
			f.Rows[name] = t.exec("DELETE FROM "+name+" WHERE student = $1", student)
		}
		f.Rows["students"] = t.exec("DELETE FROM students WHERE id = $1", student)
		b.note(t, Change{Who: by, What: ChangedForgotten, Old: "a student"})
		return nil
	})
	maps.DeleteFunc(f.Rows, func(_ string, n int64) bool { return n == 0 })
	return f, err
}

// heir is who a group's hand-in becomes when its owner is forgotten; empty if it is not the student's, or nobody else's.
func (s Submission) heir(student string) string {
	if s.Owner != student {
		return ""
	}
	for _, m := range s.Members {
		if m.Student != student && !m.Confirmed.IsZero() {
			return m.Student
		}
	}
	return ""
}

// inherit makes a hand-in another member's, and with it the marks and their history, where that member has none of their own.
func (t tx) inherit(s Submission, heir string) Submission {
	old := s.ID
	t.one("SELECT COALESCE(MAX(version), 0) + 1 FROM submissions WHERE sheet = $1 AND owner = $2 AND round = $3", []any{s.Sheet, heir, s.Round}, &s.Version)
	t.exec(`UPDATE history SET student = $3 WHERE sheet = $1 AND student = $2 AND what IN ('mark', 'automatic')`, s.Sheet, s.Owner, heir)
	t.exec(`UPDATE marks SET student = $4 WHERE sheet = $1 AND student = $2 AND round = $3
		AND cell NOT IN (SELECT cell FROM marks WHERE sheet = $1 AND student = $4 AND round = $3)`, s.Sheet, s.Owner, s.Round, heir)
	s.ID, s.Owner = fmt.Sprintf("%s/%s/%d/%d", s.Sheet, heir, s.Round, s.Version), heir
	t.exec("INSERT INTO submissions (id, sheet, owner, round, version, at, hash, release, file) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		s.ID, s.Sheet, s.Owner, s.Round, s.Version, instant{&s.At}, s.Hash, s.Release, s.File)
	for _, name := range []string{"members", "answers", "grades", "runs"} {
		t.exec("UPDATE "+name+" SET submission = $2 WHERE submission = $1", old, s.ID)
	}
	t.exec("DELETE FROM submissions WHERE id = $1", old)
	return s
}

// Erase deletes all that is about students, and keeps the sheets.
func (b *Book) Erase(ctx context.Context) error {
	return b.write(ctx, func(t tx) error {
		for _, name := range slices.Backward(tables) {
			if _, personal := about[name]; personal {
				t.exec("DELETE FROM " + name)
			}
		}
		return nil
	})
}

// Newest is when something was last handed in or changed; zero if nothing ever was.
func (b *Book) Newest(ctx context.Context) (at time.Time, err error) {
	err = b.read(ctx, func(t tx) error {
		var handed, changed time.Time
		t.one("SELECT COALESCE(MAX(at), '') FROM submissions", nil, instant{&handed})
		t.one("SELECT COALESCE(MAX(at), '') FROM history", nil, instant{&changed})
		if at = handed; changed.After(at) {
			at = changed
		}
		return nil
	})
	return at, err
}
