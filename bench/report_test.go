package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gensci/gensci/bench/interval"
)

func TestMarkdownPrintsLostRowsToo(t *testing.T) {
	times := func(ms float64) []float64 { return []float64{ms, ms, ms, ms, ms, ms} }
	row := func(name string, target, mine float64) result {
		return result{Row: name, Target: target, Heats: []heat{{"torch", "compile", "default", -1}}, Notes: []string{"torch, x: no compiler"}, Finals: []final{
			{Side: ours, Form: "fit", Allocator: "huge pages", MS: times(mine), First: times(1)},
			{Side: "torch", Form: "eager", Allocator: "default", MS: times(4), First: times(1)},
			{Side: "jax", Form: "scan", Allocator: "default", MS: times(2), First: times(1)},
		}}
	}
	rows := []result{row("won", 1.1, 2), row("lost", 1.1, 3), row("free", 0, 3), row("noisy", 1.1, 2)}
	rows[3].Finals[0].MS = []float64{1, 2, 2, 2, 2, 3}
	text := report{Threads: 2, Rows: rows}.markdown()
	for _, want := range []string{
		"| won | 2 (fit, huge pages) | torch 4 (eager, default) | 0.50 [0.50, 0.50] |  |",
		"| won | 2 (fit, huge pages) | jax 2 (scan, default) | 1.00 [1.00, 1.00] | ≤ 1.10: met |",
		"| lost | 3 (fit, huge pages) | jax 2 (scan, default) | 1.50 [1.50, 1.50] | ≤ 1.10: missed |",
		"| free | 3 (fit, huge pages) | jax 2 (scan, default) | 1.50 [1.50, 1.50] | faster peer |",
		"1.00 [0.50, 1.50] | ≤ 1.10: undecided |",
		"| lost | failed: torch, x: no compiler |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q in\n%s", want, text)
		}
	}
}

// The table of README.md is what the results say.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../docs/results/bench.json")
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{r.ratios(), r.firstCalls()} {
		if !strings.Contains(string(readme), table) {
			t.Errorf("README.md lacks this table of docs/results/bench.json:\n%s", table)
		}
	}
}

func TestResultsOfOtherRowsStay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bench.json")
	first := report{Processor: "p", Rounds: 15}
	first.put(result{Row: "conv", Params: 1})
	first.put(result{Row: "mlp", Params: 1})
	if err := first.save(file); err != nil {
		t.Fatal(err)
	}
	second := report{Processor: "p", Rounds: 15}
	var err error
	if second.Rows, err = second.before(file); err != nil {
		t.Fatal(err)
	}
	second.put(result{Row: "mlp", Params: 2})
	if len(second.Rows) != 2 || second.Rows[0].Row != "mlp" || second.Rows[0].Params != 2 || second.Rows[1].Params != 1 {
		t.Errorf("got %+v", second.Rows)
	}
	if _, err := (report{Processor: "q", Rounds: 15}).before(file); err == nil || !strings.Contains(err.Error(), "choose another file") {
		t.Errorf("another processor: %v", err)
	}
	if rows, err := first.before(file + ".none"); rows != nil || err != nil {
		t.Errorf("no file: %v, %v", rows, err)
	}
}

func TestSameWork(t *testing.T) {
	want := []float64{2, 1, 0.5}
	for _, c := range []struct {
		got  []float64
		want string
	}{
		{[]float64{2, 1.001, 0.5}, ""},
		{[]float64{2, 1.01, 0.5}, "other work: loss 1.01 at step 1"},
		{[]float64{2, 1}, "took 2 steps"},
		{[]float64{2, 1, nan()}, "other work"},
	} {
		err := sameWork("torch", c.got, want)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.got, err, c.want)
		}
	}
	if err := sameWork("torch", []float64{1, 1}, []float64{1, 1}); err == nil || !strings.Contains(err.Error(), "does not learn") {
		t.Errorf("constant losses: %v", err)
	}
}

func nan() float64 { return interval.Of(nil).Median }

func TestFlags(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-rounds 1", "-rounds ≥ 5"},
		{"pinn", `want flags only, got "pinn"`},
		{"-rows unet -peers none", `no row is called "unet"`},
	} {
		err := run(t.Context(), strings.Fields(c.args))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("bench %s: %v, want %q", c.args, err, c.want)
		}
	}
}
