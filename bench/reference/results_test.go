package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func good(row string, seed uint64) result {
	return result{Row: row, Seed: seed, Hash: "a", Engine: "xla", Seconds: 2, Measures: []quantity{{Name: "excess", Value: 0.03, Err: 0.001, High: 0.05}}}
}

func TestResultsAreKeptBySeedAndCode(t *testing.T) {
	dir := t.TempDir()
	rs := &results{}
	rs.put(good("b", 1))
	rs.put(good("b", 0))
	rs.put(good("a", 0))
	again := good("b", 1)
	again.Hash = "new code"
	rs.put(again)
	if err := rs.save(dir); err != nil {
		t.Fatal(err)
	}
	read, err := load(filepath.Join(dir, "reference.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(read.All) != 3 || read.All[0].Row != "a" || read.All[1].Seed != 0 {
		t.Errorf("want three results in order, got %+v", read.All)
	}
	if _, ok := read.find("b", 1, "a"); ok {
		t.Error("a result of older code passed as current")
	}
	if _, ok := read.find("b", 1, "new code"); !ok {
		t.Error("the current result was not found")
	}
	table, err := os.ReadFile(filepath.Join(dir, "reference.md"))
	if err != nil || !strings.Contains(string(table), "| b | 1 | xla | excess 0.03 ± 0.001 | 0 … 0.05 | 2 |") {
		t.Errorf("table: %s %v", table, err)
	}
}

func TestAMissedBarIsSaid(t *testing.T) {
	r := good("a", 0)
	r.Measures[0].Value = 0.06
	if r.ok() || !strings.Contains(r.words(), "MISSES") {
		t.Errorf("0.06 with a bar of 0.05: %s", r.words())
	}
	if (result{}).ok() {
		t.Error("a result without measures passed")
	}
}

func TestRunMissingRunsOnlyWhatIsMissingAndFailsBeyondTheBar(t *testing.T) {
	t.Setenv("GOMLX_BACKEND", "go")
	dir := t.TempDir()
	runs, value := 0, 0.03
	r := row{name: "fake", seeds: 2, packages: []string{module + "dist"}, run: func(context.Context, uint64, float64) ([]quantity, error) {
		runs++
		return []quantity{{Name: "excess", Value: value, High: 0.05}}, nil
	}}
	for range 2 {
		rs, err := load(filepath.Join(dir, "reference.json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := runMissing(t.Context(), []row{r}, rs, dir, false); err != nil {
			t.Fatal(err)
		}
	}
	if runs != 2 {
		t.Errorf("want one run for each of 2 seeds, got %d", runs)
	}
	value = 0.07
	if err := runMissing(t.Context(), []row{r}, &results{}, dir, false); err == nil || !strings.Contains(err.Error(), "fake, seed 1") {
		t.Errorf("want an error that names what missed, got %v", err)
	}
}

func TestBadInput(t *testing.T) {
	if err := run(t.Context(), []string{"-rows", "no such row"}); err == nil || !strings.Contains(err.Error(), "no row") {
		t.Errorf("got %v", err)
	}
	path := filepath.Join(t.TempDir(), "reference.json")
	if err := os.WriteFile(path, []byte("{"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := load(path); err == nil || !strings.Contains(err.Error(), "begin anew") {
		t.Errorf("got %v", err)
	}
}
