package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/internal/nbformat"
)

// solved writes the first sheet with some of its cells replaced ("": deleted), and "+" added and returns its path.
func solved(t *testing.T, cells map[string]string) string {
	t.Helper()
	nb, err := nbformat.Read("../../exercises/00-welcome.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	var kept []nbformat.Cell
	for _, c := range nb.Cells {
		if text, replaced := cells[c.ID]; replaced {
			c.Source = text
		}
		if c.Source != "" {
			kept = append(kept, c)
		}
	}
	if text := cells["+"]; text != "" {
		kept = append(kept, nbformat.Cell{Type: nbformat.Code, ID: "own", Source: text, Metadata: map[string]any{}})
	}
	nb.Cells = kept
	path := filepath.Join(t.TempDir(), "00-welcome.ipynb")
	if err := nb.Write(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestCheck runs the command as students do, with the go command: the transcripts have none.
func TestCheck(t *testing.T) {
	cache, err := exec.Command("go", "env", "GOCACHE").Output()
	if err != nil {
		t.Skip("go: ", err)
	}
	t.Setenv("GOCACHE", strings.TrimSpace(string(cache)))
	t.Setenv("GOPROXY", "off") // check sets it
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	const cumsum = "func CumSum(x []float64) []float64 {\n\tout, sum := make([]float64, len(x)), 0.0\n\tfor i, v := range x {\n\t\tsum += v\n\t\tout[i] = sum\n\t}\n\treturn out\n}"
	const slope = "func Bump(x *graph.Node) *graph.Node {\n\treturn graph.Mul(graph.Exp(graph.MulScalar(graph.Square(x), -0.5)), graph.Cos(graph.MulScalar(x, 2)))\n}"
	for name, c := range map[string]struct {
		cells  map[string]string
		tasks  string
		status int
		want   []string
	}{
		"right":         {map[string]string{"cumsum": cumsum}, "cumsum", 0, []string{"✓ test_cumsum: 1 of 1 points (3 of 3 visible checks pass)", "visible tests: 1 of 1 points"}},
		"a graph":       {map[string]string{"bump": slope}, "test_bump", 0, []string{"✓ test_bump: 1 of 1 points"}},
		"unchanged":     {nil, "cumsum", 1, []string{"✗ test_cumsum: 0 of 1 points", "cell cumsum still is as it was given out"}},
		"wrong":         {map[string]string{"cumsum": "func CumSum(x []float64) []float64 { return x }"}, "cumsum", 1, []string{"the sum of the elements up to i, x[i] with them: got 2, want 3 at [1]"}},
		"not compiling": {map[string]string{"cumsum": "func CumSum(x []float64) []float64 {\n\treturn y\n}"}, "cumsum", 1, []string{"cell cumsum, line 2: undefined: y"}},
		"signature":     {map[string]string{"cumsum": "func CumSum(x []int) []int { return x }"}, "cumsum", 1, []string{"CumSum does not have the signature that the sheet asks for"}},
		"deleted":       {map[string]string{"cumsum": ""}, "cumsum", 1, []string{"it has no function CumSum; the sheet asks for func CumSum(x []float64) []float64"}},
		"elsewhere":     {map[string]string{"cumsum": "func CumSum(x []float64) []float64 { return sums(x) }", "+": strings.Replace(cumsum, "CumSum", "sums", 1)}, "cumsum", 1, []string{"undefined: sums"}},
		"no such task":  {nil, "fibonacci", 1, []string{"--task fibonacci: the sheet has no test and no tested cell of this id; its tests are test_bump, "}},
		"a changed test": {
			map[string]string{"cumsum": cumsum, "test_cumsum": "nb.Check(func(t *sheet.T) { t.True(CumSum(nil) == nil, \"nil\") })"},
			"cumsum", 1,
			[]string{"this test was changed; in grading the original counts"},
		},
	} {
		var out, errs bytes.Buffer
		status := execute([]string{"check", solved(t, c.cells), "--task", c.tasks}, &out, &errs)
		said := out.String() + errs.String()
		for _, want := range c.want {
			if status != c.status || !strings.Contains(said, want) {
				t.Errorf("%s: status %d, %s\nwant %d, %q", name, status, said, c.status, want)
			}
		}
	}
}
