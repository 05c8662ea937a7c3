package box

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestEnds(t *testing.T) {
	for _, c := range []struct {
		role, arg string
		want      Report
		err       string
	}{
		{"hello", "you", Report{Why: Exited}, ""},
		{"exit", "0", Report{Why: Exited}, ""},
		{"exit", "7", Report{Why: Exited, Status: 7}, ""},
		{"panic", "", Report{Why: Exited, Status: 2}, "panic: on purpose"},
	} {
		r := run(t, playing(c.role, c.arg))
		if r.Why != c.want.Why || r.Status != c.want.Status || r.Signal != c.want.Signal || !strings.Contains(r.Stderr.String(), c.err) {
			t.Errorf("%s %s: %+v", c.role, c.arg, r)
		}
	}
}

// appetites want more than there is. Each has an honest twin that asks for less and gets it.
type appetite struct {
	name string
	box  Box
	want []Why
	twin Box
	said string // by the twin
}

func appetites() []appetite {
	return []appetite{
		{
			name: "endless loop", box: limited(playing("loop"), Limits{CPU: 200 * time.Millisecond}), want: []Why{OverCPU},
			twin: limited(playing("burst"), Limits{CPU: 200 * time.Millisecond}),
		},
		{
			name: "busy threads", box: limited(playing("threads"), Limits{CPU: 300 * time.Millisecond}), want: []Why{OverCPU},
			twin: limited(playing("burst"), Limits{CPU: 300 * time.Millisecond}),
		},
		{
			name: "busy children", box: limited(playing("children"), Limits{CPU: 300 * time.Millisecond}), want: []Why{OverCPU},
			twin: playing("forks", "3"), said: "3 all",
		},
		{
			name: "computing in children that nobody waits for", box: limited(playing("fleeting"), Limits{CPU: 300 * time.Millisecond, Wall: 3 * time.Second}), want: []Why{OverCPU, OverWall},
			twin: playing("burst"),
		},
		{
			name: "sleeper", box: limited(playing("sleep"), Limits{Wall: 200 * time.Millisecond}), want: []Why{OverWall},
			twin: playing("hello"), said: "hello",
		},
		{
			name: "fork bomb", box: limited(playing("forkbomb"), Limits{CPU: 500 * time.Millisecond, Wall: 3 * time.Second}), want: []Why{OverCPU, OverWall, OverMemory},
			twin: playing("forks", "3"), said: "3 all",
		},
		{
			name: "heap", box: playing("heap", strconv.Itoa(600<<20)), want: []Why{OverMemory},
			twin: playing("heap", strconv.Itoa(100<<20)), said: strconv.Itoa(100<<20) + " bytes",
		},
		{
			name: "many heaps", box: playing("manyheaps", strconv.Itoa(100<<20)), want: []Why{OverMemory},
			twin: playing("heap", strconv.Itoa(100<<20)), said: strconv.Itoa(100<<20) + " bytes",
		},
		{
			name: "stack", box: playing("stack"), want: []Why{OverMemory},
			twin: playing("hello"), said: "hello",
		},
		{
			name: "memory in /tmp", box: limited(playing("files", "/tmp", strconv.Itoa(200<<20)), Limits{TmpSize: 1 << 30, FileSize: 1 << 30}), want: []Why{OverMemory},
			twin: limited(playing("files", "/tmp", strconv.Itoa(10<<20)), Limits{TmpSize: 1 << 30, FileSize: 1 << 30}), said: strconv.Itoa(40 << 20),
		},
		{
			name: "empty files", box: limited(playing("empty", "/tmp", "1000000"), Limits{Memory: 64 << 20}), want: []Why{OverMemory},
			twin: limited(playing("empty", "/tmp", "1000"), Limits{Memory: 64 << 20}), said: "written",
		},
		{
			name: "flood", box: playing("flood", "stdout", "1000000000"), want: []Why{OverOutput},
			twin: playing("flood", "stdout", "1000"), said: "xxx",
		},
		{
			name: "flood of errors", box: playing("flood", "stderr", "1000000000"), want: []Why{OverOutput},
			twin: playing("flood", "stderr", "1000"),
		},
	}
}

func limited(b Box, l Limits) Box {
	for _, v := range []struct{ to, from *time.Duration }{{&b.Limits.CPU, &l.CPU}, {&b.Limits.Wall, &l.Wall}} {
		if *v.from != 0 {
			*v.to = *v.from
		}
	}
	for _, v := range []struct{ to, from *int64 }{{&b.Limits.Memory, &l.Memory}, {&b.Limits.FileSize, &l.FileSize}, {&b.Limits.TmpSize, &l.TmpSize}, {&b.Limits.Output, &l.Output}} {
		if *v.from != 0 {
			*v.to = *v.from
		}
	}
	return b
}

func TestAppetites(t *testing.T) {
	for _, c := range appetites() {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, c.box)
			if !slices.Contains(c.want, r.Why) {
				t.Errorf("ended because of %q (%v), want one of %v\n%s\n%s", r.Why, r, c.want, r.Stdout, r.Stderr)
			}
			// two cores for a second, on a busy machine
			if limit := c.box.Limits.CPU; r.Why == OverCPU && (r.CPU < limit || r.CPU > limit+2*time.Second) {
				t.Errorf("%v of computing were counted, the limit is %v", r.CPU, limit)
			}
			if limit := c.box.Limits.Memory; r.Why == OverMemory && r.Memory > 3*limit {
				t.Errorf("it had %d MB, the limit is %d MB", r.Memory>>20, limit>>20)
			}
			if said := strings.Join(lines(t, c.twin), "\n"); !strings.Contains(said, c.said) {
				t.Errorf("the twin says %q, want %q", said, c.said)
			}
		})
	}
}

// What makes a system call fail does not end the program.
func TestRefusals(t *testing.T) {
	small := Limits{FileSize: 1 << 20, TmpSize: 2 << 20}
	for _, c := range []struct {
		box  Box
		want string
	}{
		{limited(playing("file", "/tmp/big", strconv.Itoa(5<<20)), small), fmt.Sprint(1<<20, " write /tmp/big: file too large")},
		{limited(playing("file", "/tmp/big", strconv.Itoa(1<<20)), small), fmt.Sprint(1<<20, " <nil>")},
		{limited(playing("files", "/tmp", strconv.Itoa(1<<20)), small), strconv.Itoa(2 << 20)},
	} {
		if got := lines(t, c.box); got[0] != c.want {
			t.Errorf("%v: %q, want %q", c.box.Command[2:], got[0], c.want)
		}
	}
	var n int
	if got := lines(t, playing("forks", "1000")); !strings.Contains(got[0], "then") || !strings.Contains(got[0], "unavailable") {
		t.Errorf("%s of 1000 processes", got[0])
	} else if _, err := fmt.Sscan(got[0], &n); err != nil || n < 2 || n > 60 {
		t.Errorf("%d processes (%v)", n, err)
	}
	if got := lines(t, playing("descriptors")); !strings.HasSuffix(got[0], " true") {
		t.Errorf("descriptors: %s", got)
	} else if _, err := fmt.Sscan(got[0], &n); err != nil || n < 50 || n > 64 {
		t.Errorf("%d descriptors (%v)", n, err)
	}
}

// Much output keeps its beginning and its end.
func TestOutputIsCut(t *testing.T) {
	b := playing("flood", "stdout", "1000")
	b.Keep = 1000
	r := run(t, b)
	if !r.OK() || r.Stdout.Total != 100000 || len(r.Stdout.Head) != 500 || len(r.Stdout.Tail) != 500 || !strings.Contains(r.Stdout.String(), "[99000 bytes left out]") {
		t.Errorf("%v: %d bytes, %d and %d kept", r, r.Stdout.Total, len(r.Stdout.Head), len(r.Stdout.Tail))
	}
}

// What is wrong with a box is said before anything is started.
func TestInvalid(t *testing.T) {
	for want, b := range map[string]Box{
		"absolute path of a program": {},
		"cannot be mounted":          {Command: []string{"/x"}, ReadOnly: []Mount{{"/etc", "/proc/x"}}},
		"clean absolute path":        {Command: []string{"/x"}, ReadOnly: []Mount{{"/etc", "/a/../b"}}},
		"NAME=value":                 {Command: []string{"/x"}, Env: []string{"x"}},
		"NUL":                        {Command: []string{"/x", "a\x00b"}},
		"must not be negative":       {Command: []string{"/x"}, Limits: Limits{CPU: -1}},
	} {
		if _, err := b.Run(t.Context()); err == nil || !strings.Contains(err.Error(), want) || errors.Is(err, ErrSandbox) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}

// A box that cannot be built is an error, and no report on the command.
func TestNotStarted(t *testing.T) {
	sandbox(t)
	for want, b := range map[string]Box{
		"execvp /missing": {Command: []string{"/missing"}},
		"no such file":    {Command: []string{"/x"}, ReadOnly: []Mount{{"/nowhere", "/x"}}},
	} {
		if _, err := b.Run(t.Context()); err == nil || !strings.Contains(strings.ToLower(err.Error()), strings.ToLower(want)) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	if err := Check(t.Context()); err != nil {
		t.Error(err)
	}
	nothingLeft(t)
}
