package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gensci/gensci/bench/interval"
)

// markdown is the page of results.
func (r *report) markdown() string {
	var b strings.Builder
	b.WriteString("# What an edited cell costs\n\nMade by `go run ./bench/cells`, do not edit; [bench/README.md](../../bench/README.md) says what is measured.\n\n")
	fmt.Fprintf(&b, "%s, %s, %d processors; %s. Medians with 95 %% intervals; ratios are taken within rounds.\n", r.Processor, r.System, r.Threads, r.Versions)
	for _, t := range []string{r.times(), r.compilations(), r.memory(), r.loads()} {
		if t != "" {
			b.WriteString("\n" + t)
		}
	}
	return b.String()
}

// times are in milliseconds.
func (r *report) times() string {
	var b strings.Builder
	for _, known := range allRows() {
		found := r.find(known.name)
		for _, c := range known.compare {
			if found != nil {
				b.WriteString(c.line(*found))
			}
		}
		for _, d := range known.differences {
			if found != nil {
				b.WriteString(d.line(*found))
			}
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "| row | | ms | beside | ratio | aim |\n|---|---|---|---|---|---|\n" + b.String()
}

func (c comparison) line(r result) string {
	if len(r.Series[c.ours]) == 0 {
		return "" // no Python
	}
	ours := fmt.Sprintf("| %s | %s | %s |", r.Row, c.what, whole(r.Series[c.ours]))
	if c.other == "" {
		return ours + " | | |\n"
	}
	ratio := interval.Of(interval.Ratios(r.Series[c.ours], r.Series[c.other]))
	beside := fmt.Sprintf("%s %s: %s | %s |", ours, c.beside, whole(r.Series[c.other]), ratio)
	if c.aim == 0 {
		return beside + " |\n"
	}
	return fmt.Sprintf("%s ≤ %.2f: %s |\n", beside, c.aim, ratio.Verdict(c.aim))
}

func (d difference) line(r result) string {
	longer, shorter := r.Series[d.longer], r.Series[d.shorter]
	if len(longer) == 0 || len(longer) != len(shorter) {
		return ""
	}
	more := make([]float64, len(longer))
	for i := range more {
		more[i] = longer[i] - shorter[i]
	}
	return fmt.Sprintf("| %s | %s | %s | | | ≤ %.0f: %s |\n", r.Row, d.what, whole(more), d.aim, interval.Of(more).Verdict(d.aim))
}

// whole writes medians without digits that say nothing.
func whole(x []float64) string {
	i := interval.Of(x)
	if i.Median < 100 {
		return fmt.Sprintf("%.1f [%.1f, %.1f]", i.Median, i.Low, i.High)
	}
	return fmt.Sprintf("%.0f [%.0f, %.0f]", i.Median, i.Low, i.High)
}

// compilations are those of the session server during the cells of all rounds, by its counter.
func (r *report) compilations() string {
	var b strings.Builder
	kinds := []string{"outside", "inside", "unchanged"}
	for _, row := range r.Rows {
		if len(row.Series[kinds[0]+" compiled"]) == 0 {
			continue
		}
		fmt.Fprintf(&b, "| %s |", row.Row)
		for _, kind := range kinds {
			counts := row.Series[kind+" compiled"]
			most, sum := slices.Max(counts), 0.0
			for _, n := range counts {
				sum += n
			}
			fmt.Fprintf(&b, " %.0f for %d cells, at most %.0f |", sum, len(counts), most)
		}
		b.WriteString("\n")
	}
	if b.Len() == 0 {
		return ""
	}
	return "Computations that the session server compiled, by its counter before and after each cell:\n\n" +
		"| row | edited outside | edited inside | unchanged |\n|---|---|---|---|\n" + b.String()
}

// memory is in MB.
func (r *report) memory() string {
	m := r.find("memory")
	if m == nil {
		return ""
	}
	sum := interval.Of(m.Series["sum"])
	return "MB (proportional set size) of a kernel's processes after training, a shell line and a completion:\n\n" +
		"| front and its keeper | GoNB | engine | other | sum | aim | gopls, apart |\n|---|---|---|---|---|---|---|\n" +
		fmt.Sprintf("| %s | %s | %s | %s | %s | ≤ %d: %s | %s |\n", whole(m.Series["front"]), whole(m.Series["GoNB"]), whole(m.Series["engine"]),
			whole(m.Series["other"]), whole(m.Series["sum"]), memoryAim, sum.Verdict(memoryAim), whole(m.Series["gopls"]))
}

// loads say how much else the machine did.
func (r *report) loads() string {
	var rows []string
	for _, row := range r.Rows {
		rows = append(rows, fmt.Sprintf("%s %.1f (%d rounds)", row.Row, row.Load, row.Rounds))
	}
	if len(rows) == 0 {
		return ""
	}
	return "The machine's load average when a row began: " + strings.Join(rows, ", ") + ".\n"
}

// find is a row's result, nil if there is none.
func (r *report) find(name string) *result {
	if i := slices.IndexFunc(r.Rows, func(x result) bool { return x.Row == name }); i >= 0 {
		return &r.Rows[i]
	}
	return nil
}
