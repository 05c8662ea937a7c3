package course_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/points"
)

// full is a course with a hand-in of ada's and bob's, one of ada's alone, feedback, and someone whose id begins with hers.
func full(t *testing.T) (*course.Course, *book.Book) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "course")
	check(t, course.Init(dir))
	for name, text := range map[string]string{
		"submissions/22-flows/ada/1/22-flows.ipynb": "both", "submissions/22-flows/ada/2/22-flows.ipynb": "alone", "submissions/22-flows/ada.html/x": "other",
		"feedback/22-flows/ada.html": "well done", "feedback/22-flows/ada.b.html": "other", "masters/22-flows.ipynb": "{}",
		"roster.csv": "id,name,email,group,tutor\nada,Ada,,,\nbob,Bob,,,\nada.html,Other,,,\nada.b,Other,,,\n", "submissions/ada": "a file",
	} {
		path := filepath.Join(dir, name)
		check(t, os.MkdirAll(filepath.Dir(path), 0o755))
		check(t, os.WriteFile(path, []byte(text), 0o600))
	}
	c, err := course.Open(dir)
	check(t, err)
	b, err := c.Book(t.Context())
	check(t, err)
	t.Cleanup(func() { b.Close() })
	check(t, b.AddStudents(t.Context(), []book.Student{{ID: "ada", Name: "Ada"}, {ID: "bob", Name: "Bob"}, {ID: "ada.html"}, {ID: "ada.b"}}))
	check(t, b.PutSheet(t.Context(), book.Sheet{Name: "22-flows", Cells: []book.Cell{{ID: "a", Kind: book.Task, Points: points.Of(3)}}}, "t"))
	at := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for round, members := range [][]book.Member{{{Student: "bob", Confirmed: at}}, nil} {
		_, err = b.RecordSubmission(t.Context(), book.Submission{
			Sheet: "22-flows", Owner: "ada", Round: round + 1, At: at, Members: members, File: filepath.Join("22-flows", "ada", string(rune('1'+round)), "22-flows.ipynb"),
		})
		check(t, err)
	}
	return c, b
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// files are those below a folder, without the gradebook.
func files(t *testing.T, folder string) (all []string) {
	t.Helper()
	check(t, filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !strings.Contains(path, "gradebook.db") {
			name, _ := filepath.Rel(folder, path)
			all = append(all, name)
		}
		return err
	}))
	return all
}

func TestForget(t *testing.T) {
	c, b := full(t)
	for again := range 2 {
		f, deleted, err := c.Forget(t.Context(), b, "ada", "eve")
		check(t, err)
		if want := []int{3, 0}[again]; len(deleted) != want || len(f.Kept) != 1-again {
			t.Errorf("deleted %v, kept %v", deleted, f.Kept)
		}
	}
	want := []string{".gitignore", "course.toml", "feedback/22-flows/ada.b.html", "masters/22-flows.ipynb", "roster.csv", "secret.key", "submissions/22-flows/ada/1/22-flows.ipynb", "submissions/22-flows/ada.html/x"}
	if got := files(t, c.Folder); !slices.Equal(got, want) {
		t.Errorf("left: %v", got)
	}
	if text, err := os.ReadFile(c.Roster()); err != nil || string(text) != "id,name,email,group,tutor\nbob,Bob,,,\nada.html,Other,,,\nada.b,Other,,,\n" {
		t.Errorf("roster %q, %v", text, err)
	}
}

func TestAbout(t *testing.T) {
	c, b := full(t)
	for student, want := range map[string]string{
		"ada":   "gradebook.json submissions/22-flows/ada/1/22-flows.ipynb submissions/22-flows/ada/2/22-flows.ipynb submissions/ada feedback/22-flows/ada.html",
		"bob":   "gradebook.json submissions/22-flows/ada/1/22-flows.ipynb",
		"ada.b": "gradebook.json feedback/22-flows/ada.b.html",
	} {
		var out bytes.Buffer
		check(t, c.About(t.Context(), b, student, &out))
		in, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		check(t, err)
		var names []string
		for _, f := range in.File {
			names = append(names, f.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %s, want %s", student, got, want)
		}
	}
}

func TestErase(t *testing.T) {
	c, b := full(t)
	check(t, c.Erase(t.Context(), b))
	if got, want := files(t, c.Folder), []string{".gitignore", "course.toml", "masters/22-flows.ipynb", "secret.key"}; !slices.Equal(got, want) {
		t.Errorf("left: %v", got)
	}
	if at, err := c.Newest(t.Context(), b); err != nil || at.IsZero() {
		t.Errorf("newest: %v, %v", at, err)
	}
}
