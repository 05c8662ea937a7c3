package feedback_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/feedback"
	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/grade/points"
)

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var due = time.Date(2026, 12, 1, 17, 0, 0, 0, time.UTC)

// course has a student for each way in which a sheet can end.
type course struct {
	t   *testing.T
	job feedback.Job
}

func newCourse(t *testing.T) *course {
	t.Helper()
	b, err := book.Open(t.Context(), filepath.Join(t.TempDir(), "gradebook.db"))
	check(t, err)
	t.Cleanup(func() { b.Close() })
	check(t, b.AddStudents(t.Context(), []book.Student{
		{ID: "ada", Name: "Ada Lovelace"}, {ID: "bob", Name: "Bob <b>Bold</b>"}, {ID: "cyd", Name: "Cyd"}, {ID: "dan", Name: "Dan"}, {ID: "eli", Name: "=1+1\x1b[31m\u202e"}, {ID: "fay"},
	}))
	check(t, b.PutSheet(t.Context(), book.Sheet{Name: "22-flows", Release: "1", Cells: []book.Cell{
		{ID: "coupling", Kind: book.Test, Title: "Coupling layer", Points: points.Of(4)},
		{ID: "discuss", Kind: book.Manual, Title: "<i>Discuss</i>", Points: points.Of(4)},
		{ID: "proof", Kind: book.Task, Points: points.Of(2)},
		{ID: "extra", Kind: book.Test, Title: "More", Points: points.Of(2), Bonus: true},
	}}, "test"))
	c := &course{t, feedback.Job{
		Book: b, Folder: filepath.Join(t.TempDir(), "feedback"), Course: "Generative <models>", Title: "Flows", Zone: time.UTC, Now: due.AddDate(0, 0, 7),
		Rule: book.Rule{Sheet: "22-flows", Due: due, Formula: admit.Rules{Late: admit.Late{PerDay: points.Must("1/10"), Grace: 10 * time.Minute}}},
	}}
	c.handIn("ada", 1, due.Add(-time.Hour), book.Partial, "bob", "fay?")
	c.handIn("dan", 1, due.Add(30*time.Hour), book.Uncompilable)
	c.handIn("eli", 1, due.Add(-time.Hour), book.Ungraded)
	c.mark("ada", "discuss", "1.5", "Good.\n<script>alert('comment')</script> =cmd \x1b[31mred")
	c.mark("ada", "proof", "2", "")
	check(t, b.Excuse(t.Context(), book.Excuse{Sheet: "22-flows", Student: "cyd", Reason: "a private reason"}, "test"))
	return c
}

func (c *course) handIn(owner string, number int, at time.Time, status book.Status, others ...string) {
	c.t.Helper()
	s := book.Submission{Sheet: "22-flows", Owner: owner, Round: number, At: at, Hash: at.String(), Answers: map[string]string{"discuss": "h", "proof": "h"}}
	for _, o := range others {
		m := book.Member{Student: strings.TrimSuffix(o, "?")}
		if m.Student == o {
			m.Confirmed = at
		}
		s.Members = append(s.Members, m)
	}
	s, err := c.job.Book.RecordSubmission(c.t.Context(), s)
	check(c.t, err)
	p := points.Points{}
	if status == book.Partial {
		p = points.Must("2.5")
	}
	_, err = c.job.Book.RecordAutomatic(c.t.Context(), book.Graded{Submission: s.ID, Cells: []book.CellGrade{
		{Cell: "coupling", Points: p, Status: status, Message: "the shape is <b>wrong</b>\x1b[2J\nhidden test: think of negative numbers"}, {Cell: "extra", Status: book.Failed, Message: "secret of extra"},
	}})
	check(c.t, err)
}

func (c *course) mark(student, cell, p, comment string) {
	c.t.Helper()
	_, err := c.job.Book.RecordManual(c.t.Context(), book.Mark{Sheet: "22-flows", Student: student, Round: 1, Cell: cell, Points: points.Must(p), Comment: comment, By: "eve", Answer: "h"})
	check(c.t, err)
}

// write writes all pages and returns what is said of it.
func (c *course) write() feedback.Summary {
	c.t.Helper()
	sum, err := c.job.Write(c.t.Context())
	check(c.t, err)
	return sum
}

func (c *course) page(name string) string {
	c.t.Helper()
	text, err := os.ReadFile(filepath.Join(c.job.Folder, name))
	check(c.t, err)
	return string(text)
}

// body is a page's text: what stands between tags, with single blanks.
func body(page string) string {
	_, page, _ = strings.Cut(page, "<body>")
	return strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(page, " ")), " ")
}

func wants(t *testing.T, name, page string, all ...string) {
	t.Helper()
	for _, want := range all {
		if !strings.Contains(page, want) {
			t.Errorf("%s: %q is missing in\n%s", name, want, page)
		}
	}
}

func without(t *testing.T, name, page string, all ...string) {
	t.Helper()
	for _, bad := range all {
		if strings.Contains(page, bad) {
			t.Errorf("%s has %q:\n%s", name, bad, page)
		}
	}
}

// Each student is told what there is to say, and no more.
func TestPages(t *testing.T) {
	c := newCourse(t)
	if sum := c.write(); sum.Held || sum.Pages != 6 || sum.Open != 2 { // dan's discussion and eli's are not marked
		t.Errorf("%+v", sum)
	}
	for _, member := range []string{"ada", "bob"} {
		wants(t, member, body(c.page("22/"+member+"/index.html")), "Flows", "Handed in 2026-12-01 16:00 by Ada Lovelace, Bob &lt;b&gt;Bold&lt;/b&gt;.", "Total 6 of 10 points",
			"Coupling layer · coupling 2.5 of 4 passed in part the shape is &lt;b&gt;wrong&lt;/b&gt; hidden test think of negative numbers", "&lt;i&gt;Discuss&lt;/i&gt; · discuss 1.5 of 4 Good. &lt;script&gt;alert(&#39;comment&#39;)&lt;/script&gt; =cmd red marked by eve",
			"proof 2 of 2 marked by eve", "More · extra bonus 0 of 2 failed secret of extra")
	}
	wants(t, "fay", body(c.page("22/fay/index.html")), "You have not confirmed", "Nothing was handed in, which counts as no points.", "Total 0 of 10 points")
	wants(t, "cyd", body(c.page("22/cyd/index.html")), "You are excused")
	without(t, "cyd", c.page("22/cyd/index.html"), "private reason", "Total")
	wants(t, "dan", body(c.page("22/dan/index.html")), "(due 2026-12-01 17:00)", "does not compile", "not graded yet", "provisional", "it will be between 0 and ")
	eli := c.page("22/eli/index.html")
	wants(t, "eli", body(eli), "=1&#43;1 (eli)", "Coupling layer · coupling – of 4 not graded yet", "so far; it will be between 0 and 10")
	without(t, "eli", eli, "the shape is", "\x1b", "\u202e")
}

// Pages are exactly that: nothing runs, nothing is loaded, and their policy says so.
func TestPagesLoadNothing(t *testing.T) {
	c := newCourse(t)
	c.write()
	for _, name := range []string{"22/ada/index.html", "22/eli/index.html", "22.html", "index.html"} {
		page := c.page(name)
		wants(t, name, page, `content="default-src &#39;none&#39;; style-src &#39;sha256-`, "prefers-color-scheme: dark", "@media print")
		if bad := regexp.MustCompile(`(?i)<(script|iframe|object|img|form)|\bon\w+=|https?:|javascript:|@import|url\(|\x1b`).FindString(page); bad != "" {
			t.Errorf("%s has %q", name, bad)
		}
	}
	overview := c.page("22.html")
	wants(t, "22.html", overview, `<a href="./22/ada/index.html">Ada Lovelace</a>`, "excused", "missing", "provisional", "Bob &lt;b&gt;Bold")
	wants(t, "index.html", c.page("index.html"), `<a href="./22.html">`)
}

// Before the sheet is due for all nothing is said from which what tests found could be learned.
func TestHeldBack(t *testing.T) {
	secrets := []string{"2.5", "think of", "the shape", "secret of extra", "passed in part", "failed", "6 of 10"}
	for name, one := range map[string]struct {
		change func(*course)
		held   bool
		until  time.Time
	}{
		"due":               {func(c *course) { c.job.Now = due }, true, due.Add(10 * time.Minute)},
		"in the grace":      {func(c *course) { c.job.Now = due.Add(10 * time.Minute) }, true, due.Add(10 * time.Minute)},
		"after the grace":   {func(c *course) { c.job.Now = due.Add(10*time.Minute + 1) }, false, time.Time{}},
		"before, but early": {func(c *course) { c.job.Now, c.job.Early = due.Add(-time.Hour), true }, false, time.Time{}},
		"an extension": {func(c *course) {
			check(c.t, c.job.Book.Extend(c.t.Context(), book.Extension{Sheet: "22-flows", Student: "fay", Round: 1, Due: due.AddDate(0, 0, 8)}, "test"))
		}, true, due.AddDate(0, 0, 8).Add(10 * time.Minute)},
		"an extension of the course": {func(c *course) { c.job.Rule.Extensions = map[string]time.Time{"fay": due.AddDate(0, 0, 9)} }, true, due.AddDate(0, 0, 9).Add(10 * time.Minute)},
		"another sheet's": {func(c *course) {
			check(c.t, c.job.Book.PutSheet(c.t.Context(), book.Sheet{Name: "23-x", Cells: []book.Cell{{ID: "a", Kind: book.Task, Points: points.Of(1)}}}, "test"))
			check(c.t, c.job.Book.Extend(c.t.Context(), book.Extension{Sheet: "23-x", Student: "fay", Round: 1, Due: due.AddDate(1, 0, 0)}, "test"))
		}, false, time.Time{}},
		"no due date": {func(c *course) { c.job.Rule.Due = time.Time{} }, true, time.Time{}},
	} {
		c := newCourse(t)
		one.change(c)
		sum := c.write()
		if early := name == "before, but early"; sum.Early != early {
			t.Errorf("%s: early %v", name, sum.Early)
		}
		if sum.Held != one.held || !sum.Until.Equal(one.until) {
			t.Errorf("%s: %+v", name, sum)
		}
		page := body(c.page("22/ada/index.html"))
		if !one.held {
			wants(t, name, page, secrets...)
			continue
		}
		without(t, name, page, secrets...)
		wants(t, name, page, "not shown yet", "1.5 of 4", "proof 2 of 2", "Results of tests are ", "The total is shown then, too.", "provisional")
	}
}

// Where there are no tests there is nothing to hold back.
func TestPaper(t *testing.T) {
	c := newCourse(t)
	check(t, c.job.Book.PutSheet(t.Context(), book.Sheet{Name: "23-paper", Cells: []book.Cell{{ID: "a", Kind: book.Task, Points: points.Of(5)}}}, "test"))
	c.job.Rule.Sheet, c.job.Now = "23-paper", due.Add(-time.Hour)
	_, err := c.job.Book.RecordManual(t.Context(), book.Mark{Sheet: "23-paper", Student: "fay", Round: 1, Cell: "a", Points: points.Of(4), By: "eve"})
	check(t, err)
	if sum := c.write(); sum.Held || sum.Pages != 1 { // the others may still hand in
		t.Errorf("%+v", sum)
	}
	wants(t, "fay", body(c.page("23/fay/index.html")), "Total 4 of 5 points", "a 4 of 5 marked by eve")
}

// A second hand-in has its own part of the page; its tests are held back until it is due for all.
func TestSecondHandIn(t *testing.T) {
	c := newCourse(t)
	c.job.Rule.Second = due.AddDate(0, 0, 14)
	c.handIn("ada", 2, due.AddDate(0, 0, 5), book.Passed)
	c.write()
	page := body(c.page("22/ada/index.html"))
	first, second, found := strings.Cut(page, "Second hand-in")
	if !found || !strings.Contains(first, "think of negative") || strings.Contains(second, "think of negative") {
		t.Errorf("before the second is due:\n%s", page)
	}
	wants(t, "held", first, "not shown yet")
	c.job.Now = due.AddDate(0, 1, 0)
	c.write()
	if _, second, _ := strings.Cut(body(c.page("22/ada/index.html")), "Second hand-in"); !strings.Contains(second, "think of negative") {
		t.Errorf("after:\n%s", second)
	}
}

// A mark of an answer that has changed is not shown; points by hand in the place of a test's are.
func TestMarksOfPersons(t *testing.T) {
	c := newCourse(t)
	c.mark("eli", "coupling", "3", "tested by hand")
	_, err := c.job.Book.RecordManual(t.Context(), book.Mark{Sheet: "22-flows", Student: "eli", Round: 1, Cell: "discuss", Points: points.Of(1), Comment: "of the old answer", By: "eve", Answer: "old"})
	check(t, err)
	c.write()
	page := body(c.page("22/eli/index.html"))
	wants(t, "eli", page, "changed since it was marked: it will be looked at again")
	without(t, "eli", page, "of the old answer")
}

// New feedback takes the place of the old as a whole, and what a killed run has left goes.
func TestReplaced(t *testing.T) {
	c := newCourse(t)
	c.write()
	check(t, os.MkdirAll(filepath.Join(c.job.Folder, "22", "gone"), 0o755))
	check(t, os.MkdirAll(filepath.Join(c.job.Folder, ".new-killed", "ada"), 0o755))
	check(t, os.MkdirAll(filepath.Join(c.job.Folder, "21", "ada"), 0o755))
	c.mark("dan", "discuss", "3", "better")
	c.write()
	wants(t, "dan", c.page("22/dan/index.html"), "better")
	for _, gone := range []string{"22/gone", ".new-killed"} {
		if _, err := os.Stat(filepath.Join(c.job.Folder, gone)); !os.IsNotExist(err) {
			t.Errorf("%s is still there: %v", gone, err)
		}
	}
	left, err := filepath.Glob(filepath.Join(c.job.Folder, "*"))
	check(t, err)
	hidden, err := filepath.Glob(filepath.Join(c.job.Folder, ".new*"))
	check(t, err)
	if len(left) != 5 || hidden != nil { // .lock, 21, 22, 22.html, index.html
		t.Errorf("left: %q, %q", left, hidden)
	}
}

func TestRefused(t *testing.T) {
	c := newCourse(t)
	c.job.Rule.Sheet = "23-nothing"
	if _, err := c.job.Write(t.Context()); err == nil || !strings.Contains(err.Error(), "release") {
		t.Errorf("%v", err)
	}
	c.job.Rule.Sheet = "22-flows"
	c.write()
	other := flock.New(filepath.Join(c.job.Folder, ".lock"))
	if ok, err := other.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer other.Close()
	if _, err := c.job.Write(t.Context()); err == nil || !strings.Contains(err.Error(), "somebody else") {
		t.Errorf("%v", err)
	}
}

// The mark of lines that come from hidden tests is the grader's.
func TestHiddenPrefix(t *testing.T) {
	if grader.HiddenPrefix != feedback.HiddenPrefix {
		t.Errorf("%q and %q", grader.HiddenPrefix, feedback.HiddenPrefix)
	}
}
