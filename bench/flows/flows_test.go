package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/metric"
)

func fake(r row, seed uint64, excess float64) result {
	return result{
		Family: r.family.name, Set: r.set.name, Side: r.side, Seed: seed, Hash: "a", Params: 10, Seconds: 3,
		Excess: metric.Estimate{Value: excess, StdErr: 0.001}, Integral: metric.Estimate{Value: 1},
	}
}

func TestResultsAreKeptAndCompared(t *testing.T) {
	dir := t.TempDir()
	here, peer := row{families[0], sets[0], ours}, row{families[0], sets[0], families[0].peers[0]}
	for seed := range uint64(3) {
		for _, r := range []row{here, peer} {
			excess := 0.02 + 0.001*float64(seed)
			if r.side == ours {
				excess += 0.05
			}
			if err := keep(dir, r, fake(r, seed, excess)); err != nil {
				t.Fatal(err)
			}
		}
	}
	rs, err := load(dir)
	if err != nil || len(rs.All) != 6 || !rs.find(here, 2, "a") || rs.find(here, 2, "b") || rs.find(here, 3, "a") {
		t.Fatalf("want 6 results by seed and hash, got %+v, %v", rs, err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "flows.md"))
	table := string(raw)
	if err != nil || !strings.Contains(table, "| moons | gensci | 3 | 0.0710 ± 0.0006 |") || !strings.Contains(table, "+0.0500 ± 0.0008 nats: worse.") {
		t.Errorf("table: %s %v", table, err)
	}
}

func TestFailuresAreSaid(t *testing.T) {
	r := row{families[0], sets[0], ours}
	rs := &results{}
	rs.put(r, result{Family: r.family.name, Set: r.set.name, Side: r.side, Seed: 1, Failed: "the loss is NaN"})
	if table := rs.tables(); !strings.Contains(table, "failed: seed 1: the loss is NaN") {
		t.Errorf("the failure is not said: %s", table)
	}
}

// The answers of another process get the same verdict as the same density here.
func TestAskedAndAnswered(t *testing.T) {
	law := data.Moons{Noise: 0.1}
	here := density{law}
	want, integral, err := judge(here, law)
	if err != nil {
		t.Fatal(err)
	}
	q := &asked{}
	if _, _, err = judge(q, law); err != nil {
		t.Fatal(err)
	}
	var answers []float64
	for _, x := range q.points {
		lp, _ := here.LogProb(x)
		answers = append(answers, lp...)
	}
	got, integralGot, err := judge(&answered{answers}, law)
	if err != nil || got != want || integralGot != integral {
		t.Errorf("want %v and %v, got %v and %v, %v", want, integral, got, integralGot, err)
	}
	if _, _, err = judge(&answered{answers[:10]}, law); err == nil {
		t.Error("want an error for missing answers")
	}
}

type density struct{ law data.Law }

func (d density) LogProb(x *mat.Dense) ([]float64, error) { return data.LogProbs(d.law, x), nil }

func TestBadInput(t *testing.T) {
	for _, args := range [][]string{{"-rows", "no such row"}, {"-sides", "nobody"}, {"surplus"}} {
		if err := run(t.Context(), args); err == nil || !strings.Contains(err.Error(), "no row") {
			t.Errorf("%v: got %v", args, err)
		}
	}
}
