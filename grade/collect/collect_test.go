package collect_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/collect"
	"github.com/gensci/gensci/grade/handin"
)

// rows are a report's rows without what each test does not look at.
func rows(r collect.Report) (all []string) {
	for _, row := range r.HandIn {
		text := row.Student
		if row.Round == 2 {
			text += " second"
		}
		if row.Versions != 1 {
			text += " " + strings.Repeat("*", row.Versions)
		}
		if row.Late != "" {
			text += " late " + row.Late
		}
		if len(row.Waiting) > 0 {
			text += " waits for " + strings.Join(row.Waiting, ",")
		}
		all = append(all, text)
	}
	return all
}

func expect(t *testing.T, r collect.Report, fresh int, want ...string) {
	t.Helper()
	if got := rows(r); !reflect.DeepEqual(got, want) || r.New != fresh {
		t.Errorf("got %q with %d new, want %q with %d; refused %v", got, r.New, want, fresh, r.Refused)
	}
}

// refused expects one sentence for each part, in any order.
func refused(t *testing.T, r collect.Report, want ...string) {
	t.Helper()
	if len(r.Refused) != len(want) {
		t.Errorf("refused %d, want %d: %v", len(r.Refused), len(want), r.Refused)
	}
	for _, w := range want {
		found := false
		for _, f := range r.Refused {
			found = found || strings.Contains(f.Who+": "+f.Why, w)
		}
		if !found {
			t.Errorf("nothing is refused with %q; there is %v", w, r.Refused)
		}
	}
}

func TestDropFolder(t *testing.T) {
	w := newWorld(t)
	h := w.hand(due.Add(-time.Hour), "first", "ada")
	w.hand(due.Add(9*time.Minute), "second", "ada")
	w.hand(due.Add(26*time.Hour), "late", "bob")
	r := w.collect()
	expect(t, r, 3, "ada **", "bob late 1d2h")
	refused(t, r)
	if got := strings.Join(r.Missing, " "); got != "4711 4712 cyd nobody" {
		t.Errorf("missing are %q", got)
	}
	folder := filepath.Join(w.Course.Submissions(), "22", "ada", "1")
	if text, err := os.ReadFile(filepath.Join(folder, "22-flows.ipynb")); err != nil || !bytes.Equal(text, h.Notebook()) {
		t.Errorf("the notebook that is kept is another one: %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(folder, "manifest.json")); err != nil || !bytes.Equal(text, h.Manifest.Text()) {
		t.Errorf("the manifest that is kept is another one: %v", err)
	}
	all, err := w.Book.Submissions(context.Background(), "22-flows")
	w.ok(err)
	if s := all[0]; s.File != "22/ada/1" || s.Hash != h.Manifest.Hash() || s.Round != 1 || !s.At.Equal(due.Add(-time.Hour)) || len(s.Answers) != 1 || s.Answers["discuss"] == all[1].Answers["discuss"] {
		t.Errorf("recorded %+v", s)
	}

	expect(t, w.collect(), 0, "ada **", "bob late 1d2h") // nothing is taken twice
	w.hand(due.Add(570*time.Second), "first", "ada")     // once more what was first
	w.hand(due.Add(27*time.Hour), "late", "bob")         // the same as before
	expect(t, w.collect(), 1, "ada ***", "bob late 1d2h")
}

func TestKilledBeforeTheGradebookKnew(t *testing.T) {
	w := newWorld(t)
	w.hand(due, "x", "ada")
	w.collect()
	left := filepath.Join(w.Course.Submissions(), "22", ".gensci-123")
	w.ok(os.MkdirAll(left, 0o755))
	w.ok(w.Book.Erase(context.Background()))
	w.ok(w.Book.AddStudents(context.Background(), roster))
	expect(t, w.collect(), 0, "ada")
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed run left is still there")
	}
}

func TestOtherSheetsAndTimes(t *testing.T) {
	w := newWorld(t)
	w.sheet("23-more")
	w.hand(due, "of another sheet", "ada")
	w.sheet("22-flows")
	h := w.made(due, "set clock", "bob")
	path, err := handin.Drop(w.drop, h)
	w.ok(err)
	w.ok(os.Chtimes(path, due.Add(3*time.Hour), due.Add(3*time.Hour)))
	r := w.collect()
	expect(t, r, 1, "bob late 3h00m")
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "bob: says it was made 3h00m before") {
		t.Errorf("notes are %q", r.Notes)
	}
	w.file(due, []byte("broken, and not ours"), w.drop, "23-more.ada.handin.zip")
	refused(t, w.collect())

	w = newWorld(t)
	w.Times.At = due
	w.hand(due.Add(-time.Hour), "one", "ada")
	w.hand(due.Add(-time.Minute), "two", "ada")
	expect(t, w.collect(), 2, "ada **")
	expect(t, w.collect(), 0, "ada **")

	w = newWorld(t)
	w.Times.Said = true
	w.file(due.Add(3*time.Hour), must(h.Zip()), w.drop, "22-flows.x.handin.zip")
	expect(t, w.collect(), 1, "bob")
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}

func TestGroups(t *testing.T) {
	w := newWorld(t)
	h := w.hand(due, "ours", "ada", "bob", "cyd")
	confirm := func(who, hash string) {
		c, err := handin.Confirm(hash, who, due)
		w.ok(err)
		_, err = c.Drop(w.drop)
		w.ok(err)
	}
	confirm("bob", h.Manifest.Hash())
	confirm("4711", h.Manifest.Hash())
	confirm("cyd", strings.Repeat("0", 64))
	r := w.collect()
	expect(t, r, 1, "ada waits for cyd")
	refused(t, r, `4711 (Anna Schmidt): the confirmation does not count: "4711" is not a member of the group`)
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "cyd confirms 000000000000…, which is no hand-in") {
		t.Errorf("notes are %q", r.Notes)
	}
}

// TestConfirmationsOfOtherSheets: who is no member there is told when that sheet is collected.
func TestConfirmationsOfOtherSheets(t *testing.T) {
	w := newWorld(t)
	w.sheet("23-more")
	h := w.hand(due, "x", "ada", "bob")
	w.collect()
	w.sheet("22-flows")
	c, err := handin.Confirm(h.Manifest.Hash(), "cyd", due)
	w.ok(err)
	_, err = c.Drop(w.drop)
	w.ok(err)
	refused(t, w.collect())
	w.sheet("23-more")
	refused(t, w.collect(), `"cyd" is not a member`)
}

func TestGroupsRefused(t *testing.T) {
	w := newWorld(t)
	w.hand(due, "four", "ada", "bob", "cyd", "4711")
	w.hand(due, "stranger", "bob", "zoe")
	w.hand(due, "stranger", "zoe", "bob")
	r := w.collect()
	expect(t, r, 1, "bob")
	refused(t, r, "4 students hand in together (ada, 4711, bob, cyd); groups have up to 3", `names zoe, who is not in the roster`, `there is no student "zoe"`)
}

func TestSecondHandIn(t *testing.T) {
	w := newWorld(t)
	w.sheet("23-more")
	week := 7 * 24 * time.Hour
	w.hand(due.Add(week), "in time", "ada")
	w.hand(due.Add(week+24*time.Hour), "with comments", "ada")
	w.hand(due.Add(week+24*time.Hour), "late", "bob")
	w.hand(due.Add(week+time.Hour), "has more time", "cyd")
	w.ok(w.Book.Extend(context.Background(), book.Extension{Sheet: "23-more", Student: "cyd", Round: 1, Due: due.Add(week + 2*time.Hour)}, "eve"))
	expect(t, w.collect(), 4, "ada", "ada second", "bob late 1d0h", "cyd")
	w.sheet("24-hard") // what is refused as a first hand-in can still be a second one
	w.hand(due.Add(week+time.Hour), "too late", "bob")
	expect(t, w.collect(), 1, "bob second")
	w = newWorld(t)
	w.sheet("23-more")
	w.Round = 2
	w.hand(due, "x", "ada")
	expect(t, w.collect(), 1, "ada second")
}

func TestOwnersOfFiles(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("needs root, to give files away")
	}
	w := newWorld(t)
	h := w.made(due, "not mine", "ada")
	path, err := handin.Drop(w.drop, h)
	w.ok(err)
	w.ok(os.Chown(path, 65534, 65534))
	refused(t, w.collect(), "it says that it is from ada, but the file belongs to the user nobody")
}

func TestTimesThatWereSet(t *testing.T) {
	if os.Getuid() != 0 || runtime.GOOS != "linux" {
		t.Skip("needs root, to give files away, and Linux")
	}
	w := newWorld(t)
	long := time.Now().Add(-48 * time.Hour).Truncate(time.Second)
	for _, student := range []string{"nobody", "ada"} {
		h := w.made(long, "x", student)
		path, err := handin.Drop(w.drop, h)
		w.ok(err)
		w.ok(os.Chtimes(path, long, long))
		if student == "nobody" {
			w.ok(os.Chown(path, 65534, 65534))
		}
	}
	r := w.collect()
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "nobody: the file belongs to its student and was changed 2d0h after") {
		t.Errorf("notes are %q; want one of the student's own file", r.Notes)
	}
}

func TestReportIsATable(t *testing.T) {
	w := newWorld(t)
	w.hand(due.Add(time.Hour), "x", "ada", "bob")
	w.file(due, []byte("x"), w.drop, "a\u202eb.pdf")
	var b strings.Builder
	w.collect().Write(&b)
	want := `22-flows: 1 hand-in, 1 new; 4 handed in nothing, 1 refused
  ada  Lovelace, Ada  2026-12-01 19:00  1 version  new, late by 1h00m, with bob, not confirmed by bob
nothing from: 4711, 4712, cyd, nobody
refused: a\u202eb.pdf: "a\u202eb.pdf" is neither a notebook nor a zip
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}
