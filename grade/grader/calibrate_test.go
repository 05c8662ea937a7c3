package grader

import (
	"strings"
	"testing"

	"github.com/gensci/gensci/grade/program/sheettest"
)

func TestCalibrate(t *testing.T) {
	const sheet = `== solution double
// Double returns 2x.
func Double(x float64) float64 {
	// BEGIN SOLUTION
	return 2 * x
	// END SOLUTION
}
== test test_double 1
nb.Check(func(t *sheet.T) { t.Near(Double(2), 4.0, 1e-12, "twice") })
`
	for name, c := range map[string]struct{ text, want string }{
		"right":           {sheet, ""},
		"the master errs": {strings.Replace(sheet, "return 2 * x", "return x", 1), "test_double: the master's solution earns 0 of 1 points (failed): twice"},
		"stubs earn":      {strings.Replace(sheet, `t.Near(Double(2), 4.0, 1e-12, "twice")`, `t.Panics(func() { Double(2); panic(1) }, "panics")`, 1), "test_double: what students get, unchanged, earns 1 of 1"},
	} {
		s := sheettest.Read(t, c.text)
		limits, err := workshop(t, s, Limits{}).Calibrate(t.Context(), s)
		switch {
		case c.want == "" && (err != nil || limits.CPU != leastCPU || limits.Memory < leastMemory || len(limits.Tests) > 0):
			t.Errorf("%s: %+v, %v", name, limits, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
