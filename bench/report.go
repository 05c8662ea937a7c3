package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"github.com/gensci/gensci/bench/interval"
	"github.com/gensci/gensci/bench/machine"
)

// report is the outcome of a run.
type report struct {
	Processor string            `json:"processor"`
	System    string            `json:"system"`
	Threads   int               `json:"threads"`
	Rounds    int               `json:"rounds"`
	BudgetMS  int64             `json:"budget_ms"`
	Versions  map[string]string `json:"versions"`
	Rows      []result          `json:"rows"`
}

// result is one row's outcome.
type result struct {
	Row    string    `json:"row"`
	What   string    `json:"what"`
	Target float64   `json:"target,omitempty"`
	Params int       `json:"params"`
	Check  []float64 `json:"check"` // losses of the first steps on one batch, the same on all sides
	Heats  []heat    `json:"heats"`
	Finals []final   `json:"finals"`
	Notes  []string  `json:"notes,omitempty"`
}

// heat is the best of three short measurements; -1 if it failed.
type heat struct {
	Side      string  `json:"side"`
	Form      string  `json:"form"`
	Allocator string  `json:"allocator"`
	MS        float64 `json:"ms"`
}

// final is what was measured of the best contender of a side: ms per step in each round, and s of the first calls.
type final struct {
	Side      string    `json:"side"`
	Form      string    `json:"form"`
	Allocator string    `json:"allocator"`
	MS        []float64 `json:"ms"`
	First     []float64 `json:"first"`
	Loss      float64   `json:"loss"` // at the end
}

func newReport(s settings, processes []*process) report {
	r := report{
		Processor: machine.Processor(), System: runtime.GOOS + "/" + runtime.GOARCH, Threads: s.threads, Rounds: s.rounds,
		BudgetMS: s.budget.Milliseconds(), Versions: map[string]string{},
	}
	for _, p := range processes {
		r.Versions[p.side] = fmt.Sprintf("%s, %d threads", p.hello.Version, p.hello.Threads)
	}
	return r
}

// faster is the index of the fastest peer, 0 if there is none.
func (r result) faster() int {
	best := 0
	for i := 1; i < len(r.Finals); i++ {
		if best == 0 || interval.Of(r.Finals[i].MS).Median < interval.Of(r.Finals[best].MS).Median {
			best = i
		}
	}
	return best
}

// ratio is ours / that of final i, round by round.
func (r result) ratio(i int) interval.Interval {
	return interval.Of(interval.Ratios(r.Finals[0].MS, r.Finals[i].MS))
}

// markdown is the report as tables.
func (r report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Processor: %s, %s, %d threads. %d rounds of %d ms.\n", r.Processor, r.System, r.Threads, r.Rounds, r.BudgetMS)
	for _, side := range []string{ours, "torch", "jax"} {
		if v, ok := r.Versions[side]; ok {
			fmt.Fprintf(&b, "%s: %s.\n", side, v)
		}
	}
	b.WriteString("\nms per training step, median, and in brackets form and allocator; ratio: ours / peer, median of the rounds [95 % interval].\n\n")
	b.WriteString(r.ratios())
	b.WriteString("\nFirst call (build, trace, compile), s, median.\n\n" + r.firstCalls())
	b.WriteString("\nAll forms tried, ms per step, best of the heats.\n\n" + r.heats())
	return b.String()
}

func (r report) ratios() string {
	var b strings.Builder
	b.WriteString("| row | ours | peer | ratio | aim |\n|---|---|---|---|---|\n")
	for _, row := range r.Rows {
		for i, f := range row.Finals {
			if i > 0 {
				fmt.Fprintf(&b, "| %s | %s | %s %s | %s | %s |\n", row.Row, row.Finals[0].cell(), f.Side, f.cell(), row.ratio(i), row.aim(i))
			}
		}
		if len(row.Finals) == 1 {
			fmt.Fprintf(&b, "| %s | %s | - | - | - |\n", row.Row, row.Finals[0].cell())
		}
	}
	return b.String()
}

func (r report) firstCalls() string {
	var b strings.Builder
	b.WriteString("| row | side | s |\n|---|---|---|\n")
	for _, row := range r.Rows {
		for _, f := range row.Finals {
			fmt.Fprintf(&b, "| %s | %s %s | %.2f |\n", row.Row, f.Side, f.Form, interval.Of(f.First).Median)
		}
	}
	return b.String()
}

func (r report) heats() string {
	var b strings.Builder
	b.WriteString("| row | side | form | allocator | ms |\n|---|---|---|---|---|\n")
	for _, row := range r.Rows {
		for _, h := range row.Heats {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %.3g |\n", row.Row, h.Side, h.Form, h.Allocator, h.MS)
		}
		for _, n := range row.Notes {
			fmt.Fprintf(&b, "| %s | failed: %s | | | |\n", row.Row, n)
		}
	}
	return b.String()
}

func (f final) cell() string {
	return fmt.Sprintf("%.3g (%s, %s)", interval.Of(f.MS).Median, f.Form, f.Allocator)
}

// aim says whether the row's target against the faster peer is met; it is undecided where the interval holds the target.
func (r result) aim(i int) string {
	switch {
	case i != r.faster():
		return ""
	case r.Target == 0:
		return "faster peer"
	}
	return fmt.Sprintf("≤ %.2f: %s", r.Target, r.ratio(i).Verdict(r.Target))
}

// before reads the report of an earlier run, whose other rows stay; a file that is not there is an empty report.
func (r report) before(file string) ([]result, error) {
	text, err := os.ReadFile(file)
	if file == "" || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var old report
	if err := json.Unmarshal(text, &old); err != nil {
		return nil, fmt.Errorf("%s is no result of this command (%w): choose another file", file, err)
	}
	rows := old.Rows
	old.Rows, r.Rows = nil, nil
	if !reflect.DeepEqual(old, r) {
		return nil, fmt.Errorf("%s was measured on another processor, with other versions or settings: choose another file", file)
	}
	return rows, nil
}

// put replaces a row, or adds it in the order of the table.
func (r *report) put(new result) {
	r.Rows = append(slices.DeleteFunc(r.Rows, func(x result) bool { return x.Row == new.Row }), new)
	place := func(x result) int { return slices.IndexFunc(allRows(), func(y row) bool { return y.name == x.Row }) }
	slices.SortStableFunc(r.Rows, func(a, b result) int { return place(a) - place(b) })
}

// save writes the report as JSON, unless file is "".
func (r report) save(file string) error {
	if file == "" {
		return nil
	}
	text, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	next := file + ".next"
	if err = os.WriteFile(next, append(text, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(next, file)
}
