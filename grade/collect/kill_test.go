package collect_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/collect"
	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/release"
)

// childCourse and childDrop tell a copy of this test binary to collect and be killed.
const childCourse, childDrop = "GENSCI_TEST_COURSE", "GENSCI_TEST_DROP"

func TestMain(m *testing.M) {
	if folder := os.Getenv(childCourse); folder != "" {
		if err := child(folder, os.Getenv(childDrop)); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child collects the first sheet.
func child(folder, drop string) error {
	c, err := course.Open(folder)
	if err != nil {
		return err
	}
	b, err := c.Book(context.Background())
	if err != nil {
		return err
	}
	sheet, err := release.Read(master(), "22-flows")
	if err != nil {
		return err
	}
	fmt.Println("begins")
	_, err = collect.Collector{Course: c, Sheet: c.Sheets[0], Released: sheet, Book: b}.Collect(context.Background(), drop)
	return err
}

// TestKilled: whenever collecting is killed, what is there is whole, and the next run has all of it once.
func TestKilled(t *testing.T) {
	const students = 24
	w := newWorld(t)
	var more []book.Student
	for i := range students {
		id := fmt.Sprintf("s%02d", i)
		more = append(more, book.Student{ID: id})
		w.hand(due, "x", id)
	}
	w.ok(w.Book.AddStudents(t.Context(), more))
	self, err := os.Executable()
	w.ok(err)
	for killed := range 6 {
		c := exec.Command(self)
		c.Env = append(os.Environ(), childCourse+"="+w.Course.Folder, childDrop+"="+w.drop)
		out, bad := c.StdoutPipe()
		w.ok(bad)
		w.ok(c.Start())
		lines := bufio.NewScanner(out)
		lines.Scan()
		if lines.Text() != "begins" {
			t.Fatalf("the process that collects says %q", lines.Text())
		}
		waitFor(t, filepath.Join(w.Course.Submissions(), "22", "s*", "1"), 3*killed)
		c.Process.Kill()
		c.Wait()
		for _, folder := range folders(t, filepath.Join(w.Course.Submissions(), "22", "s*", "1")) {
			if n := len(folders(t, filepath.Join(folder, "*"))); n != 3 {
				t.Errorf("%s has %d files, want notebook, manifest and receipt", folder, n)
			}
		}
	}
	r := w.collect()
	if len(r.HandIn) != students || len(r.Refused) > 0 {
		t.Errorf("in the end %d have handed in, want %d; refused %v", len(r.HandIn), students, r.Refused)
	}
	all, err := w.Book.Submissions(t.Context(), "22-flows")
	w.ok(err)
	if len(all) != students || len(folders(t, filepath.Join(w.Course.Submissions(), "22", "s*", "*"))) != students {
		t.Errorf("the gradebook has %d hand-ins, want %d, each once", len(all), students)
	}
	if left := folders(t, filepath.Join(w.Course.Submissions(), "22", ".gensci-*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func folders(t *testing.T, pattern string) []string {
	t.Helper()
	list, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// waitFor waits until so many folders are there.
func waitFor(t *testing.T, pattern string, n int) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); len(folders(t, pattern)) < n; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited a minute for %d hand-ins", n)
		}
	}
}
