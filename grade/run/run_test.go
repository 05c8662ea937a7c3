package run

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/program/sheettest"
	"github.com/gensci/gensci/grade/release"
)

// variants are what students of the tests hand in, with the points they earn of 8.
var variants = []struct {
	points  string
	answers map[string]string
}{
	{"8", nil},
	{"6", map[string]string{"square": "func Square(x float64) float64 { return x }"}},
	{"5", map[string]string{"euler": "func Euler(f func(t, y float64) float64, y float64, n int) []float64 { return nope }"}},
	{"7", map[string]string{"fourth": "func Fourth(x float64) float64 { panic(\"not implemented\") }"}},
}

// course is a course of n students in a folder, all of whom have handed in.
func course(t testing.TB, dir string, n int) {
	t.Helper()
	text, err := os.ReadFile("../program/testdata/sheet.txt")
	if err != nil {
		t.Fatal(err)
	}
	b := openBook(t, dir)
	defer b.Close()
	sheet := sheettest.Read(t, string(text))
	released := book.Sheet{Name: sheet.Name, Release: "1"}
	for _, c := range sheet.Cells {
		if c.Kind == release.Test {
			released.Cells = append(released.Cells, book.Cell{ID: c.ID, Kind: book.Test, Title: c.ID, Points: c.Points})
		}
	}
	must(t, b.PutSheet(t.Context(), released, "author"))
	for i := range n {
		id := fmt.Sprintf("student%03d", i)
		must(t, b.AddStudents(t.Context(), []book.Student{{ID: id, Name: "Student " + id}}))
		handIn(t, dir, b, string(text), id, i)
	}
}

func handIn(t testing.TB, dir string, b *book.Book, text, id string, i int) {
	t.Helper()
	nb := sheettest.Notebook(text)
	for k, c := range nb.Cells {
		if answer, ok := variants[i%len(variants)].answers[strings.TrimPrefix(c.ID, "cell-")]; ok {
			nb.Cells[k].Source = answer
		}
		if strings.HasPrefix(nb.Cells[k].Source, "//") || strings.HasPrefix(nb.Cells[k].Source, "func") {
			nb.Cells[k].Source = "// By " + id + ": equal programs are graded once.\n" + nb.Cells[k].Source
		}
	}
	file := filepath.Join("01-test", id, "1", "01-test.ipynb")
	must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, file)), 0o700))
	must(t, nb.Write(filepath.Join(dir, file)))
	_, err := b.RecordSubmission(t.Context(), book.Submission{Sheet: "01-test", Owner: id, Round: 1, At: time.Unix(1e9, 0), Hash: id, Release: "1", File: filepath.ToSlash(file), Members: []book.Member{{Student: id, Confirmed: time.Unix(1e9, 0)}}})
	must(t, err)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func openBook(t testing.TB, dir string) *book.Book {
	t.Helper()
	b, err := book.Open(t.Context(), filepath.Join(dir, "gradebook.db"))
	must(t, err)
	return b
}

func rule() book.Rule { return book.Rule{Sheet: "01-test", Due: time.Unix(2e9, 0)} }

// job is a run in the folder of a course.
func job(t testing.TB, dir, cache string) Job {
	t.Helper()
	if err := box.Check(t.Context()); err != nil {
		t.Skip("bubblewrap: ", err)
	}
	text, err := os.ReadFile("../program/testdata/sheet.txt")
	must(t, err)
	checkout, err := filepath.Abs("../..")
	must(t, err)
	sheet := sheettest.Read(t, string(text))
	w, err := grader.Open(t.Context(), sheet, grader.Options{Checkout: checkout, Cache: cache, Seed: []byte("secret")})
	must(t, err)
	t.Cleanup(func() { must(t, w.Close()) })
	b := openBook(t, dir)
	t.Cleanup(func() { must(t, b.Close()) })
	return Job{Book: b, Rule: rule(), Sheet: sheet, Release: "1", Workshop: w, Submissions: dir, Records: filepath.Join(dir, "grades"), By: "teacher"}
}

// check compares the gradebook with what the variants earn, and the records with the gradebook.
func check(t *testing.T, dir string, b *book.Book, n int) {
	t.Helper()
	grades, err := b.Grades(t.Context(), rule())
	must(t, err)
	sums := map[string]points.Points{}
	for _, g := range grades {
		if g.Open {
			t.Errorf("%s %s is open: %+v", g.Student, g.Cell.ID, g)
		}
		sums[g.Student] = sums[g.Student].Plus(g.Points)
	}
	for i := range n {
		id := fmt.Sprintf("student%03d", i)
		if want := variants[i%len(variants)].points; sums[id].String() != want {
			t.Errorf("%s has %s points, want %s", id, sums[id], want)
		}
		var r Record
		text, err := os.ReadFile(filepath.Join(dir, "grades", "01-test", id, "1-1.json"))
		must(t, err)
		must(t, json.Unmarshal(text, &r))
		if sum := (Step{Results: r.Results}).Earned(); sum.Cmp(sums[id]) != 0 || r.Owner != id {
			t.Errorf("%s: the record has %s points, the gradebook %s", id, sum, sums[id])
		}
	}
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	course(t, dir, 8)
	j := job(t, dir, t.TempDir())
	seen := 0
	j.Progress = func(s Step) {
		if seen++; s.Done != seen || s.All != 8 {
			t.Errorf("step %d of %d, want %d of 8", s.Done, s.All, seen)
		}
	}
	sum, err := j.Run(t.Context())
	must(t, err)
	if sum.Graded != 8 || len(sum.Ungraded) > 0 || len(sum.Changes) > 0 {
		t.Errorf("got %+v", sum)
	}
	check(t, dir, j.Book, 8)

	again, err := j.Run(t.Context())
	must(t, err)
	if again.Graded != 0 {
		t.Errorf("%d are graded again", again.Graded)
	}
	j.Again, j.Progress = true, nil
	all, err := j.Run(t.Context())
	must(t, err)
	if all.Graded != 8 || len(all.Changes) != 0 {
		t.Errorf("the second grading: %d graded, changes %v", all.Graded, all.Changes)
	}
	check(t, dir, j.Book, 8)
}

func TestOneStudentAndOneTask(t *testing.T) {
	dir := t.TempDir()
	course(t, dir, 3)
	j := job(t, dir, t.TempDir())
	j.Students, j.Tests = []string{"student001"}, []string{"test_square"}
	sum, err := j.Run(t.Context())
	must(t, err)
	grades, err := j.Book.Automatic(t.Context(), "01-test/student001/1/1")
	must(t, err)
	if sum.Graded != 1 || len(grades) != 1 || grades["test_square"].Status != book.Failed || !strings.Contains(grades["test_square"].Message, "the square of 2: got 2, want 4") ||
		!strings.Contains(grades["test_square"].Message, grader.HiddenPrefix+"squares of other numbers") {
		t.Errorf("got %+v, %+v", sum, grades)
	}
}

func TestWhatCannotBeReadIsUngraded(t *testing.T) {
	dir := t.TempDir()
	course(t, dir, 2)
	must(t, os.WriteFile(filepath.Join(dir, "01-test/student000/1/01-test.ipynb"), []byte("{"), 0o600))
	j := job(t, dir, t.TempDir())
	sum, err := j.Run(t.Context())
	must(t, err)
	if len(sum.Ungraded) != 1 || sum.Ungraded[0].Err == nil || sum.Graded != 2 {
		t.Fatalf("got %+v", sum)
	}
	grades, err := j.Book.Automatic(t.Context(), "01-test/student000/1/1")
	must(t, err)
	if len(grades) != 4 || grades["test_euler"].Status != book.Ungraded {
		t.Errorf("got %+v", grades)
	}
	left, err := j.pending(t.Context())
	must(t, err)
	if len(left) != 1 || left[0].Owner != "student000" {
		t.Errorf("left to grade: %+v", left)
	}
}

// killed is the variable that has the test's program grade a folder until it is killed.
const killed = "GENSCI_TEST_GRADE"

// TestGradeUntilKilled does nothing but in programs that TestKilledAtRandomMoments starts.
func TestGradeUntilKilled(t *testing.T) {
	dir, cache, ok := strings.Cut(os.Getenv(killed), "|")
	if !ok {
		return
	}
	j := job(t, dir, cache)
	_, err := j.Run(t.Context())
	must(t, err)
}

// A grading that is killed again and again loses nothing and does nothing twice.
func TestKilledAtRandomMoments(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	students, most := 16, 8 // GENSCI_GRADE_STUDENTS=200 is the long form
	if n, err := strconv.Atoi(os.Getenv("GENSCI_GRADE_STUDENTS")); err == nil {
		students, most = n, n/4
	}
	dir, cache := t.TempDir(), t.TempDir()
	course(t, dir, students)
	j := job(t, dir, cache)
	rng := rand.New(rand.NewPCG(1, uint64(time.Now().UnixNano())))
	kills := 0
	for {
		left, err := j.pending(t.Context())
		must(t, err)
		if len(left) == 0 {
			break
		}
		ctx, cancel := t.Context(), context.CancelFunc(func() {})
		if kills < most { // then it may end
			ctx, cancel = context.WithTimeout(t.Context(), time.Duration(300+rng.IntN(1000))*time.Millisecond)
		}
		cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestGradeUntilKilled$") // is killed by SIGKILL when ctx ends
		cmd.Env = append(os.Environ(), killed+"="+dir+"|"+cache)
		out, err := cmd.CombinedOutput()
		if err != nil && ctx.Err() == nil {
			t.Fatalf("%v: %s", err, out)
		}
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			kills++
		}
		cancel()
	}
	t.Logf("killed %d times", kills)
	if kills == 0 {
		t.Error("it was never killed")
	}
	check(t, dir, j.Book, students)
	history, err := j.Book.History(t.Context(), book.Query{})
	must(t, err)
	if slices.ContainsFunc(history, func(c book.Change) bool { return c.What == book.ChangedAutomatic }) {
		t.Errorf("points have changed: %+v", history)
	}
}
