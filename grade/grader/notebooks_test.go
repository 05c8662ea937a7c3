//go:build unix

package grader

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

const (
	rightScale = "func Scale(x []float64, by float64) []float64 {\n\tout := slices.Clone(x)\n\tfor i := range out {\n\t\tout[i] *= by\n\t}\n\treturn out\n}"
	wrongScale = "func Scale(x []float64, by float64) []float64 { return x }"
	rightTwice = "func Twice(x []float64) []float64 { return Scale(x, 2) }"
)

// cellOf is where a cell of the sheet stands.
func cellOf(nb *nbformat.Notebook, id string) int {
	return slices.IndexFunc(nb.Cells, func(c nbformat.Cell) bool {
		m, _, err := nbgrader.Read(c)
		return err == nil && m.ID == id
	})
}

// rewrite changes what a cell says of itself, with the checksum that nbgrader would write.
func rewrite(nb *nbformat.Notebook, id string, change func(m *nbgrader.Meta, c *nbformat.Cell)) {
	c := &nb.Cells[cellOf(nb, id)]
	m, _, err := nbgrader.Read(*c)
	if err != nil {
		panic(err)
	}
	change(&m, c)
	m.Checksum, m.CellType = m.Sum(c.Type, c.Source), c.Type
	m.Put(c)
}

// cheat is something that is done to a notebook, and what comes of it.
type cheat struct {
	change       func(nb *nbformat.Notebook)
	scale, twice string // points
	remark       string // "" for none
}

// cheats are what students may do to their notebook: Scale is worth 2 points, Twice 1.
var cheats = map[string]cheat{
	"nothing": {func(nb *nbformat.Notebook) {}, "2", "1", ""},
	"an answer deleted": {func(nb *nbformat.Notebook) {
		at := cellOf(nb, "scale")
		nb.Cells = slices.Delete(nb.Cells, at, at+1)
	}, "0", "1", "deleted"},
	"tests deleted": {func(nb *nbformat.Notebook) {
		nb.Cells = slices.DeleteFunc(nb.Cells, func(c nbformat.Cell) bool { return strings.Contains(c.Source, "nb.Check") })
	}, "2", "1", ""},
	"an answer twice, the wrong one first": {func(nb *nbformat.Notebook) {
		again := nb.Cells[cellOf(nb, "scale")]
		again.ID, again.Source = "again", wrongScale
		nb.Cells = slices.Insert(nb.Cells, cellOf(nb, "scale"), again)
	}, "0", "1", "is there twice"},
	"an answer twice, the wrong one last": {func(nb *nbformat.Notebook) {
		again := nb.Cells[cellOf(nb, "scale")]
		again.ID, again.Source = "again", wrongScale
		nb.Cells = append(nb.Cells, again)
	}, "2", "1", "is there twice"},
	"text instead of code": {func(nb *nbformat.Notebook) {
		c := &nb.Cells[cellOf(nb, "scale")]
		c.Type, c.Outputs = nbformat.Markdown, nil
	}, "2", "1", "has become a markdown cell"},
	"another order": {func(nb *nbformat.Notebook) { slices.Reverse(nb.Cells) }, "2", "1", ""},
	"other ids of cells": {func(nb *nbformat.Notebook) {
		for i := range nb.Cells {
			nb.Cells[i].ID = "cell-" + string(rune('a'+i))
		}
	}, "2", "1", ""},
	"more points": {func(nb *nbformat.Notebook) {
		rewrite(nb, "test_scale", func(m *nbgrader.Meta, _ *nbformat.Cell) { m.Points = points.Of(100) })
		rewrite(nb, "scale", func(m *nbgrader.Meta, _ *nbformat.Cell) { m.Grade, m.Points = true, points.Of(50) })
	}, "2", "1", "other points"},
	"easier tests": {func(nb *nbformat.Notebook) {
		for _, id := range []string{"test_scale", "test_twice"} {
			rewrite(nb, id, func(_ *nbgrader.Meta, c *nbformat.Cell) {
				c.Source = "nb.Check(func(t *sheet.T) { t.True(true, \"fine\") })"
			})
		}
		nb.Cells[cellOf(nb, "scale")].Source = wrongScale
	}, "0", "1", "its checksum too"},
	"an answer that is locked": {func(nb *nbformat.Notebook) {
		rewrite(nb, "scale", func(m *nbgrader.Meta, c *nbformat.Cell) { m.Locked, m.Solution, m.Task = true, false, true })
	}, "2", "1", "another kind"},
	"answers under each other's ids": {func(nb *nbformat.Notebook) {
		scale, twice := &nb.Cells[cellOf(nb, "scale")], &nb.Cells[cellOf(nb, "twice")]
		scale.Source, twice.Source = twice.Source, scale.Source
	}, "0", "0", ""},
	"an answer in a test": {func(nb *nbformat.Notebook) {
		nb.Cells[cellOf(nb, "test_scale")].Source += "\n" + rightScale
		nb.Cells[cellOf(nb, "scale")].Source = ""
	}, "0", "1", "the original counts"},
	"an answer in a cell of one's own": {func(nb *nbformat.Notebook) {
		nb.Cells = append(nb.Cells, nbformat.Cell{Type: nbformat.Code, ID: "mine", Source: rightScale, Metadata: map[string]any{}})
		nb.Cells[cellOf(nb, "scale")].Source = wrongScale
	}, "0", "1", "does not belong to any solution"},
	"imports for oneself": {func(nb *nbformat.Notebook) {
		nb.Metadata["gensci"] = map[string]any{"imports": []any{"os", "unsafe"}}
		nb.Cells[cellOf(nb, "scale")].Source = "import \"os\"\n" + rightScale + "\nvar _ = os.Args"
	}, "0", "1", ""},
	"a type of the sheet changed": {func(nb *nbformat.Notebook) {
		nb.Cells[cellOf(nb, "types")].Source = "type Node int"
	}, "2", "1", "the original counts"},
	"markers in an answer": {func(nb *nbformat.Notebook) {
		nb.Cells[cellOf(nb, "scale")].Source = "// END HIDDEN TESTS\n// BEGIN SOLUTION\n" + rightScale + "\n// END SOLUTION\n// BEGIN HIDDEN TESTS"
	}, "2", "1", ""},
	"an id that is a path": {func(nb *nbformat.Notebook) {
		nb.Cells[cellOf(nb, "scale")].Metadata[nbgrader.Key].(map[string]any)["grade_id"] = "../../scale"
	}, "0", "1", "which the sheet does not have"},
	"an id of another type": {func(nb *nbformat.Notebook) {
		nb.Cells[cellOf(nb, "scale")].Metadata[nbgrader.Key].(map[string]any)["grade_id"] = []any{"scale"}
	}, "0", "1", "deleted"},
	"NUL": {func(nb *nbformat.Notebook) {
		nb.Cells[cellOf(nb, "scale")].Source = "// \x00\n" + rightScale
	}, "0", "1", ""},
	"a BOM in a cell": {func(nb *nbformat.Notebook) {
		nb.Cells[cellOf(nb, "scale")].Source = "\ufeff" + rightScale
	}, "0", "1", ""},
	"an answer of megabytes": {func(nb *nbformat.Notebook) {
		nb.Cells[cellOf(nb, "scale")].Source = rightScale + strings.Repeat("\n//", 1<<20)
	}, "0", "1", "longer than 1 MB"},
	"very many cells": {func(nb *nbformat.Notebook) {
		for range 20000 {
			nb.Cells = append(nb.Cells, nbformat.Cell{Type: nbformat.Code, Source: "func Scale() {}", Metadata: map[string]any{nbgrader.Key: map[string]any{"grade_id": "x"}}})
		}
		nb.MintIDs()
	}, "2", "1", "more remarks"},
}

// Notebooks that were tampered with earn what their answers earn.
func TestHostileNotebooks(t *testing.T) {
	sandboxed(t)
	sheet := corpusSheet(t, false)
	sheet.Imports = []string{"encoding/binary", "syscall"} // of the sheet's own cells
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	w, err := Open(t.Context(), sheet, Options{Checkout: checkout, Cache: t.TempDir(), Seed: []byte("secret"), Limits: corpusLimits})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for i, name := range slices.Sorted(maps.Keys(cheats)) {
		if c := cheats[name]; !testing.Short() || i%4 == 0 {
			t.Run(name, func(t *testing.T) { tampered(t, w, sheet, c) })
		}
	}
}

// tampered grades one notebook.
func tampered(t *testing.T, w *Workshop, sheet *release.Sheet, c cheat) {
	t.Helper()
	nb := sheet.Notebook()
	nb.Cells[cellOf(nb, "scale")].Source = rightScale
	nb.Cells[cellOf(nb, "twice")].Source = rightTwice
	nb, err := throughFile(t, nb)
	if err != nil {
		t.Fatal(err)
	}
	c.change(nb)
	if nb, err = throughFile(t, nb); err != nil {
		t.Fatal(err)
	}
	answers, err := release.ReadAnswers(sheet, nb)
	if err != nil {
		t.Fatal(err)
	}
	remarks := strings.Join(answers.Remarks, "\n")
	if (c.remark == "") != (remarks == "") || !strings.Contains(remarks, c.remark) {
		t.Errorf("remarks %q, want %q", remarks, c.remark)
	}
	texts := map[string]string{}
	for id, a := range answers.ByID {
		texts[id] = a.Source
	}
	results, err := w.Grade(t.Context(), texts, []string{"test_scale", "test_twice"})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{c.scale, c.twice} {
		if r := results[i]; r.Points.String() != want || r.Maximum.Cmp(points.Of(int64(2-i))) != 0 || r.Status == Ungraded {
			t.Errorf("%s: %s with %s of %s points, want %s\n%s", r.Test, r.Status, r.Points, r.Maximum, want, r.Message())
		}
	}
}

// throughFile writes a notebook and reads it again.
func throughFile(t *testing.T, nb *nbformat.Notebook) (*nbformat.Notebook, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "01-test.ipynb")
	if err := nb.Write(path); err != nil {
		return nil, err
	}
	return nbformat.Read(path)
}

// Files that are no notebooks, or two at once for two readers, are refused before anything is made of them.
func TestHostileNotebookFiles(t *testing.T) {
	sheet := corpusSheet(t, false)
	nb := sheet.Notebook()
	text, err := nb.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	replace := func(old, with string) []byte { return bytes.Replace(text, []byte(old), []byte(with), 1) }
	for name, c := range map[string]struct {
		text []byte
		ok   bool
	}{
		"as it was":         {text, true},
		"a BOM":             {append([]byte("\ufeff"), text...), true},
		"a key twice":       {replace(`"cells": [`, `"cells": [], "cells": [`), false},
		"a key in capitals": {replace(`"cells": [`, `"CELLS": [], "cells": [`), false},
		"an id twice":       {replace(`"grade_id": "scale"`, `"grade_id": "x", "grade_id": "scale"`), false},
		"deep":              {replace(`"metadata": {`, `"metadata": {"x": `+strings.Repeat("[", 100000)+strings.Repeat("]", 100000)+`, `), false},
		"invalid UTF-8":     {replace("numbers", "n\xffmbers"), false},
		"NUL":               {replace("numbers", "n\x00mbers"), false},
		"two notebooks":     {append(bytes.Clone(text), text...), false},
		"cut off":           {text[:len(text)/2], false},
		"nothing":           {nil, false},
	} {
		path := filepath.Join(t.TempDir(), "01-test.ipynb")
		if err := os.WriteFile(path, c.text, 0o600); err != nil {
			t.Fatal(err)
		}
		nb, err := nbformat.Read(path)
		if err == nil {
			_, err = release.ReadAnswers(sheet, nb)
		}
		if (err == nil) != c.ok || err != nil && len(err.Error()) > 1000 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A file of a gigabyte that takes no room, a pipe that nobody writes to, and a folder.
func TestFilesThatWouldStopUs(t *testing.T) {
	folder := t.TempDir()
	sparse, pipe := filepath.Join(folder, "sparse.ipynb"), filepath.Join(folder, "pipe.ipynb")
	f, err := os.Create(sparse)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(1 << 30); err != nil {
		t.Fatal(err)
	}
	f.Close()
	paths := []string{sparse, folder}
	if err := syscall.Mkfifo(pipe, 0o600); err == nil {
		paths = append(paths, pipe)
	}
	for _, path := range paths {
		if _, err := nbformat.Read(path); err == nil {
			t.Errorf("%s is read", path)
		}
	}
}
