package cell

import (
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/internal/nbformat"
)

// All cells of our notebooks, in order, become live programs that type-check, with the imports that they have and without any.
func TestNotebooks(t *testing.T) {
	files, err := filepath.Glob("../../notebooks/*.ipynb")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			nb, err := nbformat.ReadGo(file)
			if err != nil {
				t.Fatal(err)
			}
			m, check := liveMemory(t)
			spent, cells := notebook(t, check, nb, m, func(source string) string { return source })
			t.Logf("%v for each of %d cells", spent/time.Duration(cells), cells)
			notebook(t, check, nb, m, func(source string) string { return source }) // again from the top, without a restart
			m, check = liveMemory(t)
			notebook(t, check, nb, m, func(source string) string { return importBlock.ReplaceAllString(source, "") })
			if slices.ContainsFunc(m.Declared(), func(d Declaration) bool { return d.Kind == token.IMPORT && !strings.HasPrefix(d.Name, "_ ") }) {
				t.Error("the notebook still has imports")
			}
		})
	}
}

var importBlock = regexp.MustCompile(`(?s)^import \(.*?\n\)\n`)

// notebook runs through the code cells and returns the time that Prepare took, and their number.
func notebook(t *testing.T, check *checker, nb *nbformat.Notebook, m *Memory, edit func(string) string) (spent time.Duration, cells int) {
	for i, c := range nb.Cells {
		if c.Type != nbformat.Code {
			continue
		}
		cells++
		start := time.Now()
		p, err := m.Prepare(t.Context(), edit(c.Source), i+1)
		spent += time.Since(start)
		if err != nil {
			t.Fatal(err)
		}
		if p.Source == "" {
			continue // magics alone
		}
		for _, e := range check.errors(p.Source) {
			t.Errorf("%s\n%s", e, p.Source)
		}
		p.Commit()
		p.Settle(func(string) (bool, string) { return true, "" })
	}
	return spent, cells
}
