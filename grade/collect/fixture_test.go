package collect_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/collect"
	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

const config = `name = "Test"
zone = "Europe/Berlin"
admission = "1/2"
group-max = 3
[[sheet]]
name = "22-flows"
due = "2026-12-01 18:00"
grace = "10m"
late = "none"
[[sheet]]
name = "23-more"
due = "2026-12-08 18:00"
grace = "10m"
late = "none"
second = { due = "2026-12-15 18:00", formula = "better" }
[[sheet]]
name = "24-hard"
due = "2026-12-08 18:00"
late = "refuse"
second = { due = "2026-12-15 18:00", formula = "better" }
`

// due is the first sheet's.
var due = time.Date(2026, 12, 1, 17, 0, 0, 0, time.UTC)

var roster = []book.Student{
	{ID: "ada", Name: "Lovelace, Ada", Email: "ada@x.org"},
	{ID: "bob", Name: "Bob Müller", Email: "bob@x.org"},
	{ID: "cyd", Name: "Cyd Charisse"},
	{ID: "4711", Name: "Anna Schmidt", Email: "a1@x.org"},
	{ID: "4712", Name: "Anna Schmidt", Email: "a2@x.org"},
	{ID: "nobody", Name: "No Body"},
}

// world is a course with a collector.
type world struct {
	t testing.TB
	collect.Collector
	drop string
}

func newWorld(t testing.TB) *world {
	t.Helper()
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "course.toml"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := course.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	b, err := c.Book(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	w := &world{t: t, Collector: collect.Collector{Course: c, Book: b}, drop: t.TempDir()}
	w.ok(b.AddStudents(ctx, roster))
	for _, s := range c.Sheets {
		w.ok(b.PutSheet(ctx, book.Sheet{Name: s.Name, Cells: []book.Cell{{ID: "discuss", Kind: book.Manual, Points: points.Of(1)}}}, "test"))
	}
	w.sheet("22-flows")
	return w
}

// sheet chooses the sheet.
func (w *world) sheet(name string) {
	w.t.Helper()
	s, err := w.Course.Sheet(name)
	w.ok(err)
	w.Sheet = s
	w.Released, err = release.Read(master(), name)
	w.ok(err)
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// collect collects from places, by default the drop folder.
func (w *world) collect(from ...string) collect.Report {
	w.t.Helper()
	if len(from) == 0 {
		from = []string{w.drop}
	}
	r, err := w.Collect(context.Background(), from...)
	w.ok(err)
	return r
}

// file writes a file into a folder, with a time of change.
func (w *world) file(at time.Time, data []byte, path ...string) string {
	w.t.Helper()
	name := filepath.Join(path...)
	w.ok(os.MkdirAll(filepath.Dir(name), 0o755))
	w.ok(os.WriteFile(name, data, 0o644))
	w.ok(os.Chtimes(name, at, at))
	return name
}

// hand writes a hand-in into the drop folder, made and changed at a time.
func (w *world) hand(at time.Time, answer, student string, group ...string) handin.Handin {
	w.t.Helper()
	h := w.made(at, answer, student, group...)
	path, err := handin.Drop(w.drop, h)
	w.ok(err)
	w.ok(os.Chtimes(path, at, at))
	return h
}

func (w *world) made(at time.Time, answer, student string, group ...string) handin.Handin {
	w.t.Helper()
	h, err := handin.New(handin.Sheet{Name: w.Sheet.Name, Text: notebook(answer)}, student, group, at, nil)
	w.ok(err)
	return h
}

func master() *nbformat.Notebook {
	solution := nbformat.Cell{Type: nbformat.Code, ID: "a", Source: "func Square(x float64) float64 {\n\t// BEGIN SOLUTION\n\treturn x * x\n\t// END SOLUTION\n}"}
	nbgrader.Meta{ID: "square", Solution: true}.Put(&solution)
	manual := nbformat.Cell{Type: nbformat.Markdown, ID: "b", Source: "Because."}
	nbgrader.Meta{ID: "discuss", Grade: true, Solution: true, Points: points.Of(1)}.Put(&manual)
	return &nbformat.Notebook{Metadata: map[string]any{"kernelspec": map[string]any{"name": "gensci", "language": "go", "display_name": "Go"}}, Cells: []nbformat.Cell{solution, manual}}
}

// notebook is a student's with an answer in words.
func notebook(answer string) []byte {
	sheet, err := release.Read(master(), "22-flows")
	if err != nil {
		panic(err)
	}
	nb := sheet.Notebook()
	nb.Cells[0].Source, nb.Cells[1].Source = "func Square(x float64) float64 { return x * x }", answer
	return must(nb.Marshal())
}

// entry is a file of a zip that is made by hand.
type entry struct {
	name string
	data []byte
}

func zipOf(t testing.TB, at time.Time, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		f, err := w.CreateHeader(&zip.FileHeader{Name: e.name, Method: zip.Deflate, Modified: at})
		if err == nil {
			_, err = f.Write(e.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
