package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func some(x float64) []float64 { return []float64{x, x, x, x, x, x} }

func TestTables(t *testing.T) {
	r := report{Processor: "p", System: "s", Threads: 2, Versions: "v"}
	r.put(result{Row: "memory", Series: series{"front": some(20), "GoNB": some(10), "engine": some(240.4), "other": some(0), "sum": some(270.4), "gopls": some(180)}})
	r.put(result{Row: "autoencoder", Series: series{
		"outside": some(400), "outside XLA": some(2000), "inside": some(1900), "inside XLA": some(2000), "unchanged": some(50),
		"outside compiled": some(0), "inside compiled": some(2), "unchanged compiled": some(0),
	}})
	r.put(result{Row: "plain", Rounds: 6, Load: 1.25, Series: series{"edited": {1, 2, 2, 2, 2, 3}, "go build and run": some(1.5), "unchanged": some(1)}})
	text := r.markdown()
	for _, want := range []string{
		"p, s, 2 processors; v.",
		"| autoencoder | edited outside the graph | 400 [400, 400] | XLA in the cell: 2000 [2000, 2000] | 0.20 [0.20, 0.20] | ≤ 0.35: met |",
		"| autoencoder | edited inside | 1900 [1900, 1900] | XLA in the cell: 2000 [2000, 2000] | 0.95 [0.95, 0.95] | ≤ 0.80: missed |",
		"| autoencoder | unchanged | 50.0 [50.0, 50.0] | | | |",
		"| 1.33 [0.67, 2.00] | ≤ 1.30: undecided |",
		"| autoencoder | 0 for 6 cells, at most 0 | 12 for 6 cells, at most 2 | 0 for 6 cells, at most 0 |",
		"| 20.0 [20.0, 20.0] | 10.0 [10.0, 10.0] | 240 [240, 240] | 0.0 [0.0, 0.0] | 270 [270, 270] | ≤ 300: met | 180 [180, 180] |",
		", plain 1.2 (6 rounds), ",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q in\n%s", want, text)
		}
	}
	if none := (&report{}).markdown(); strings.Contains(none, "|") {
		t.Errorf("tables of nothing: %s", none)
	}
}

func TestResultsOfOtherRowsStay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "cells.json")
	first := report{Processor: "p", Versions: "v"}
	first.put(result{Row: "memory", Rounds: 3})
	first.put(result{Row: "plain", Rounds: 3})
	if err := first.save(file); err != nil {
		t.Fatal(err)
	}
	second := report{Processor: "p", Versions: "v"}
	if err := second.add(file); err != nil {
		t.Fatal(err)
	}
	second.put(result{Row: "plain", Rounds: 20})
	if len(second.Rows) != 2 || second.Rows[0].Rounds != 20 || second.Rows[1].Row != "memory" {
		t.Errorf("got %+v", second.Rows)
	}
	if err := (&report{Processor: "q", Versions: "v"}).add(file); err == nil || !strings.Contains(err.Error(), "choose another file") {
		t.Errorf("another processor: %v", err)
	}
	if err := second.add(file + ".none"); err != nil {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(file, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := second.add(file); err == nil || !strings.Contains(err.Error(), "no result of this command") {
		t.Errorf("half a file: %v", err)
	}
}

// The page is what the results say.
func TestPage(t *testing.T) {
	const file = "../../docs/results/cells"
	r, err := load(file + ".json")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file + ".md")
	if err != nil {
		t.Fatal(err)
	}
	if want := r.markdown(); string(text) != want {
		t.Errorf("%s.md is\n%s\nwant\n%s", file, text, want)
	}
}
