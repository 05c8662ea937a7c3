//go:build unix

package grader

import (
	"errors"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/verdict"
)

// What is said of a program that has ended: its own words before hidden tests, and only the limit after them.
func TestJudged(t *testing.T) {
	said := box.Output{Head: []byte("noise\npanic: kestrel-7391 \x1b[2J\xff" + strings.Repeat("x", 1000) + "\n\ngoroutine 1:\n")}
	for name, c := range map[string]struct {
		student box.Report
		hidden  bool
		status  Status
		want    string // all of the note, or its beginning before …
	}{
		"exit":                  {box.Report{Why: box.Exited, Status: 7}, false, Crashed, "your program ended: exited with status 7"},
		"exit, hidden":          {box.Report{Why: box.Exited, Status: 7}, true, Crashed, "your program ended: in or after hidden tests"},
		"panic":                 {box.Report{Why: box.Exited, Status: 2, Stderr: said}, false, Crashed, "your program ended: exited with status 2, panic: kestrel-7391  [2J…"},
		"panic, hidden":         {box.Report{Why: box.Exited, Status: 2, Stderr: said}, true, Crashed, "your program ended: in or after hidden tests"},
		"signal, hidden":        {box.Report{Why: box.Signalled, Signal: syscall.SIGUSR1}, true, Crashed, "your program ended: in or after hidden tests"},
		"computed":              {box.Report{Why: box.OverCPU, CPU: time.Second}, false, Timeout, "your program ended: computed too long (1.0 s)"},
		"computed, hidden":      {box.Report{Why: box.OverCPU, CPU: 73910 * time.Millisecond}, true, Timeout, "your program ended: it took too long"},
		"waited, hidden":        {box.Report{Why: box.OverWall, Wall: 73910 * time.Millisecond}, true, Timeout, "your program ended: it took too long"},
		"waited":                {box.Report{Why: box.OverWall, Wall: time.Second}, false, Timeout, "your program ended: took too long (1.0 s), hardly computing…"},
		"memory, hidden":        {box.Report{Why: box.OverMemory, Memory: 7391}, true, Crashed, "your program ended: used too much memory"},
		"output, hidden":        {box.Report{Why: box.OverOutput}, true, Crashed, "your program ended: wrote too much"},
		"it had to be ended":    {box.Report{}, false, Crashed, ""},
		"and that while hidden": {box.Report{}, true, Crashed, ""},
	} {
		r := Result{}.judged(verdict.Verdict{Gone: true, Hidden: c.hidden, Points: points.Of(1)}, c.student)
		got := r.Message()
		begin, more := strings.CutSuffix(c.want, "…")
		if r.Status != c.status || r.Points.String() != "1" || !more && got != c.want || !strings.HasPrefix(got, begin) || got != "" && got != verdict.Line(got) || len(got) > 500 {
			t.Errorf("%s: %s, %q", name, r.Status, got)
		}
	}
}

// A student must not be able to choose between a test that failed and one that is not graded.
func TestUnjudged(t *testing.T) {
	for name, c := range map[string]struct {
		checker box.Report
		status  Status
		hidden  bool
		want    string
	}{
		"computed":    {box.Report{Why: box.OverCPU}, Timeout, false, "takes too long to check"},
		"memory":      {box.Report{Why: box.OverMemory}, Timeout, false, "takes too long to check"},
		"output":      {box.Report{Why: box.OverOutput}, Timeout, false, "takes too long to check"},
		"Go's memory": {box.Report{Why: box.Exited, Status: 2, Stderr: box.Output{Head: []byte("fatal error: runtime: out of memory\n")}}, Timeout, false, "too large to check"},
		"the test's":  {box.Report{Why: box.Exited, Status: 1, Stderr: box.Output{Head: []byte("the parts are worth too much\nkestrel")}}, Ungraded, true, "could not be run: the parts are worth too much"},
		"no words":    {box.Report{Why: box.Exited}, Ungraded, true, "could not be run: no verdict"},
	} {
		r := Result{Points: points.Of(1)}.unjudged(c.checker, errors.New("no verdict"))
		if r.Status != c.status || r.Points.Sign() != 0 || len(r.Notes) != 1 || r.Notes[0].Hidden != c.hidden || !strings.Contains(r.Message(), c.want) || strings.Contains(r.Message(), "kestrel") {
			t.Errorf("%s: %+v", name, r)
		}
	}
}
