package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/gensci/gensci/bench/machine"
	"github.com/gensci/gensci/internal/replace"
)

// report is what is kept: rows may be of several runs on the same machine with the same versions.
type report struct {
	Processor string   `json:"processor"`
	System    string   `json:"system"`
	Threads   int      `json:"threads"`
	Versions  string   `json:"versions"`
	Rows      []result `json:"rows"`
}

// result is what was measured of a row.
type result struct {
	Row     string  `json:"row"`
	Rounds  int     `json:"rounds"`
	Seconds float64 `json:"seconds"` // in all
	Load    float64 `json:"load"`    // of the machine, before it began
	Series  series  `json:"series"`  // ms, MB or counts
}

func newReport(s settings) report {
	return report{Processor: machine.Processor(), System: runtime.GOOS + "/" + runtime.GOARCH, Threads: s.threads, Versions: machine.Libraries()}
}

// add takes over the rows of an earlier report; a file that is not there has none.
func (r *report) add(file string) error {
	old, err := load(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if old.Processor != r.Processor || old.System != r.System || old.Threads != r.Threads || old.Versions != r.Versions {
		return fmt.Errorf("%s was measured on another processor or with other versions: choose another file with -o, or remove it", file)
	}
	r.Rows = old.Rows
	return nil
}

func load(file string) (r report, err error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return r, err
	}
	if err = json.Unmarshal(text, &r); err != nil {
		return r, fmt.Errorf("%s is no result of this command (%w): choose another file with -o", file, err)
	}
	return r, nil
}

// put replaces a row, or adds it in the order of the table.
func (r *report) put(new result) {
	r.Rows = append(slices.DeleteFunc(r.Rows, func(x result) bool { return x.Row == new.Row }), new)
	place := func(x result) int { return slices.IndexFunc(allRows(), func(y row) bool { return y.name == x.Row }) }
	slices.SortStableFunc(r.Rows, func(a, b result) int { return place(a) - place(b) })
}

// save writes the report as JSON, and the tables beside it.
func (r *report) save(file string) error {
	text, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	if err = replace.File(file, append(text, '\n')); err != nil {
		return err
	}
	return replace.File(strings.TrimSuffix(file, ".json")+".md", []byte(r.markdown()))
}
