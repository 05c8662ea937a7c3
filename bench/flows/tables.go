package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// summary is a row over its seeds.
type summary struct {
	n                    int
	excess, err          float64 // mean over seeds and its standard error
	worst                float64 // integral that is farthest from 1
	params               int
	seconds, evaluations float64
	failed               []string
	sumSquares, sumErr   float64
}

// summarize gathers the seeds of a row.
func (rs *results) summarize(r row) summary {
	s := summary{worst: 1}
	for _, k := range rs.All {
		if !k.of(r) {
			continue
		}
		if k.Failed != "" {
			s.failed = append(s.failed, fmt.Sprintf("seed %d: %s", k.Seed, k.Failed))
			continue
		}
		s.n++
		s.excess += k.Excess.Value
		s.sumSquares += k.Excess.Value * k.Excess.Value
		s.sumErr += k.Excess.StdErr * k.Excess.StdErr
		s.seconds += k.Seconds
		s.evaluations += k.Evaluations
		s.params = k.Params
		if math.Abs(k.Integral.Value-1) > math.Abs(s.worst-1) {
			s.worst = k.Integral.Value
		}
	}
	n := float64(max(s.n, 1))
	s.excess, s.seconds, s.evaluations = s.excess/n, s.seconds/n, s.evaluations/n
	if s.n > 1 {
		s.err = math.Sqrt(math.Max(s.sumSquares/n-s.excess*s.excess, 0) / (n - 1))
	} else {
		s.err = math.Sqrt(s.sumErr)
	}
	return s
}

// tables is the Markdown page.
func (rs *results) tables() string {
	var b strings.Builder
	b.WriteString(head)
	rows := allRows()
	for _, f := range families {
		if !rs.any(f) {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n%s; %d steps of %d points, Adam %g.\n\n", f.name, f.what, f.train.Steps, f.train.Batch, f.train.Rate)
		b.WriteString("| set | side | seeds | excess in nats | worst integral | parameters | seconds | evaluations a step |\n|---|---|---|---|---|---|---|---|\n")
		for _, r := range rows {
			if s := rs.summarize(r); r.family.name == f.name && s.n+len(s.failed) > 0 {
				b.WriteString(s.line(r))
			}
		}
		for _, side := range f.peers {
			b.WriteString(rs.verdict(f, side))
		}
	}
	return b.String()
}

// any says whether there is a result of a family.
func (rs *results) any(f family) bool {
	return slices.ContainsFunc(rs.All, func(r result) bool { return r.Family == f.name })
}

const head = `# Normalizing flows on laws with exact densities

Made by ` + "`go run ./bench/flows`" + `; do not edit. Excess over the exact density on 100 000 fresh points: mean over seeds ± standard error over
seeds. All sides of a row train on the same points in the same order, on one or two cores with other work on the machine, so that seconds
(of training, first call included) are upper bounds. zuko 1.4.0, nflows 0.14, torchdiffeq 0.2.5, PyTorch 2.13.0. "Not worse" is a mean difference of at most .01 nats + 3
standard errors.
`

func (s summary) line(r row) string {
	evaluations := "-"
	if s.evaluations > 0 {
		evaluations = fmt.Sprintf("%.0f", s.evaluations)
	}
	note := ""
	if len(s.failed) > 0 {
		note = "; failed: " + strings.Join(s.failed, "; ")
	}
	if s.n == 0 {
		return fmt.Sprintf("| %s | %s | 0 | %s | | | | |\n", r.set.name, r.side, strings.TrimPrefix(note, "; "))
	}
	return fmt.Sprintf("| %s | %s | %d | %.4f ± %.4f%s | %.4f | %d | %.0f | %s |\n", r.set.name, r.side, s.n, s.excess, s.err, note, s.worst, s.params, s.seconds, evaluations)
}

// verdict compares us with a side in the mean over the sets that both have finished.
func (rs *results) verdict(f family, side string) string {
	var diff, variance float64
	n := 0
	for _, s := range sets {
		a, b := rs.summarize(row{f, s, ours}), rs.summarize(row{f, s, side})
		if a.n > 1 && b.n > 1 {
			diff += a.excess - b.excess
			variance += a.err*a.err + b.err*b.err
			n++
		}
	}
	if n == 0 {
		return ""
	}
	diff, se := diff/float64(n), math.Sqrt(variance)/float64(n)
	word := "not worse"
	if diff > 0.01+3*se {
		word = "worse"
	}
	return fmt.Sprintf("\nOurs − %s in the mean over %d sets: %+.4f ± %.4f nats: %s.\n", side, n, diff, se, word)
}
