package grader

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

var sampleSheets = []string{"00-welcome", "22-flows", "23-neural-odes", "24-manifolds", "33-pinns", "34-hard-pinns"}

// Every sample sheet: the master earns all, its stubs nothing, and typical half solutions (testdata/halves: cells with the points that tests must give) what they should.
func TestSampleSheets(t *testing.T) {
	for _, name := range sampleSheets {
		t.Run(name, func(t *testing.T) {
			sheet := master(t, name)
			w := workshop(t, sheet, Limits{CPU: time.Minute}) // trained models take their time
			limits, err := w.Calibrate(t.Context(), sheet)
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d MB; more than %v: %v", limits.Memory>>20, limits.CPU, limits.Tests)
			halves(t, w, name, texts(sheet, func(c release.Cell) string { return c.Source }))
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

func grade(t *testing.T, w *Workshop, answers map[string]string, tests []string) []Result {
	t.Helper()
	results, err := w.Grade(t.Context(), answers, tests)
	if err != nil {
		t.Fatal(err)
	}
	return results
}
