package book_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

// childURL and childName tell a copy of this test binary to be a tutor who marks without end.
const childURL, childName = "GENSCI_TEST_BOOK", "GENSCI_TEST_TUTOR"

// child marks the same two cells and grades the same submission again and again, and says what has been recorded: "cell revision points".
func child() {
	ctx, name := context.Background(), os.Getenv(childName)
	b, err := book.Open(ctx, os.Getenv(childURL))
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	revision := map[string]int64{}
	for i := int64(1); ; i++ {
		g := book.Graded{Submission: "22-flows/" + name + "/1/1", By: name}
		for _, cell := range []string{"one", "two"} {
			g.Cells = append(g.Cells, book.CellGrade{Cell: cell, Points: points.Of(i), Status: book.Partial})
		}
		if _, err := b.RecordAutomatic(ctx, g); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println("graded", i)
		for _, cell := range []string{"discuss", "shared"} {
			m := book.Mark{Sheet: "22-flows", Student: "ada", Round: 1, Cell: cell, Points: points.Of(i), By: name, Comment: name, Revision: revision[cell]}
			if cell == "discuss" {
				m.Student = name // nobody else's
			}
			got, err := b.RecordManual(ctx, m)
			if errors.Is(err, book.ErrChanged) {
				revision[cell] = current(ctx, b, m)
				continue
			}
			if err != nil {
				fmt.Println("error", err)
				os.Exit(1)
			}
			revision[cell] = got.Revision
			fmt.Println(cell, got.Revision, got.Points)
		}
	}
}

func current(ctx context.Context, b *book.Book, m book.Mark) int64 {
	all, _ := b.Marks(ctx, m.Sheet)
	for _, o := range all {
		if o.Student == m.Student && o.Cell == m.Cell {
			return o.Revision
		}
	}
	return 0
}

// Three tutors mark at once and are killed at some moment: what they were told is recorded stays recorded, and each cell's history is an unbroken
// chain with one line for each revision, so nothing is lost and nothing is there twice.
func TestKilled(t *testing.T) {
	onBoth(t, func(t *testing.T, where string) {
		b := open(t, where)
		students := []book.Student{{ID: "ada"}, {ID: "t1"}, {ID: "t2"}, {ID: "t3"}}
		must(t, b.AddStudents(t.Context(), students))
		max := points.Of(1e9)
		var cells []book.Cell
		for _, id := range []string{"discuss", "shared", "one", "two"} {
			cells = append(cells, book.Cell{ID: id, Kind: book.Manual, Points: max})
		}
		must(t, b.PutSheet(t.Context(), book.Sheet{Name: "22-flows", Cells: cells}, "gen"))
		for _, s := range students[1:] {
			must2(b.RecordSubmission(t.Context(), book.Submission{Sheet: "22-flows", Owner: s.ID, Round: 1, At: due, Hash: "h"}))(t)
		}
		var wait sync.WaitGroup
		said := make([]map[string]string, 4)
		for i := 1; i <= 3; i++ {
			said[i] = map[string]string{}
			wait.Go(func() { runChild(t, where, students[i].ID, 10+3*i, said[i]) })
		}
		wait.Wait()
		must(t, b.Close())
		b = open(t, where)
		checkChains(t, b, said)
		for i := 1; i <= 3; i++ {
			checkGrades(t, b, students[i].ID, said[i])
		}
	})
}

// runChild kills a tutor after so many marks, and notes the last it said of each cell.
func runChild(t *testing.T, where, name string, after int, said map[string]string) {
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childURL+"="+where, childName+"="+name)
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Error(err)
		return
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		cell, rest, _ := strings.Cut(lines.Text(), " ")
		if cell == "error" {
			t.Errorf("%s: %s", name, rest)
		}
		said[cell+" "+rest] = name
		if n == after {
			c.Process.Kill() // and read on: what it said before it died counts
		}
	}
	c.Wait()
}

// checkChains compares the marks with the history and with what tutors were told.
func checkChains(t *testing.T, b *book.Book, said []map[string]string) {
	t.Helper()
	marks, err := b.Marks(t.Context(), "")
	must(t, err)
	if len(marks) != 4 {
		t.Errorf("%d marks, want one for each tutor and a shared one", len(marks))
	}
	recorded := map[string]string{} // "cell revision points" by tutor
	for _, m := range marks {
		h, err := b.History(t.Context(), book.Query{Student: m.Student, Cell: m.Cell})
		must(t, err)
		before := ""
		for _, c := range h {
			if c.Old != before {
				t.Errorf("%s of %s: line %d replaces %q, but %q was there", m.Cell, m.Student, c.Seq, c.Old, before)
			}
			before = c.New
			value, _, _ := strings.Cut(c.New, " ")
			recorded[fmt.Sprintf("%s %d %s", m.Cell, c.Seq, value)+" "+c.Who] = c.Who
		}
		if h[len(h)-1].Seq != m.Revision || before != m.Points.String()+" ("+m.By+")" {
			t.Errorf("%s of %s: %d changes end with %q, but the mark is revision %d, %s by %s", m.Cell, m.Student, len(h), before, m.Revision, m.Points, m.By)
		}
	}
	for _, each := range said {
		for line, name := range each {
			if !strings.HasPrefix(line, "graded ") && recorded[line+" "+name] != name {
				t.Errorf("%s was told %q, which is not in the gradebook", name, line)
			}
		}
	}
}

// checkGrades sees that a grading is there as a whole, with all those before it, and that it is not older than the last that was said to be recorded.
func checkGrades(t *testing.T, b *book.Book, student string, said map[string]string) {
	t.Helper()
	all, err := b.Automatic(t.Context(), "22-flows/"+student+"/1/1")
	must(t, err)
	last := all["one"].Points
	if last.Cmp(all["two"].Points) != 0 || said["graded "+last.String()] == "" && said["graded "+last.Minus(points.Of(1)).String()] == "" {
		t.Errorf("%s: %s and %s points are recorded", student, last, all["two"].Points)
	}
	h, err := b.History(t.Context(), book.Query{Student: student, Cell: "two"})
	must(t, err)
	if points.Of(int64(len(h)+1)).Cmp(last) != 0 {
		t.Errorf("%s: %d changes led to %s points", student, len(h), last)
	}
	if said["graded "+last.Plus(points.Of(1)).String()] != "" {
		t.Errorf("%s: a grading was lost after %s", student, last)
	}
}
