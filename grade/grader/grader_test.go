package grader

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/grade/program/sheettest"
	"github.com/gensci/gensci/grade/release"
)

// open opens a workshop for the sheet of package program's tests.
func open(t *testing.T, text string) *Workshop {
	t.Helper()
	return workshop(t, sheettest.Read(t, text), Limits{CPU: 2 * time.Second})
}

func workshop(t *testing.T, sheet *release.Sheet, limits Limits) *Workshop {
	t.Helper()
	if err := box.Check(t.Context()); err != nil {
		t.Skip("bubblewrap: ", err)
	}
	checkout, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	w, err := Open(t.Context(), sheet, Options{Checkout: checkout, Cache: t.TempDir(), Seed: []byte("secret"), Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestGrade(t *testing.T) {
	text := read(t, "../program/testdata/sheet.txt")
	w := open(t, text)
	given := texts(sheettest.Read(t, text), func(c release.Cell) string { return c.Source })
	given["euler"] = "func Euler(f func(t, y float64) float64, y float64, n int) []float64 { for { y++ } }"
	given["draws"] = "func Sample(r *rand.Rand, n int) []Point { return x }"
	results, err := w.Grade(t.Context(), given, w.Tests())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		want := map[string]Status{"test_square": Passed, "test_fourth": Passed, "test_euler": Timeout, "test_draws": Uncompilable}[r.Test]
		if r.Status != want || (r.Points.Cmp(r.Maximum) == 0) != (want == Passed) {
			t.Errorf("%s: %+v", r.Test, r)
		}
		t.Logf("%s: %s %s/%s, %v, %d MB: %s", r.Test, r.Status, r.Points, r.Maximum, r.CPU, r.Memory>>20, strings.ReplaceAll(r.Message(), "\n", "; "))
	}
}
