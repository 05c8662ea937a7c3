package nbgrader_test

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/internal/nbformat"
)

// put writes files into a folder, paths → texts.
func put(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for path, text := range files {
		path = filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// tree is what put wrote.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		files[rel] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// theirs is a course of nbgrader's, as far as it is not made again by nbgrader.
var theirs = map[string]string{
	"nbgrader_config.py":                 "c.IncludeHeaderFooter.header = \"source/header.ipynb\"\n  c.IncludeHeaderFooter.footer = './source/footer.ipynb'\n",
	"source/header.ipynb":                notebookText("head", "body"),
	"source/footer.ipynb":                notebookText("foot"),
	"source/ps1/problem1.ipynb":          notebookText("body", "head-1"),
	"source/ps1/problem2.ipynb":          notebookText("two"),
	"source/ps1/data/points.csv":         "1,2\n",
	"release/ps1/problem1.ipynb":         notebookText("body"),
	"source/02-later/02-later.ipynb":     notebookText("later"),
	"submitted/ada/ps1/problem1.ipynb":   notebookText("hers"),
	"submitted/ada/ps1/scans/page 1.pdf": "%PDF",
	"submitted/ada/ps1/timestamp.txt":    "2026-12-01 17:00:00.250000 UTC\n",
	"submitted/b.c-d_1/ps1/x.ipynb":      "no notebook at all",
	"feedback/ada/ps1/problem1.html":     "<p>Good.</p>",
}

func notebookText(ids ...string) string {
	nb := &nbformat.Notebook{}
	for _, id := range ids {
		nb.Cells = append(nb.Cells, nbformat.Cell{Type: nbformat.Markdown, ID: id, Source: "Text of " + id})
	}
	text, err := nb.Marshal()
	if err != nil {
		panic(err)
	}
	return string(text)
}

func readCourse(t *testing.T, root string) *nbgrader.Course {
	t.Helper()
	c, err := nbgrader.ReadCourse(root)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// paths are those of files.
func paths(files []nbgrader.File) (list []string) {
	for _, f := range files {
		list = append(list, f.Path)
	}
	return list
}

func TestReadCourse(t *testing.T) {
	root := t.TempDir()
	put(t, root, theirs)
	put(t, root, map[string]string{"gradebook.db": "x", "gradebook.db-wal": "x", "autograded/ada/ps1/problem1.ipynb": "x", "source/ps1/.ipynb_checkpoints/problem1.ipynb": "x", ".git/config": "x"})
	c := readCourse(t, root)
	if got := paths(c.Extra); !slices.Equal(got, []string{"nbgrader_config.py", "source/footer.ipynb", "source/header.ipynb"}) {
		t.Errorf("extra files %q", got)
	}
	if len(c.Sheets) != 2 || c.Sheets[0].Name != "02-later" || c.Sheets[1].Name != "ps1" || len(c.Sheets[1].Release) != 1 {
		t.Fatalf("sheets %+v", c.Sheets)
	}
	if got := paths(c.Sheets[1].Source); !slices.Equal(got, []string{"data/points.csv", "problem1.ipynb", "problem2.ipynb"}) {
		t.Errorf("source %q", got)
	}
	if len(c.Submissions) != 2 || len(c.Skipped) > 0 {
		t.Fatalf("submissions %+v, skipped %q", c.Submissions, c.Skipped)
	}
	ada := c.Submissions[0]
	if ada.Student != "ada" || ada.Sheet != "ps1" || !ada.When.Equal(time.Date(2026, 12, 1, 17, 0, 0, 250e6, time.UTC)) ||
		!slices.Equal(paths(ada.Files), []string{"problem1.ipynb", "scans/page 1.pdf"}) || !slices.Equal(paths(ada.Feedback), []string{"problem1.html"}) {
		t.Errorf("%+v", ada)
	}
	if !c.Submissions[1].When.IsZero() {
		t.Errorf("%+v", c.Submissions[1])
	}
}

// A course that comes from nbgrader and goes back is what it was, and so is one that went back and comes again.
func TestCourseRoundTrip(t *testing.T) {
	root, back := t.TempDir(), filepath.Join(t.TempDir(), "a", "back")
	put(t, root, theirs)
	first := readCourse(t, root)
	if err := nbgrader.WriteCourse(back, first); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, back); !maps.Equal(got, theirs) {
		t.Errorf("what went back is\n%v", got)
	}
	second := readCourse(t, back)
	for _, c := range []*nbgrader.Course{first, second} { // but for where the files lie
		c.Header, c.Footer = filepath.Base(c.Header), filepath.Base(c.Footer)
		forget := func(files []nbgrader.File) {
			for i := range files {
				files[i].On = ""
			}
		}
		forget(c.Extra)
		for i := range c.Sheets {
			forget(c.Sheets[i].Source)
			forget(c.Sheets[i].Release)
		}
		for i := range c.Submissions {
			forget(c.Submissions[i].Files)
			forget(c.Submissions[i].Feedback)
		}
	}
	if !reflect.DeepEqual(first, second) {
		t.Errorf("\n%+v\n%+v", first, second)
	}
}

// The header and the footer stand around a master; ids stay different.
func TestMaster(t *testing.T) {
	root := t.TempDir()
	put(t, root, theirs)
	c := readCourse(t, root)
	nb, err := c.Master(c.Sheets[1].Source[1])
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, cell := range nb.Cells {
		texts = append(texts, strings.TrimPrefix(cell.Source, "Text of "))
	}
	if !slices.Equal(texts, []string{"head", "body", "body", "head-1", "foot"}) || nb.Cells[2].ID != "body" || nb.Validate() != nil {
		t.Errorf("%q, %+v, %v", texts, nb.Cells, nb.Validate())
	}
	put(t, root, map[string]string{"source/header.ipynb": "no notebook"})
	if _, err := c.Master(c.Sheets[1].Source[1]); err == nil || !strings.Contains(err.Error(), "the course's header or footer header.ipynb") {
		t.Error(err)
	}
}

func TestReadCourseSkips(t *testing.T) {
	root := t.TempDir()
	put(t, root, theirs)
	put(t, root, map[string]string{
		"submitted/a file":                    "x",
		"submitted/no student/ps1/x":          "x",
		"submitted/.../ps1/x":                 "x",
		"submitted/ada/notes.txt":             "x",
		"submitted/b.c-d_1/ps1/timestamp.txt": "tomorrow",
		"nbgrader_config.py":                  "c.IncludeHeaderFooter.header = '../../etc/passwd'",
	})
	if err := os.Symlink("/etc/passwd", filepath.Join(root, "submitted/ada/ps1/link.ipynb")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc", filepath.Join(root, "submitted/eve")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(root, "submitted/ada/ps1/pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := readCourse(t, root)
	want := []string{
		`"submitted/a file" is skipped: students have folders, named with at most 64 letters, digits, dots, - and _.`,
		`"submitted/ada/notes.txt" is skipped: hand-ins are folders.`,
		`"submitted/ada/ps1/link.ipynb" is skipped: it is a link, a pipe or a device, not a file.`,
		`"submitted/ada/ps1/pipe" is skipped: it is a link, a pipe or a device, not a file.`,
		`"submitted/b.c-d_1/ps1/timestamp.txt" is skipped: it is no time with a zone, as in 2026-12-01 18:00:00 UTC.`,
		`"submitted/eve" is skipped: students have folders, named with at most 64 letters, digits, dots, - and _.`,
		`"submitted/no student" is skipped: students have folders, named with at most 64 letters, digits, dots, - and _.`,
		`"../../etc/passwd" is skipped: the settings name it as a header, but it is no file of the course.`,
	}
	got := slices.Sorted(slices.Values(c.Skipped))
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("skipped\n%s", strings.Join(got, "\n"))
	}
	if len(c.Submissions) != 2 || len(c.Submissions[0].Files) != 2 || c.Header != "" {
		t.Errorf("%+v", c.Submissions)
	}
	if _, err := nbgrader.ReadCourse(t.TempDir()); err == nil || !strings.Contains(err.Error(), "it has no folder source") {
		t.Error(err)
	}
}

// Nothing is written outside, over something, or in part.
func TestWriteCourseRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a")
	put(t, filepath.Dir(file), map[string]string{"a": "x"})
	files := func(paths ...string) (list []nbgrader.File) {
		for _, p := range paths {
			list = append(list, nbgrader.File{Path: p, On: file})
		}
		return list
	}
	for want, c := range map[string]*nbgrader.Course{
		`"../x" leads out of the folder`: {Extra: files("../x")},
		`"/x" leads out of the folder`:   {Sheets: []nbgrader.Sheet{{Name: "a", Source: files("/x")}}},
		`"a/../../x" leads out`:          {Submissions: []nbgrader.Submission{{Student: "a", Sheet: "b", Files: files("a/../../x")}}},
		`".." is no name of a folder`:    {Submissions: []nbgrader.Submission{{Student: "..", Sheet: "b"}}},
		`"a/b" is no name of a folder`:   {Sheets: []nbgrader.Sheet{{Name: "a/b"}}},
		"file exists":                    {Extra: files("x", "x")},
		"no such file":                   {Extra: []nbgrader.File{{Path: "x", On: file + "-gone"}}},
	} {
		dir := t.TempDir()
		err := nbgrader.WriteCourse(filepath.Join(dir, "course"), c)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s: left behind %v", want, left)
		}
	}
	if err := nbgrader.WriteCourse(file, &nbgrader.Course{}); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Error(err)
	}
}
