package book_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

// A sheet's life: handed in by two, graded, marked, handed in again, marked again, and what comes out.
func TestLife(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		s := handIn(t, b, due.Add(-time.Hour), "h1", "bob")
		if again := handIn(t, b, due.Add(-time.Hour), "h1", "bob"); again.ID != s.ID || s.ID != "22-flows/ada/1/1" {
			t.Errorf("the same hand-in is %s and %s", s.ID, again.ID)
		}
		g := book.Graded{Submission: s.ID, Cells: []book.CellGrade{passed("coupling", "2.5"), passed("extra", "1")}, Fingerprint: "f1", By: "grader"}
		for range 2 {
			if changes, err := b.RecordAutomatic(ctx, g); err != nil || len(changes) != 0 {
				t.Errorf("changes %v, %v", changes, err)
			}
		}
		if r := results(t, b, rule)["bob"]; !r.Open || r.Admitted != admit.Open || r.Points.String() != "3.5" || r.Max.String() != "10" {
			t.Errorf("before marking: %+v", r)
		}
		m := mark("ada", "discuss", "1.5")
		m.Answer, m.Comment = "h1", "good"
		given, err := b.RecordManual(ctx, m)
		must(t, err)
		proof := mark("bob", "proof", "1/3") // for one member alone
		proof.Answer = "same"
		must2(b.RecordManual(ctx, proof))(t)
		proof = mark("ada", "proof", "0")
		proof.Answer = "same"
		must2(b.RecordManual(ctx, proof))(t)
		for student, want := range map[string]string{"ada": "5 50.0 % yes", "bob": "16/3 53.3 % yes", "cyd": "0 0.0 % no"} {
			r := results(t, b, rule)[student]
			if got := r.Points.String() + " " + r.Share.Percent() + " " + string(r.Admitted); got != want || r.Open {
				t.Errorf("%s: %s, open %v, want %s", student, got, r.Open, want)
			}
		}
		if r := results(t, b, rule)["cyd"].Sheets[0]; r.Missed != book.NotHandedIn {
			t.Errorf("cyd: %+v", r)
		}

		// A new version, late by a day and a bit: the mark survives, and is stale.
		s = handIn(t, b, due.Add(25*time.Hour), "h2", "bob")
		r := results(t, b, rule)["ada"].Sheets[0]
		if !r.Stale || !r.Open || r.Points.String() != "0" || r.Penalty.String() != "0" {
			t.Errorf("after a new version: %+v", r)
		}
		grades, err := b.Grades(ctx, rule)
		must(t, err)
		if len(grades) != 8 || !grades[1].Stale || grades[1].Points.String() != "1.5" || grades[1].Comment != "good" || grades[2].Stale {
			t.Errorf("grades: %+v", grades)
		}
		g.Submission = s.ID
		must2(b.RecordAutomatic(ctx, g))(t)
		if r = results(t, b, rule)["ada"].Sheets[0]; !r.Open || r.Points.String() != "1.5" {
			t.Errorf("graded, with a stale mark: %+v", r)
		}
		m.Answer, m.Revision = "h2", given.Revision
		must2(b.RecordManual(ctx, m))(t)
		if r = results(t, b, rule)["ada"].Sheets[0]; r.Open || r.Stale || r.Points.String() != "3" {
			t.Errorf("marked again: %+v", r)
		}
	})
}

func must2[T any](_ T, err error) func(*testing.T) {
	return func(t *testing.T) {
		t.Helper()
		must(t, err)
	}
}

// What has been recorded comes back as it was; hostile text is made storable.
func TestRoundTrip(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		s := handIn(t, b, due, "h1", "bob")
		must2(b.RecordAutomatic(ctx, book.Graded{Submission: s.ID, Cells: []book.CellGrade{passed("coupling", "1/3")}}))(t)
		must(t, b.Close())
		b = open(t, where) // by another process

		want := passed("coupling", "1/3")
		want.Message = "hint\uFFFD\uFFFD"
		if got, err := b.Automatic(ctx, s.ID); err != nil || len(got) != 1 || !equal(got["coupling"], want) {
			t.Errorf("automatic: %+v, %v", got, err)
		}
		all, err := b.Submissions(ctx, "")
		must(t, err)
		if len(all) != 1 || !all[0].At.Equal(due) || all[0].Hash != "h1" || len(all[0].Members) != 2 || !all[0].Members[1].Confirmed.Equal(due) || all[0].Answers["proof"] != "same" {
			t.Errorf("submissions: %+v", all)
		}
		sheets, err := b.Sheets(ctx)
		must(t, err)
		if len(sheets) != 1 || !reflect.DeepEqual(texts(sheets[0]), texts(sheet())) {
			t.Errorf("sheets: %+v", sheets)
		}
		students, err := b.Students(ctx)
		must(t, err)
		if len(students) != 3 || students[0] != (book.Student{ID: "ada", Name: "Ada Lovelace", Email: "ada@example.org", Class: "A", Tutor: "eve"}) {
			t.Errorf("students: %+v", students)
		}
	})
}

func equal(g, want book.CellGrade) bool {
	same := g.Points.Cmp(want.Points) == 0
	g.Points, want.Points = points.Points{}, points.Points{}
	return same && reflect.DeepEqual(g, want)
}

// texts are a sheet's cells without pointers.
func texts(s book.Sheet) (all []string) {
	for _, c := range s.Cells {
		all = append(all, c.ID, string(c.Kind), c.Title, c.Points.String())
	}
	return all
}

// What is wrong is refused with a sentence, and changes nothing.
func TestRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		s := handIn(t, b, due, "h1")
		automatic := func(cells ...book.CellGrade) error {
			_, err := b.RecordAutomatic(ctx, book.Graded{Submission: s.ID, Cells: cells, Fingerprint: "f"})
			return err
		}
		manual := func(m book.Mark) error { _, err := b.RecordManual(ctx, m); return err }
		round3 := mark("ada", "proof", "1")
		round3.Round = 3
		nobody := mark("ada", "proof", "1")
		nobody.By = ""
		_, unknown := b.RecordSubmission(ctx, book.Submission{Sheet: "22-flows", Owner: "zoe", Round: 1})
		_, unreleased := b.RecordSubmission(ctx, book.Submission{Sheet: "23-sbi", Owner: "ada", Round: 1})
		for _, c := range []struct {
			err  error
			want string
		}{
			{automatic(passed("coupling", "2"), passed("discus", "1")), `no cell "discus"`},
			{automatic(passed("coupling", "2"), passed("extra", "2.5")), "more than the maximum of 2"},
			{automatic(passed("coupling", "-1")), "negative"},
			{automatic(book.CellGrade{Cell: "coupling", Status: "fine"}), `"fine" is no status`},
			{manual(mark("zoe", "proof", "1")), `no student "zoe"`},
			{manual(mark("ada", "prof", "1")), `no task "prof"`},
			{manual(mark("ada", "proof", "2.5")), "more than the maximum"},
			{manual(mark("ada", "proof", "0."+strings.Repeat("1", 38))), "too long"},
			{manual(round3), "round"},
			{manual(nobody), "name of who gives it"},
			{unknown, `no student "zoe"`},
			{unreleased, "not been released"},
			{b.AddStudents(ctx, []book.Student{{ID: "dan"}, {ID: "../x"}}), "is no id"},
			{b.AddStudents(ctx, []book.Student{{ID: ".."}}), "is no id"},
			{b.Excuse(ctx, book.Excuse{Sheet: "22-flows", Student: "ada"}, "eve"), "needs a reason"},
			{b.Extend(ctx, book.Extension{Sheet: "22-flows", Student: "zoe", Round: 1, Due: due}, "eve"), `no student "zoe"`},
			{b.Confirm(ctx, s.ID, "bob", due), "not a member"},
		} {
			if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
				t.Errorf("got %v, want %q", c.err, c.want)
			}
		}
		if got, err := b.Automatic(ctx, s.ID); err != nil || len(got) != 0 {
			t.Errorf("half a grading was recorded: %v, %v", got, err)
		}
		if marks, err := b.Marks(ctx, ""); err != nil || len(marks) != 0 {
			t.Errorf("marks: %v, %v", marks, err)
		}
	})
}

// Two tutors who mark the same answer: the second learns of the first, and nothing is replaced unseen.
func TestChanged(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		first, err := b.RecordManual(ctx, mark("ada", "proof", "1"))
		must(t, err)
		again, err := b.RecordManual(ctx, mark("ada", "proof", "1"))
		if err != nil || again.Revision != first.Revision {
			t.Errorf("the same mark again: %+v, %v", again, err)
		}
		other := mark("ada", "proof", "2")
		other.By = "max"
		_, lost := b.RecordManual(ctx, other)
		if taken := b.Withdraw(ctx, other); !errors.Is(lost, book.ErrChanged) || !errors.Is(taken, book.ErrChanged) {
			t.Errorf("got %v and %v, want ErrChanged", lost, taken)
		}
		other.Revision = first.Revision
		second, err := b.RecordManual(ctx, other)
		must(t, err)
		must(t, b.Withdraw(ctx, second))
		third, err := b.RecordManual(ctx, mark("ada", "proof", "1"))
		must(t, err)
		second.Points = half // of somebody who still sees the second
		_, unseen := b.RecordManual(ctx, second)
		other.Revision = 0
		if _, lost = b.RecordManual(ctx, other); third.Revision <= second.Revision || !errors.Is(unseen, book.ErrChanged) || !errors.Is(lost, book.ErrChanged) {
			t.Errorf("revisions %d and %d, %v, %v", second.Revision, third.Revision, unseen, lost)
		}
		var lines []string
		h, err := b.History(ctx, book.Query{Student: "ada"})
		must(t, err)
		for _, c := range h {
			lines = append(lines, c.Who+" "+c.What+" "+c.Cell+" "+c.Old+"→"+c.New)
		}
		if want := []string{"eve mark proof →1", "max mark proof 1→2", "max mark proof 2→", "eve mark proof →1"}; !reflect.DeepEqual(lines, want) {
			t.Errorf("history %q, want %q", lines, want)
		}
	})
}

// A later grading changes points; one that must never lower them keeps the better ones.
func TestRegrade(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		s := handIn(t, b, due, "h1")
		must2(b.RecordAutomatic(ctx, book.Graded{Submission: s.ID, Cells: []book.CellGrade{passed("coupling", "2"), passed("extra", "1")}, Fingerprint: "f1"}))(t)
		g := book.Graded{Submission: s.ID, Cells: []book.CellGrade{passed("coupling", "1"), passed("extra", "2")}, Fingerprint: "f2", NeverLower: true, By: "gen"}
		changes, err := b.RecordAutomatic(ctx, g)
		must(t, err)
		if len(changes) != 2 || changes[0].What != book.KeptAutomatic || changes[0].Cell != "coupling" || changes[1].Cell != "extra" || changes[1].Old != "1 partial" || changes[1].New != "2 partial" {
			t.Errorf("changes %+v", changes)
		}
		again := g // what was promised holds for later gradings, unless they give more
		again.NeverLower = false
		must2(b.RecordAutomatic(ctx, again))(t)
		if now, err := b.Automatic(ctx, s.ID); err != nil || now["coupling"].Points.String() != "2" || now["extra"].Points.String() != "2" {
			t.Errorf("after an ordinary grading: %+v, %v", now, err)
		}
		for fingerprint, want := range map[string]int{"f1": 1, "f2": 0, "f3": 1} {
			if left, err := b.Pending(ctx, rule, fingerprint); err != nil || len(left) != want {
				t.Errorf("%s: %d pending, want %d (%v)", fingerprint, len(left), want, err)
			}
		}
		handIn(t, b, due.Add(time.Minute), "h2")
		if left, err := b.Pending(ctx, rule, "f2"); err != nil || len(left) != 1 || left[0].Hash != "h2" {
			t.Errorf("pending after a new version: %v, %v", left, err)
		}
	})
}

// Excuses and extensions change what is due, and are in the history.
func TestDeadlines(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		refuse := rule
		refuse.Formula.Late = admit.Late{Refuse: true}
		s := handIn(t, b, due.Add(time.Hour), "h1")
		must2(b.RecordAutomatic(ctx, book.Graded{Submission: s.ID, Cells: []book.CellGrade{passed("coupling", "4")}}))(t)
		if r := results(t, b, refuse)["ada"].Sheets[0]; r.Missed != book.TooLate || r.Points.Sign() != 0 || r.Open {
			t.Errorf("refused: %+v", r)
		}
		e := book.Extension{Sheet: "22-flows", Student: "ada", Round: 1, Due: due.Add(2 * time.Hour), Reason: "ill"}
		for range 2 {
			must(t, b.Extend(ctx, e, "eve"))
		}
		if r := results(t, b, refuse)["ada"].Sheets[0]; r.Missed != "" || r.Points.String() != "4" || !r.Due.Equal(e.Due) {
			t.Errorf("extended: %+v", r)
		}
		must(t, b.Excuse(ctx, book.Excuse{Sheet: "22-flows", Student: "cyd", Reason: "abroad"}, "eve"))
		if r := results(t, b, refuse)["cyd"]; !r.Sheets[0].Excused || r.Max.Sign() != 0 || r.Admitted != admit.Open {
			t.Errorf("excused: %+v", r)
		}
		must(t, b.Unexcuse(ctx, "22-flows", "cyd", "eve"))
		e.Due = time.Time{}
		must(t, b.Extend(ctx, e, "eve"))
		if r := results(t, b, refuse); r["ada"].Sheets[0].Missed != book.TooLate || r["cyd"].Sheets[0].Excused {
			t.Errorf("taken back: %+v", r)
		}
		h, err := b.History(ctx, book.Query{Sheet: "22-flows"})
		if err != nil || len(h) != 4 || h[0].New != "2026-12-01T19:00:00Z (ill)" || h[2].Old != "abroad" || h[3].New != "" {
			t.Errorf("history %+v, %v", h, err)
		}
	})
}

// Before the due date nothing is missing: it may still come. A group's hand-in counts for those who confirmed.
func TestWaiting(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		all, err := b.Results(ctx, []book.Rule{rule}, half, due.Add(5*time.Minute)) // in the grace
		must(t, err)
		if all[0].Admitted != admit.Open || all[0].Sheets[0].Missed != "" || all[0].Sheets[0].Most.String() != "12" {
			t.Errorf("waiting: %+v", all[0])
		}
		s, err := b.RecordSubmission(ctx, book.Submission{Sheet: "22-flows", Owner: "ada", Round: 1, At: due, Hash: "h", Members: []book.Member{{Student: "bob"}}})
		must(t, err)
		if r := results(t, b, rule); r["bob"].Sheets[0].Missed != book.NotHandedIn || r["ada"].Sheets[0].Missed != "" {
			t.Errorf("unconfirmed: %+v", r)
		}
		must(t, b.Confirm(ctx, s.ID, "bob", due))
		if r := results(t, b, rule); r["bob"].Sheets[0].Missed != "" || !r["bob"].Open {
			t.Errorf("confirmed: %+v", r["bob"])
		}
	})
}

// A new release changes cells: what vanished is kept and does not count, and the history says what changed.
func TestRelease(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := course(t, where), t.Context()
		must2(b.RecordManual(ctx, mark("ada", "proof", "2")))(t)
		next := sheet()
		next.Cells = append(next.Cells[:2:2], next.Cells[3], book.Cell{ID: "new", Kind: book.Task, Points: half})
		next.Cells[0].Points = points.Of(3)
		must(t, b.PutSheet(ctx, next, "gen"))
		if r := results(t, b, rule)["ada"].Sheets[0]; r.Max.String() != "7.5" || r.Points.Sign() != 0 {
			t.Errorf("after the release: %+v", r)
		}
		must(t, b.PutSheet(ctx, sheet(), "gen"))
		if r := results(t, b, rule)["ada"].Sheets[0]; r.Max.String() != "10" || r.Points.String() != "2" {
			t.Errorf("back again: %+v", r)
		}
		h, err := b.History(ctx, book.Query{})
		if err != nil || len(h) != 7 || h[1].Old != "4" || h[1].New != "3" || h[2].Cell != "proof" || h[2].New != "" || h[3].New != "0.5" {
			t.Errorf("history %+v, %v", h, err)
		}
	})
}
