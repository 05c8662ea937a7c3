package book_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/internal/postgres"
)

func TestMain(m *testing.M) {
	if os.Getenv(childURL) != "" {
		child()
	}
	os.Exit(postgres.Main{M: m}.Run())
}

// onBoth runs a test on an empty gradebook of each database.
func onBoth(t *testing.T, test func(t *testing.T, where string)) {
	t.Run("SQLite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "gradebook #1?.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { test(t, postgres.Database(t)) })
}

func open(t *testing.T, where string) *book.Book {
	t.Helper()
	b, err := book.Open(t.Context(), where)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

var (
	due  = time.Date(2026, 12, 1, 17, 0, 0, 0, time.UTC)
	rule = book.Rule{Sheet: "22-flows", Due: due, Formula: admit.Rules{Late: admit.Late{PerDay: points.Must("1/10"), Grace: 10 * time.Minute}}}
	half = points.Half()
)

// course is a gradebook with three students and a sheet of 10 points and a bonus of 2.
func course(t *testing.T, where string) *book.Book {
	b := open(t, where)
	must(t, b.AddStudents(t.Context(), []book.Student{
		{ID: "ada", Name: "Ada Lovelace", Email: "ada@example.org", Class: "A", Tutor: "eve"}, {ID: "bob", Name: "Bob"}, {ID: "cyd", Name: "Cyd"},
	}))
	must(t, b.PutSheet(t.Context(), sheet(), "gen"))
	return b
}

func sheet() book.Sheet {
	return book.Sheet{Name: "22-flows", Release: "r1", Cells: []book.Cell{
		{ID: "coupling", Kind: book.Test, Title: "Coupling", Points: points.Of(4)},
		{ID: "discuss", Kind: book.Manual, Points: points.Of(4)},
		{ID: "proof", Kind: book.Task, Points: points.Of(2)},
		{ID: "extra", Kind: book.Test, Points: points.Of(2), Bonus: true},
	}}
}

// handIn records a hand-in of ada's for her and others who confirmed.
func handIn(t *testing.T, b *book.Book, at time.Time, hash string, others ...string) book.Submission {
	t.Helper()
	s := book.Submission{Sheet: "22-flows", Owner: "ada", Round: 1, At: at, Hash: hash, Answers: map[string]string{"discuss": hash, "proof": "same"}}
	for _, o := range others {
		s.Members = append(s.Members, book.Member{Student: o, Confirmed: at})
	}
	s, err := b.RecordSubmission(t.Context(), s)
	must(t, err)
	return s
}

func passed(cell, p string) book.CellGrade {
	return book.CellGrade{Cell: cell, Points: points.Must(p), Status: book.Partial, Message: "hint\x00\xff", Time: 1500 * time.Microsecond, Seed: "7", Versions: "go1.26"}
}

func mark(student, cell, p string) book.Mark {
	return book.Mark{Sheet: "22-flows", Student: student, Round: 1, Cell: cell, Points: points.Must(p), By: "eve"}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// results are the results by student, a month after the due date.
func results(t *testing.T, b *book.Book, rules ...book.Rule) map[string]book.Result {
	t.Helper()
	all, err := b.Results(t.Context(), rules, half, due.AddDate(0, 1, 0))
	must(t, err)
	by := map[string]book.Result{}
	for _, r := range all {
		by[r.Student.ID] = r
	}
	return by
}
