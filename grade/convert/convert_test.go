package convert_test

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/collect"
	"github.com/gensci/gensci/grade/convert"
	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// master is the text of a sheet with one answer that a person marks.
func master(title string) string {
	heading := nbformat.Cell{Type: nbformat.Markdown, ID: "title", Source: "# " + title}
	why := nbformat.Cell{Type: nbformat.Markdown, ID: "c-why", Source: "Because."}
	nbgrader.Meta{ID: "why", Grade: true, Solution: true, Points: points.Of(1)}.Put(&why)
	return text(&nbformat.Notebook{
		Metadata: map[string]any{"kernelspec": map[string]any{"name": "gensci", "language": "go", "display_name": "Go (gensci)"}},
		Cells:    []nbformat.Cell{heading, why},
	})
}

func text(nb *nbformat.Notebook) string {
	text, err := nb.Marshal()
	if err != nil {
		panic(err)
	}
	return string(text)
}

// answered is a master's release with an answer.
func answered(t *testing.T, title, answer string) string {
	t.Helper()
	nb, err := nbformat.Parse([]byte(master(title)))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := release.Read(nb, "01-any")
	if err != nil {
		t.Fatal(err)
	}
	out := sheet.Notebook()
	out.Cells[1].Source = answer
	return text(out)
}

// put writes files, paths → texts.
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

// tree is what lies below a folder.
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

// newCourse is a course of ours with sheets and students.
func newCourse(t *testing.T, sheets ...string) (*course.Course, *book.Book) {
	t.Helper()
	folder := t.TempDir()
	config := "name = \"Test\"\nzone = \"UTC\"\nadmission = \"1/2\"\n"
	for _, s := range sheets {
		config += fmt.Sprintf("[[sheet]]\nname = %q\ndue = \"2026-12-01 18:00\"\n", s)
	}
	put(t, folder, map[string]string{"course.toml": config, "masters/.keep": ""})
	c, err := course.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.Book(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	if err := b.AddStudents(t.Context(), []book.Student{{ID: "ada", Name: "Ada Lovelace"}, {ID: "bob", Name: "Bob Müller"}}); err != nil {
		t.Fatal(err)
	}
	return c, b
}

// releaseAll releases all sheets that have masters.
func releaseAll(t *testing.T, c *course.Course, b *book.Book) {
	t.Helper()
	for _, s := range c.Sheets {
		sheet, err := release.ReadMaster(filepath.Join(c.Masters(), s.Name+".ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = release.Publish(filepath.Join(c.Releases(), s.Number()), sheet, "Ada", time.Now())
		if err != nil {
			t.Fatal(err)
		}
		of := book.Sheet{Name: s.Name, Release: "1", Cells: []book.Cell{{ID: "why", Kind: book.Manual, Points: points.Of(1)}}}
		if err := b.PutSheet(t.Context(), of, "Ada"); err != nil {
			t.Fatal(err)
		}
	}
}

func readCourse(t *testing.T, root string) *nbgrader.Course {
	t.Helper()
	c, err := nbgrader.ReadCourse(root)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// collectAll collects what HandIns has copied.
func collectAll(t *testing.T, c *course.Course, b *book.Book, from string) {
	t.Helper()
	for _, s := range c.Sheets {
		if _, err := os.Stat(filepath.Join(from, s.Name)); err != nil {
			continue // nobody has handed it in
		}
		sheet, _, err := release.Current(filepath.Join(c.Releases(), s.Number()))
		if err != nil {
			t.Fatal(err)
		}
		report, err := collect.Collector{Course: c, Sheet: s, Released: sheet, Book: b}.Collect(context.Background(), filepath.Join(from, s.Name))
		if err != nil || len(report.Refused) > 0 {
			t.Fatalf("%+v, %v", report, err)
		}
	}
}

// A course comes from nbgrader, with names that are not ours, header, data and hand-ins; goes back; and comes again: nothing of it is lost or changed.
func TestRoundTrip(t *testing.T) {
	theirs := t.TempDir()
	put(t, theirs, map[string]string{
		"nbgrader_config.py":                 "c.IncludeHeaderFooter.header = \"source/header.ipynb\"\n",
		"source/header.ipynb":                text(&nbformat.Notebook{Cells: []nbformat.Cell{{Type: nbformat.Markdown, ID: "head", Source: "Our rules."}}}),
		"source/ps 1/first.ipynb":            master("First"),
		"source/ps 1/second.ipynb":           master("Second"),
		"source/ps 1/data/points.csv":        "1,2\n",
		"source/07-later/07-later.ipynb":     master("Later"),
		"source/07-later/old/first.ipynb":    master("An example"),
		"submitted/ada/ps 1/second.ipynb":    answered(t, "Second", "Hers."),
		"submitted/bob/07-later/first.ipynb": "not of this sheet",
		"submitted/ada/ps 1/first.ipynb":     answered(t, "First", "So."),
		"submitted/ada/ps 1/scan.pdf":        "%PDF-1.7",
		"submitted/ada/ps 1/timestamp.txt":   "2026-11-30 12:00:00.250000 UTC\n",
		"submitted/bob/ps 1/second.ipynb":    answered(t, "Second", "Since."),
		"submitted/bob/ps 1/timestamp.txt":   "2026-11-30 13:00:00.000000 UTC\n",
	})
	c, b := newCourse(t, "01-ps-1-first", "02-ps-1-second", "07-later")
	in := readCourse(t, theirs)
	list, err := convert.Import(in, c)
	want := []convert.Imported{{"07-later", "07-later.ipynb", "07-later", true}, {"ps 1", "first.ipynb", "01-ps-1-first", true}, {"ps 1", "second.ipynb", "02-ps-1-second", true}}
	if err != nil || !slices.Equal(list, want) {
		t.Fatalf("%+v, %v", list, err)
	}
	masters := tree(t, c.Masters())
	if got := slices.Sorted(maps.Keys(masters)); !slices.Equal(got, []string{".keep", "01-ps-1-first.ipynb", "01-ps-1-first/data/points.csv", "02-ps-1-second.ipynb", "02-ps-1-second/data/points.csv", "07-later.ipynb", "07-later/old/first.ipynb"}) {
		t.Errorf("masters %q", got)
	}
	if !strings.Contains(masters["01-ps-1-first.ipynb"], "Our rules.") {
		t.Error("the header is missing")
	}

	releaseAll(t, c, b)
	staged := t.TempDir()
	count, err := convert.HandIns(in, list, staged)
	if err != nil || !maps.Equal(count, map[string]int{"01-ps-1-first": 1, "02-ps-1-second": 2}) {
		t.Fatal(count, err)
	}
	if got := slices.Sorted(maps.Keys(tree(t, filepath.Join(staged, "01-ps-1-first")))); !slices.Equal(got, []string{"ada/01-ps-1-first.ipynb", "ada/scan.pdf", "ada/timestamp.txt"}) {
		t.Errorf("hand-ins of the first sheet: %q", got)
	}
	collectAll(t, c, b, staged)

	put(t, c.Feedback(), map[string]string{"01/ada/feedback.html": "<p>Good.</p>"})
	out, err := convert.Export(t.Context(), c, b)
	if err != nil {
		t.Fatal(err)
	}
	back := filepath.Join(t.TempDir(), "back")
	if err = nbgrader.WriteCourse(back, out); err != nil {
		t.Fatal(err)
	}
	files := tree(t, back)
	for path, want := range map[string]string{
		"source/01-ps-1-first/01-ps-1-first.ipynb":        masters["01-ps-1-first.ipynb"],
		"source/01-ps-1-first/data/points.csv":            "1,2\n",
		"release/01-ps-1-first/data/points.csv":           "1,2\n",
		"submitted/ada/01-ps-1-first/01-ps-1-first.ipynb": answered(t, "First", "So."),
		"submitted/ada/01-ps-1-first/scan.pdf":            "%PDF-1.7",
		"submitted/ada/01-ps-1-first/timestamp.txt":       "2026-11-30 12:00:00.250000 UTC\n",
		"feedback/ada/01-ps-1-first/feedback.html":        "<p>Good.</p>",
	} {
		if files[path] != want {
			t.Errorf("%s is %.100q, want %.100q", path, files[path], want)
		}
	}
	if len(files) != 22 || !strings.Contains(files["release/07-later/07-later.ipynb"], "YOUR ANSWER HERE") {
		t.Errorf("%d files: %q", len(files), slices.Sorted(maps.Keys(files)))
	}

	again, againBook := newCourse(t, "01-ps-1-first", "02-ps-1-second", "07-later")
	second := readCourse(t, back)
	list, err = convert.Import(second, again)
	if err != nil || !maps.Equal(tree(t, again.Masters()), masters) {
		t.Errorf("the masters that come back differ: %v, %v", slices.Sorted(maps.Keys(tree(t, again.Masters()))), err)
	}
	releaseAll(t, again, againBook)
	staged = t.TempDir()
	if _, err := convert.HandIns(second, list, staged); err != nil {
		t.Fatal(err)
	}
	collectAll(t, again, againBook, staged)
	for _, s := range c.Sheets {
		first, _ := b.Submissions(t.Context(), s.Name)
		last, err := againBook.Submissions(t.Context(), s.Name)
		if err != nil || len(first) != len(last) {
			t.Fatalf("%s: %d hand-ins became %d, %v", s.Name, len(first), len(last), err)
		}
		for i := range first {
			if first[i].ID != last[i].ID || !first[i].At.Equal(last[i].At) || !maps.Equal(first[i].Answers, last[i].Answers) {
				t.Errorf("%+v became %+v", first[i], last[i])
			}
		}
	}
}

// Importing again changes nothing, and gives the same names; a master that was worked on stays.
func TestImportAgain(t *testing.T) {
	theirs := t.TempDir()
	put(t, theirs, map[string]string{"source/a b/x.ipynb": master("X"), "source/a-b/y.ipynb": master("Y"), "source/Übung/z.ipynb": master("Z")})
	c, _ := newCourse(t, "01-any")
	put(t, c.Masters(), map[string]string{"01-other.ipynb": "mine"})
	var names [2][]string
	for round := range names {
		list, err := convert.Import(readCourse(t, theirs), c)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range list {
			names[round] = append(names[round], i.Sheet)
			if i.New != (round == 0) {
				t.Errorf("round %d: %+v", round, i)
			}
		}
		put(t, c.Masters(), map[string]string{"02-a-b.ipynb": "worked on"})
	}
	if want := []string{"02-a-b", "03-a-b", "04--bung"}; !slices.Equal(names[0], want) || !slices.Equal(names[1], want) {
		t.Errorf("names %q", names)
	}
	if files := tree(t, c.Masters()); files["02-a-b.ipynb"] != "worked on" || files["01-other.ipynb"] != "mine" {
		t.Error("a master was changed")
	}
}

// A notebook that cannot be read is named; sheets on paper are passed over.
func TestErrors(t *testing.T) {
	theirs := t.TempDir()
	put(t, theirs, map[string]string{"source/01-a/01-a.ipynb": "no notebook"})
	c, b := newCourse(t, "01-a")
	if _, err := convert.Import(readCourse(t, theirs), c); err == nil || !strings.Contains(err.Error(), "importing 01-a/01-a.ipynb") {
		t.Error(err)
	}
	if out, err := convert.Export(t.Context(), c, b); err != nil || len(out.Sheets) > 0 {
		t.Errorf("%+v, %v", out, err)
	}
}

// Of a group, those who confirmed have the hand-in; second hand-ins stay here; the last one counts.
func TestExportChooses(t *testing.T) {
	c, b := newCourse(t, "01-a")
	put(t, c.Masters(), map[string]string{"01-a.ipynb": master("A")})
	releaseAll(t, c, b)
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	record := func(s book.Submission) {
		t.Helper()
		s.Sheet, s.Owner = "01-a", "ada"
		put(t, c.Submissions(), map[string]string{s.File + "/01-a.ipynb": s.File, s.File + "/receipt.json": "{}"})
		if _, err := b.RecordSubmission(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	record(book.Submission{Round: 1, At: at, Hash: "1", File: "01/ada/1", Members: []book.Member{{Student: "bob", Confirmed: at}}})
	record(book.Submission{Round: 1, At: at.Add(time.Hour), Hash: "2", File: "01/ada/2", Members: []book.Member{{Student: "bob"}}})
	record(book.Submission{Round: 2, At: at.Add(2 * time.Hour), Hash: "3", File: "01/ada/3"})
	out, err := convert.Export(t.Context(), c, b)
	if err != nil || len(out.Submissions) != 2 {
		t.Fatalf("%+v, %v", out, err)
	}
	for i, want := range []string{"ada 01/ada/2", "bob 01/ada/1"} {
		s := out.Submissions[i]
		got, err := os.ReadFile(s.Files[0].On)
		if err != nil || s.Student+" "+string(got) != want || len(s.Files) != 1 {
			t.Errorf("%s has %q (%v), want %q", s.Student, got, s.Files, want)
		}
	}
}
