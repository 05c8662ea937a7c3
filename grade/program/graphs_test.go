package program

import (
	"testing"

	"github.com/gensci/gensci/grade/program/sheettest"
	"github.com/gensci/gensci/grade/verdict"
)

func TestGraphFunctionsAndMatrices(t *testing.T) {
	sheet := sheettest.Read(t, file(t, "graphs.txt"))
	sheet.Imports = []string{"github.com/gomlx/gomlx/core/graph", "github.com/gensci/gensci/gen/dist/..."}
	b := build(t, sheet)
	for name, c := range map[string]struct {
		test    string
		answers map[string]string
		points  string
		note    string
	}{
		"wave":         {"test_wave", nil, "1", ""},
		"slope":        {"test_slope", nil, "2", ""},
		"gram":         {"test_gram", nil, "1", ""},
		"stub":         {"test_wave", map[string]string{"wave": "func Wave(x *graph.Node, k float64) *graph.Node { panic(\"not implemented\") }"}, "0", "Wave panicked: not implemented"},
		"shapes":       {"test_wave", map[string]string{"wave": "func Wave(x *graph.Node, k float64) *graph.Node { return graph.ReduceAllSum(x) }"}, "0", "sin(3x) at 0 and π/6: got 0.523599, want 2 values"},
		"one of two":   {"test_slope", map[string]string{"slope": "func Slope(x, w, b *graph.Node) (wave, net *graph.Node) {\n\td := graph.Gradient(graph.ReduceAllSum(network(x, w, b)), x)[0]\n\treturn d, d\n}"}, "1", "2 cos 2x"},
		"own earlier":  {"test_slope", map[string]string{"wave": "func Wave(x *graph.Node, k float64) *graph.Node { return x }"}, "1", "2 cos 2x: got 1"},
		"another type": {"test_wave", map[string]string{"wave": "func Wave(x graph.Node, k float64) *graph.Node { return nil }"}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			b := *b
			b.T = t
			earned, note := "", ""
			folder, problems := b.student(c.test, b.answers(c.answers))
			if len(problems) == 0 {
				v := b.grade(c.test, folder)
				earned = v.Points.String()
				if len(v.Notes) > 0 {
					note = v.Notes[0].Text
				}
				if c.note == "" && v.Status != verdict.Passed {
					t.Errorf("%+v", v)
				}
			}
			if earned != c.points || len(note) < len(c.note) || note[:len(c.note)] != c.note {
				t.Errorf("%q points, %q, want %q, %q; %v", earned, note, c.points, c.note, problems)
			}
		})
	}
}
