package book

import (
	"context"
	"fmt"
	"time"
)

// Submission is one version of what a student, or one for a group, handed in.
type Submission struct {
	ID      string `json:"id"` // sheet/owner/round/version; RecordSubmission makes it
	Sheet   string `json:"sheet"`
	Owner   string `json:"owner"` // who handed in
	Round   int    `json:"round"` // 1, or 2 for the second hand-in
	Version int    `json:"version"`
	At      time.Time
	Hash    string            // of the file
	Release string            // which release of the sheet was worked on
	File    string            // below the folder submissions/
	Members []Member          // of the group; the owner is one of them, and has confirmed
	Answers map[string]string // hash of the answer in each cell that a person may mark
}

// Member is one of a group that hands in together. The hand-in counts for those who confirmed it.
type Member struct {
	Student   string
	Confirmed time.Time // zero: not yet
}

// RecordSubmission adds a version of a hand-in and returns it with its number and ID. The same file at the same time is the same version.
func (b *Book) RecordSubmission(ctx context.Context, s Submission) (Submission, error) {
	err := b.write(ctx, func(t tx) error {
		if err := t.known(s.Owner); err != nil {
			return err
		}
		if t.cells(s.Sheet) == nil {
			return fmt.Errorf("the sheet %q has not been released", s.Sheet)
		}
		if s.Round != 1 && s.Round != 2 {
			return fmt.Errorf("the round of a hand-in is 1 or 2, not %d", s.Round)
		}
		if t.one("SELECT id, version FROM submissions WHERE sheet = $1 AND owner = $2 AND round = $3 AND at = $4 AND hash = $5",
			[]any{s.Sheet, s.Owner, s.Round, instant{&s.At}, s.Hash}, &s.ID, &s.Version) {
			return t.addParts(s)
		}
		t.one("SELECT COALESCE(MAX(version), 0) + 1 FROM submissions WHERE sheet = $1 AND owner = $2 AND round = $3", []any{s.Sheet, s.Owner, s.Round}, &s.Version)
		s.ID = fmt.Sprintf("%s/%s/%d/%d", s.Sheet, s.Owner, s.Round, s.Version)
		t.exec("INSERT INTO submissions (id, sheet, owner, round, version, at, hash, release, file) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
			s.ID, s.Sheet, s.Owner, s.Round, s.Version, instant{&s.At}, s.Hash, s.Release, s.File)
		return t.addParts(s)
	})
	return s, err
}

// addParts adds the members and answers of a submission.
func (t tx) addParts(s Submission) error {
	for _, m := range append([]Member{{s.Owner, s.At}}, s.Members...) {
		if err := t.known(m.Student); err != nil {
			return err
		}
		t.exec("INSERT INTO members (submission, student, confirmed) VALUES ($1, $2, $3) ON CONFLICT (submission, student) DO NOTHING",
			s.ID, m.Student, instant{&m.Confirmed})
	}
	for cell, hash := range s.Answers {
		t.exec("INSERT INTO answers (submission, cell, hash) VALUES ($1, $2, $3) ON CONFLICT (submission, cell) DO UPDATE SET hash = excluded.hash", s.ID, cell, hash)
	}
	return nil
}

// Confirm records that a member of a group stands by its hand-in. The first time counts.
func (b *Book) Confirm(ctx context.Context, submission, student string, at time.Time) error {
	return b.write(ctx, func(t tx) error {
		var n int
		if !t.one("SELECT 1 FROM members WHERE submission = $1 AND student = $2", []any{submission, student}, &n) {
			return fmt.Errorf("%q is not a member of the group that handed in %s", student, submission)
		}
		t.exec("UPDATE members SET confirmed = $3 WHERE submission = $1 AND student = $2 AND confirmed = ''", submission, student, instant{&at})
		return nil
	})
}

// Submissions returns all versions of all hand-ins of a sheet, oldest first; of all sheets for "".
func (b *Book) Submissions(ctx context.Context, sheet string) (all []Submission, err error) {
	err = b.read(ctx, func(t tx) error { all = t.submissions(sheet); return nil })
	return all, err
}

func (t tx) submissions(sheet string) (all []Submission) {
	index := map[string]int{}
	t.all(`SELECT id, sheet, owner, round, version, at, hash, release, file FROM submissions WHERE $1 = '' OR sheet = $1
		ORDER BY sheet, round, at, owner, version`, []any{sheet}, func(read func(...any) error) error {
		s := Submission{Answers: map[string]string{}}
		err := read(&s.ID, &s.Sheet, &s.Owner, &s.Round, &s.Version, instant{&s.At}, &s.Hash, &s.Release, &s.File)
		index[s.ID] = len(all)
		all = append(all, s)
		return err
	})
	const ofSheet = " WHERE submission IN (SELECT id FROM submissions WHERE $1 = '' OR sheet = $1)"
	t.all("SELECT submission, student, confirmed FROM members"+ofSheet+" ORDER BY student", []any{sheet}, func(read func(...any) error) error {
		var of string
		var m Member
		err := read(&of, &m.Student, instant{&m.Confirmed})
		all[index[of]].Members = append(all[index[of]].Members, m)
		return err
	})
	t.all("SELECT submission, cell, hash FROM answers"+ofSheet, []any{sheet}, func(read func(...any) error) error {
		var of, cell, hash string
		err := read(&of, &cell, &hash)
		all[index[of]].Answers[cell] = hash
		return err
	})
	return all
}
