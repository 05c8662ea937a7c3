package book_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/book"
)

// full is a gradebook with something in every table.
func full(t *testing.T, where string) *book.Book {
	b, ctx := course(t, where), t.Context()
	s := handIn(t, b, due, "h1", "bob")
	for _, p := range []string{"1/3", "2"} {
		must2(b.RecordAutomatic(ctx, book.Graded{Submission: s.ID, Cells: []book.CellGrade{passed("coupling", p)}, Fingerprint: "f"}))(t)
	}
	m := mark("ada", "proof", "1")
	m.Answer, m.Comment = "same", "so-so"
	must2(b.RecordManual(ctx, m))(t)
	must(t, b.Excuse(ctx, book.Excuse{Sheet: "22-flows", Student: "cyd", Reason: "ill"}, "eve"))
	must(t, b.Extend(ctx, book.Extension{Sheet: "22-flows", Student: "ada", Round: 2, Due: due, Reason: "ill"}, "eve"))
	return b
}

func dump(t *testing.T, b *book.Book) string {
	t.Helper()
	var out bytes.Buffer
	must(t, b.Dump(t.Context(), &out))
	return out.String()
}

// A dump goes into either database and comes out the same; work goes on from there.
func TestDump(t *testing.T) {
	want := dump(t, full(t, filepath.Join(t.TempDir(), "a.db")))
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := open(t, where), t.Context()
		must(t, b.Load(ctx, strings.NewReader(want), false))
		if got := dump(t, b); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if err := b.Load(ctx, strings.NewReader(want), false); !errors.Is(err, book.ErrNotEmpty) {
			t.Errorf("got %v, want ErrNotEmpty", err)
		}
		must(t, b.Unexcuse(ctx, "22-flows", "cyd", "eve"))
		must(t, b.Load(ctx, strings.NewReader(want), true))
		if got := dump(t, b); got != want {
			t.Error("what was replaced is still there")
		}
		for _, damaged := range []string{
			"", "{}\n", strings.Replace(want, `"gengrade-gradebook":3`, `"gengrade-gradebook":99`, 1), want[:len(want)*2/3],
			strings.Replace(want, `"columns":["id"`, `"columns":["id) --"`, 1), strings.Replace(want, `"ada"`, `null`, 1),
		} {
			if err := b.Load(ctx, strings.NewReader(damaged), true); err == nil {
				t.Errorf("a damaged dump was loaded: %.60s", damaged)
			}
		}
		if got := dump(t, b); got != want {
			t.Error("a damaged dump has changed something")
		}
		must(t, b.Unexcuse(ctx, "22-flows", "cyd", "eve"))
		h, err := b.History(ctx, book.Query{})
		if err != nil || h[len(h)-1].Seq <= h[len(h)-2].Seq {
			t.Errorf("history %+v, %v", h, err)
		}
	})
}

// Who is forgotten leaves nothing; the group keeps its hand-in and points.
func TestForget(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := full(t, where), t.Context()
		alone := book.Submission{Sheet: "22-flows", Owner: "ada", Round: 2, At: due, Hash: "alone"}
		must2(b.RecordSubmission(ctx, alone))(t)
		before := results(t, b, rule)["bob"]
		f, err := b.Forget(ctx, "ada", "eve")
		must(t, err)
		if want := "extensions=1 history=1 members=2 students=1 submissions=1"; counts(f.Rows) != want {
			t.Errorf("deleted %s, want %s", counts(f.Rows), want)
		}
		if len(f.Kept) != 1 || f.Kept[0].ID != "22-flows/bob/1/1" {
			t.Errorf("kept %+v", f.Kept)
		}
		after := results(t, b, rule)
		if got := after["bob"]; got.Points.Cmp(before.Points) != 0 || got.Points.String() != "3" {
			t.Errorf("bob had %v and has %v", before.Points, got.Points)
		}
		if text := dump(t, b); strings.Contains(strings.ToLower(text), `ada"`) || strings.Contains(text, "Lovelace") || strings.Contains(text, "/ada/") {
			t.Errorf("still there:\n%s", text)
		}
		if f, err = b.Forget(ctx, "ada", "eve"); err != nil || len(f.Rows) > 0 {
			t.Errorf("forgotten again: %+v, %v", f, err)
		}
	})
}

func counts(rows map[string]int64) string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		all = append(all, fmt.Sprintf("%s=%d", name, rows[name]))
	}
	return strings.Join(all, " ")
}

func TestAbout(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b := full(t, where)
		for student, want := range map[string]string{
			"ada": "answers=2 excuses=0 extensions=1 grades=1 history=3 marks=1 members=1 runs=1 students=1 submissions=1",
			"bob": "answers=2 excuses=0 extensions=0 grades=1 history=0 marks=1 members=1 runs=1 students=1 submissions=1",
			"cyd": "answers=0 excuses=1 extensions=0 grades=0 history=1 marks=0 members=0 runs=0 students=1 submissions=0",
		} {
			all, err := b.About(t.Context(), student)
			must(t, err)
			n := map[string]int64{}
			for name, rows := range all {
				n[name] = int64(len(rows))
			}
			if counts(n) != want {
				t.Errorf("%s: %s, want %s", student, counts(n), want)
			}
		}
		if _, err := b.About(t.Context(), "zoe"); err == nil {
			t.Error("zoe is not known")
		}
	})
}

func TestErase(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := full(t, where), t.Context()
		if at, err := b.Newest(ctx); err != nil || time.Since(at) > time.Hour && at.Before(due) {
			t.Errorf("newest is %v, %v", at, err)
		}
		must(t, b.Erase(ctx))
		at, err := b.Newest(ctx)
		sheets, _ := b.Sheets(ctx)
		if err != nil || !at.IsZero() || len(sheets) != 1 || len(sheets[0].Cells) != 4 || strings.Contains(dump(t, b), "bob") {
			t.Errorf("left: %v, %v, %v", at, sheets, err)
		}
	})
}

// An exported table changes nothing when it is imported; a changed line changes one mark; a wrong one changes nothing at all.
func TestImportMarks(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b, ctx := full(t, where), t.Context()
		grades, err := b.Grades(ctx, rule)
		must(t, err)
		var marks []book.Mark
		for _, g := range grades {
			if !g.Open {
				marks = append(marks, book.Mark{Sheet: g.Sheet, Student: g.Student, Round: g.Round, Cell: g.Cell.ID, Points: g.Points, Comment: g.Comment, By: "max"})
			}
		}
		if n, err := b.ImportMarks(ctx, []book.Rule{rule}, marks); err != nil || n != 0 || len(marks) != 4 {
			t.Errorf("%d of %d changed, %v", n, len(marks), err)
		}
		marks[2].Points = half // bob's coupling
		wrong := append(slices.Clone(marks), mark("bob", "proof", "3"))
		if n, err := b.ImportMarks(ctx, []book.Rule{rule}, wrong); err == nil {
			t.Errorf("%d changed", n)
		}
		if all, err := b.Marks(ctx, ""); err != nil || len(all) != 1 {
			t.Errorf("marks %+v, %v", all, err)
		}
		if n, err := b.ImportMarks(ctx, []book.Rule{rule}, marks); err != nil || n != 1 {
			t.Errorf("%d changed, %v", n, err)
		}
		if r := results(t, b, rule); r["ada"].Points.String() != "3" || r["bob"].Points.String() != "1.5" {
			t.Errorf("ada %s, bob %s", r["ada"].Points, r["bob"].Points)
		}
	})
}
