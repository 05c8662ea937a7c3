package book_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/internal/doctable"
)

// Which version counts for whom: the table of docs/teach-formulas.md.
func TestVersions(t *testing.T) {
	for _, row := range doctable.Read(t, "../../docs/teach-formulas.md", "versions, oldest first") {
		b := course(t, filepath.Join(t.TempDir(), "gradebook.db"))
		for i, text := range strings.Split(row.Cell["versions, oldest first"], "; ") {
			hash, rest, _ := strings.Cut(text, " ")
			must2(b.RecordSubmission(t.Context(), version(rest, hash, time.Duration(i)*time.Minute)))(t)
		}
		refuse := rule
		refuse.Formula.Late = admit.Late{Refuse: true}
		got := "none"
		grades, err := b.Grades(t.Context(), refuse)
		must(t, err)
		for _, g := range grades {
			if g.Student == row.Cell["student"] && g.Submission != "" {
				got = hashOf(t, b, g.Submission)
			}
		}
		if got != row.Cell["counts"] {
			t.Errorf("%s: %s counts, and the page says %s", row.Place, got, row.Cell["counts"])
		}
	}
}

// version reads "by ada with bob?, cyd" or "late by ada".
func version(text, hash string, after time.Duration) book.Submission {
	at := due.Add(after - time.Hour)
	text, late := strings.CutPrefix(text, "late ")
	if late {
		at = due.Add(after)
	}
	owner, others, _ := strings.Cut(strings.TrimPrefix(text, "by "), " with ")
	s := book.Submission{Sheet: "22-flows", Owner: owner, Round: 1, At: at, Hash: hash}
	for _, o := range strings.FieldsFunc(others, func(r rune) bool { return r == ',' || r == ' ' }) {
		m := book.Member{Student: strings.TrimSuffix(o, "?")}
		if m.Student == o {
			m.Confirmed = at
		}
		s.Members = append(s.Members, m)
	}
	return s
}

func hashOf(t *testing.T, b *book.Book, id string) string {
	t.Helper()
	all, err := b.Submissions(t.Context(), "")
	must(t, err)
	for _, s := range all {
		if s.ID == id {
			return s.Hash
		}
	}
	return ""
}
