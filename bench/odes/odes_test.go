package main

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/gen/ode"
	"github.com/gensci/gensci/internal/engines"
)

// The solutions that the tables judge by are those that tight tolerances reach.
func TestSolutions(t *testing.T) {
	for _, p := range problems {
		h, within := ode.Host{Method: ode.Dopri8, RTol: 1e-12, ATol: 1e-12, MaxSteps: most}, 1e-9
		if p.stiff {
			h.Method, h.RTol, h.ATol, within = ode.Kvaerno3, 1e-7, 1e-7, 1e-5 // order 3
		}
		tr, err := h.Solve(p.host, p.x0, 0, p.t1)
		if err != nil {
			t.Fatal(p.name, err)
		}
		if d := distance(tr.End(), p.want, false); !(d < within) {
			t.Errorf("%s: x(%g) = %v, want %v", p.name, p.t1, tr.End(), p.want)
		}
	}
}

func TestOurSidesDoTheSameWork(t *testing.T) {
	m := &measurer{sides: map[string]side{host: onHost{}}, rounds: 1, budget: time.Microsecond}
	m.start = func(context.Context, string) (side, error) {
		return inEngine{engines.Go(t), map[ask]func() ([]float64, int, error){}}, nil
	}
	for name, sides := range map[string][]string{"A3": {host, inGraph}, "Kepler": {host}} { // loops are slow on this engine
		r := row{problemOf(name), 1e-6}
		all := slices.DeleteFunc(r.contenders(), func(c contender) bool { return !slices.Contains(sides, c.Side) })
		times, err := m.row(t.Context(), r, all)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range times {
			if k.Failed != "" || len(k.MS) != 1 || k.Evaluations < 100 || !(k.Error < 1e-3) {
				t.Errorf("%s: %+v", r, k)
			}
		}
	}
	s, err := m.of(t.Context(), inGraph)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []ask{{Problem: sampling, Slope: true}, {Problem: sampling, Method: "Dopri5, equal steps", Steps: 1, Reps: 1}} {
		if a, err := s.ask(q); err != nil || len(a.X) != 2*samples || !q.Slope && a.Evaluations != 7 {
			t.Errorf("%+v: %d numbers, %d evaluations, %v", q, len(a.X), a.Evaluations, err)
		}
	}
}

// A side whose field is another one is found out.
func TestAnotherFieldIsSeen(t *testing.T) {
	m := &measurer{sides: map[string]side{inGraph: shifted{0}, scipy: shifted{1e-3}, torch: shifted{0}}}
	r := row{problem: problems[0]}
	if err := m.sameField(t.Context(), r, torch); err != nil {
		t.Error(err)
	}
	if err := m.sameField(t.Context(), r, scipy); err == nil || !strings.Contains(err.Error(), "scipy has another field") {
		t.Errorf("got %v", err)
	}
}

// shifted is a side whose slopes are off.
type shifted struct{ by float64 }

func (s shifted) ask(q ask) (answer, error) {
	a, err := onHost{}.ask(q)
	a.X[0] += s.by
	return a, err
}

func TestResultsAreKeptAndCompared(t *testing.T) {
	dir, r := t.TempDir(), row{problems[0], 1e-6}
	rs := &results{Machine: "a machine"}
	res := result{Row: r.String(), Hash: "a"}
	for i, c := range r.contenders() {
		res.Timings = append(res.Timings, timing{Contender: c, Error: 1e-7, Evaluations: 100 + 50*i, MS: []float64{1, 2, 3}})
	}
	res.Timings[8] = timing{Contender: r.contenders()[8], Failed: "no step"}
	rs.put(res)
	rs.put(result{Row: "none of ours"})
	if err := rs.save(dir); err != nil {
		t.Fatal(err)
	}
	back, err := load(dir)
	if err != nil || len(back.All) != 1 || back.of(r) == nil || back.of(row{problems[1], 1e-6}) != nil {
		t.Fatalf("got %+v, %v", back, err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "odes.md"))
	table := string(raw)
	for _, want := range []string{
		"| 1e-06 | gensci host | Tsit5 | 1.0e-07 | 100 | 2 [1, 3] |", "| scipy | Radau | failed: no step |",
		"| A1, 1e-06 | 0.38 | evaluations, gensci host Dopri5 / scipy RK45 | ≤ 1.2: met |",
	} {
		if err != nil || !strings.Contains(table, want) {
			t.Errorf("want %q in %s, %v", want, table, err)
		}
	}
}

func TestBadInput(t *testing.T) {
	for _, args := range [][]string{{"-rows", "no such row"}, {"surplus"}, {"-rounds", "1"}, {"-budget", "0s"}} {
		if err := run(t.Context(), args); err == nil || !strings.Contains(err.Error(), "no row") && !strings.Contains(err.Error(), "want -rounds") {
			t.Errorf("%v: got %v", args, err)
		}
	}
	if _, err := (&process{in: closed{}, name: "scipy"}).ask(ask{}); !errors.Is(err, errEnded) {
		t.Errorf("a worker that has ended: %v", err)
	}
	if !math.IsNaN(distance([]float64{1}, nil, false)) {
		t.Error("vectors of different lengths have a distance")
	}
}

// closed is the input of a process that has ended.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, os.ErrClosed }
func (closed) Close() error              { return nil }
