package main

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/internal/engines"
)

func TestResultsAreKeptAndCompared(t *testing.T) {
	dir := t.TempDir()
	a, c := zoo[0], contests[0]
	for s, wrong := range []float64{3e-4, 1e-4, 2e-4} {
		if err := update(dir, "a machine", func(rs *results) {
			rs.putSolved(solved{Row: a.String(), Seed: uint64(s), Hash: "a", Error: 1}) // replaced by the next
			rs.putSolved(solved{Row: a.String(), Seed: uint64(s), Hash: "a", Error: wrong, Points: "10 + 2", Evaluations: 30, End: "small decrease"})
		}); err != nil {
			t.Fatal(err)
		}
	}
	round := map[string]training{ours: made(3, 5, 0.5), ddex: made(2, 20, 1), jax: made(3, 1, 0.6)}
	if err := update(dir, "a machine", func(rs *results) {
		rs.putRaced(raced{Row: c.String(), Hash: "b", Threads: 2, Rounds: []map[string]training{round, round}})
	}); err != nil {
		t.Fatal(err)
	}
	rs, err := load(dir)
	if err != nil || len(rs.Accuracy) != 3 || !rs.hasSolved(a.String(), 2, "a") || rs.hasSolved(a.String(), 2, "b") || !rs.hasRaced(c.String(), "b") || rs.hasRaced(c.String(), "a") {
		t.Fatalf("want 3 seeds and a race by their hashes, got %+v, %v", rs, err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "pinn.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"| 10 + 2 | 2.00e-04 | 3.0e-04, 1.0e-04, 2.0e-04 | 6.7e-4, Raissi",
		"| Burgers | DeepXDE | 0.50 [0.50, 0.50] | 0.38 [0.38, 0.38] | 1.00 [1.00, 1.00] |  |",
		"| Burgers | JAX | 0.83 [0.83, 0.83] | 1.05 [1.05, 1.05] | 1.00 [1.00, 1.00] | ≤ 0.8: missed |",
		"| gensci | 5.0 | ",
		"| DeepXDE | 10.0 | ",
	} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%q is missing in\n%s", want, raw)
		}
	}
}

func TestFailuresAreSaid(t *testing.T) {
	rs := &results{}
	rs.putSolved(solved{Row: zoo[1].String(), Failed: "the loss is NaN"})
	rs.putRaced(raced{Row: contests[1].String(), Rounds: []map[string]training{{ours: made(2, 0, 1)}}, Failed: map[string]string{jax: "no memory"}})
	for _, want := range []string{"failed: seed 0: the loss is NaN", "| Poisson | JAX | failed: no memory |"} {
		if page := rs.page(); !strings.Contains(page, want) {
			t.Errorf("%q is not said: %s", want, page)
		}
	}
}

func TestAgree(t *testing.T) {
	us := training{First: 2, Trace: trace{{Error: 1}}}
	for _, k := range []struct {
		loss, wrong float64
		want        string
	}{{2, 1, ""}, {2 + 1e-9, 1, ""}, {2.1, 1, "another loss"}, {2, 0.9, "another error"}, {math.NaN(), 1, "another loss"}} {
		err := agree(jax, training{First: k.loss, Trace: trace{{Error: k.wrong}}}, us, 1e-8)
		if (err == nil) != (k.want == "") || err != nil && !strings.Contains(err.Error(), k.want) {
			t.Errorf("loss %g, error %g: %v, want %q", k.loss, k.wrong, err, k.want)
		}
	}
}

func TestCounted(t *testing.T) {
	i, e, err := counted("L-BFGS: 12 iterations with 15 evaluations, loss 3.2e-05, iteration limit")
	if err != nil || i != 12 || e != 15 {
		t.Errorf("got %d and %d, %v", i, e, err)
	}
	if _, _, err = counted("something else"); err == nil {
		t.Error("another note: no error")
	}
}

// TestRowsArePosed: every row's files are there, names differ, and problems have what the tables take for granted.
func TestRowsArePosed(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range zoo {
		if p := a.posed(); p.Exact == nil || seen[a.String()] {
			t.Errorf("%s: a second row of this name, or no solution", a)
		}
		seen[a.String()] = true
		if _, err := a.hash(); err != nil {
			t.Errorf("%s: %v", a, err)
		}
	}
	for _, c := range contests {
		q, err := c.reduced().pose()
		if err != nil {
			t.Fatal(err)
		}
		if len(q.sets) < 2 || q.data[0] || !q.data[len(q.data)-1] || len(q.truth) != 25_600 {
			t.Errorf("%s: want equations, then values: %d sets, %v", c, len(q.sets), q.data)
		}
		if _, err = c.hash(); err != nil {
			t.Errorf("%s: %v", c, err)
		}
	}
	fields := ""
	q, err := contests[4].reduced().pose() // Kovasznay
	if err != nil {
		t.Fatal(err)
	}
	for i, data := range q.data {
		if data {
			fields += q.fields[q.field(i)]
		}
	}
	if fields != "uvp" {
		t.Errorf("the values are those of %s, want u, v, p", fields)
	}
}

func TestBadInput(t *testing.T) {
	for _, k := range []struct{ args, want string }{
		{"-rows=none", "no row has"},
		{"-sides=nobody", "no side is called"},
		{"surplus", "what is"},
		{"-rounds=0", "want -rounds"},
	} {
		if err := run(t.Context(), []string{k.args}); err == nil || !strings.Contains(err.Error(), k.want) {
			t.Errorf("%s: got %v", k.args, err)
		}
	}
}

// tiny is a contest of one step.
func tiny(c contest) contest {
	c.hidden, c.equation, c.data, c.adam, c.lbfgs, c.every = []int{5, 5}, 20, 8, 1, 1, 1
	return c
}

// TestOurSide: the untimed run and the timed one are the same, and marks are in order.
func TestOurSide(t *testing.T) {
	c := tiny(contests[1])
	c.adam, c.lbfgs = 4, 3
	q, err := c.pose()
	if err != nil {
		t.Fatal(err)
	}
	s := &us{posed: q, engine: engines.Go(t)}
	tr, err := s.train(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if end := tr.Trace.end(); tr.Trace[0].Steps != 0 || end.Steps != 7 || end.Evaluations < 8 || !(tr.Last < tr.First) || !(end.Seconds >= 0) {
		t.Errorf("got %+v", tr)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err = s.train(ctx); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("interrupted: %v", err)
	}
}
