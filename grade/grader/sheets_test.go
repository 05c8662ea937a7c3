package grader

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/nbformat"
)

// master reads one of the sample sheets.
func master(t *testing.T, name string) *release.Sheet {
	t.Helper()
	nb, err := nbformat.Read(filepath.Join("../../solutions", name+".ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := release.Read(nb, name)
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

var sampleSheets = []string{"00-welcome"}

// Every sample sheet: the master earns all, its stubs nothing, and typical half solutions (testdata/halves: cells with the points that tests must give) what they should.
func TestSampleSheets(t *testing.T) {
	for _, name := range sampleSheets {
		t.Run(name, func(t *testing.T) {
			sheet := master(t, name)
			w := workshop(t, sheet, Limits{})
			solved, stubs := answers(sheet, func(c release.Cell) string { return c.Source }), answers(sheet, func(c release.Cell) string { return c.Released })
			for _, r := range grade(t, w, solved, w.Tests()) {
				t.Logf("%s: %s, %v, %d MB", r.Test, r.Status, r.CPU, r.Memory>>20)
				if r.Status != Passed {
					t.Errorf("the master's %s: %s, %s of %s: %s", r.Test, r.Status, r.Points, r.Maximum, r.Message())
				}
			}
			for _, r := range grade(t, w, stubs, w.Tests()) {
				if r.Points.Sign() != 0 || r.Status != Failed {
					t.Errorf("the stub's %s: %s, %s: %s", r.Test, r.Status, r.Points, r.Message())
				}
			}
			halves(t, w, name, solved)
		})
	}
}

// halves grades testdata/halves/NAME.txt: "== CELL", its text, and a line "-> TEST POINTS NOTE" for each test that it is tried on. All other cells are the master's.
func halves(t *testing.T, w *Workshop, name string, solved map[string]string) {
	for _, part := range strings.Split("\n"+read(t, filepath.Join("testdata/halves", name+".txt")), "\n== ")[1:] {
		head, body, _ := strings.Cut(part, "\n")
		given := maps.Clone(solved)
		text, expected, _ := strings.Cut(body, "\n-> ")
		given[strings.Fields(head)[0]] = text
		for _, line := range strings.Split(expected, "\n-> ") {
			fields := strings.SplitN(strings.TrimSpace(line), " ", 3)
			want := points.Must(fields[1])
			for _, r := range grade(t, w, given, fields[:1]) {
				if r.Points.Cmp(want) != 0 || len(fields) > 2 && !strings.Contains(r.Message(), fields[2]) {
					t.Errorf("%s: %s: %s points, %s, want %s", head, r.Test, r.Points, r.Message(), line)
				}
			}
		}
	}
}

// answers are texts of the solution cells.
func answers(sheet *release.Sheet, of func(release.Cell) string) map[string]string {
	out := map[string]string{}
	for _, c := range sheet.Cells {
		if c.Kind == release.Solution {
			out[c.ID] = of(c)
		}
	}
	return out
}

func grade(t *testing.T, w *Workshop, answers map[string]string, tests []string) []Result {
	t.Helper()
	results, err := w.Grade(t.Context(), answers, tests)
	if err != nil {
		t.Fatal(err)
	}
	return results
}
