package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gensci/gensci/bench/interval"
)

const head = `# Solvers of ordinary differential equations

Made by ` + "`go run ./bench/odes`" + `; do not edit. Errors are those at the end, the largest of all coordinates; of samples the root of
their mean square. Evaluations of the field are those of one solve, finite differences for Jacobians among them. Milliseconds of one solve: median over rounds
with its 95 % interval, compiled before. Absolute and relative tolerance are the same; each library has its own defaults for the rest.
`

// tables is the Markdown page.
func (rs *results) tables() string {
	var b strings.Builder
	b.WriteString(head + "\n" + rs.Machine + "\n\n## What was aimed at\n\n| row | ratio | of | aim |\n|---|---|---|---|\n")
	for _, r := range allRows() {
		if res := rs.of(r); res != nil {
			for _, k := range r.bounds() {
				b.WriteString(res.verdict(k))
			}
		}
	}
	last := ""
	for _, r := range allRows() {
		res := rs.of(r)
		if res == nil {
			continue
		}
		if r.problem.name != last {
			last = r.problem.name
			fmt.Fprintf(&b, "\n## %s\n\n| tolerance | side | method | error | evaluations | ms |\n|---|---|---|---|---|---|\n", last)
		}
		for _, t := range res.Timings {
			b.WriteString(t.line(r.tol))
		}
	}
	return b.String()
}

func (t timing) line(tol float64) string {
	c := t.Contender
	if t.Failed != "" {
		return fmt.Sprintf("| %.0e | %s | %s | failed: %s | | |\n", tol, c.Side, c.Method, t.Failed)
	}
	i := interval.Of(t.MS)
	return fmt.Sprintf("| %.0e | %s | %s | %.1e | %d | %.3g [%.3g, %.3g] |\n", tol, c.Side, c.Method, t.Error, t.Evaluations, i.Median, i.Low, i.High)
}

// verdict is a line about a bound; nothing where a side is missing.
func (res *result) verdict(k bound) string {
	a, b := res.find(k.ours), res.find(k.peers)
	if a == nil || b == nil {
		return ""
	}
	line := func(ratio, word string) string {
		return fmt.Sprintf("| %s | %s | %s, %s / %s | ≤ %.1f: %s |\n", res.Row, ratio, k.what, k.ours, k.peers, k.most, word)
	}
	switch {
	case a.Failed != "" || b.Failed != "":
		return line("-", "a side failed")
	case k.what == "time":
		i := interval.Of(interval.Ratios(a.MS, b.MS))
		return line(i.String(), i.Verdict(k.most))
	}
	ratio := float64(a.Evaluations) / float64(b.Evaluations)
	word := "met"
	if ratio > k.most {
		word = "missed"
	}
	return line(fmt.Sprintf("%.2f", ratio), word)
}

func (res *result) find(c contender) *timing {
	if i := slices.IndexFunc(res.Timings, func(t timing) bool { return t.Contender == c }); i >= 0 {
		return &res.Timings[i]
	}
	return nil
}
