package handin_test

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/internal/nbformat"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

const stub = "func Square(x float64) float64 {\n\tpanic(\"not implemented\")\n}"

// answer is a solution cell as it was given out with released as its text, and holds source now.
func answer(id, released, source string) nbformat.Cell {
	m := nbgrader.Meta{ID: id, Solution: true, CellType: nbformat.Code}
	m.Checksum = m.Sum(nbformat.Code, released)
	c := nbformat.Cell{Type: nbformat.Code, ID: "cell-" + id, Source: source}
	m.Put(&c)
	return c
}

// write writes a notebook of cells, with metadata.gensci, and returns its path.
func write(t testing.TB, name string, stamp map[string]any, cells ...nbformat.Cell) string {
	t.Helper()
	nb := &nbformat.Notebook{Metadata: map[string]any{"gensci": stamp}, Cells: cells}
	path := filepath.Join(t.TempDir(), name)
	if err := nb.Write(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// sample is a hand-in of a notebook and a scan.
func sample(t testing.TB) handin.Handin {
	t.Helper()
	s, err := handin.ReadSheet(write(t, "22-flows.ipynb", map[string]any{"release": "3"}, answer("square", stub, "func Square(x float64) float64 { return x * x }")))
	if err != nil {
		t.Fatal(err)
	}
	h, err := handin.New(s, "ada", []string{"cyd", "bob"}, noon, []handin.Content{{Name: "scan.pdf", Data: []byte("%PDF-1.7")}})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func pack(t testing.TB, h handin.Handin) []byte {
	t.Helper()
	data, err := h.Zip()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// entry is a file of a zip that is made by hand.
type entry struct {
	name, text string
	mode       os.FileMode
}

func zipOf(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		f, err := w.CreateHeader(h)
		if err == nil {
			_, err = f.Write([]byte(e.text))
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
