package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gensci/gensci/bench/interval"
)

const head = `# Physics-informed networks

Made by ` + "`go run ./bench/pinn`" + `; do not edit.

`

const accuracyHead = `## Accuracy

Relative L2 error over all fields, against the exact solution or a reference that is closer to it than networks come, on a grid of
100 × 256 points (about 26 000 in other dimensions) in the domain. Points are those of the conditions, the equations' first. Adam is pinn.Adam with
a rate of 5e-3 that falls to a hundredth. Seconds are those of training, compiling included, with other work on the machine, so that they are
upper bounds. Evaluations are those of the loss with its gradient, steps of Adam among them; with several seeds numbers are
medians.

| problem | settings | points | error | all seeds | published | seconds | Adam | L-BFGS | evaluations | end |
|---|---|---|---|---|---|---|---|---|---|---|
`

const raceHead = `
## Side by side

All sides begin with the same weights and minimize the same loss on the same points, in the same precision, with Adam's steps on all
points and then L-BFGS: ours by fit.Run and fit.LBFGS; DeepXDE on PyTorch by its own training loop; the JAX program with nested forward derivatives, steps of optax's Adam
in a compiled loop, and scipy's L-BFGS-B on the compiled gradient. "Time to the error" is the time until a side's error first
is at most the worse of the two final errors of a round; ratios ours / peer below 1 mean that we are faster. They are taken within rounds: median over
rounds with its 95 % interval (their range where there are fewer than 6 rounds). Seconds are medians over rounds, without tracing, compiling and imports ("setup" is tracing and
compiling), errors measured beside the clock.
`

// page is the Markdown page.
func (rs *results) page() string {
	var b strings.Builder
	b.WriteString(head + rs.Machine + "\n\n" + accuracyHead)
	for _, a := range zoo {
		if all := rs.of(a.String()); len(all) > 0 {
			b.WriteString(a.line(all))
		}
	}
	b.WriteString(rs.inversePage())
	b.WriteString(rs.certificates())
	if len(rs.Races) == 0 {
		return b.String()
	}
	b.WriteString(raceHead + "\n| problem | peer | time to the error | with setup | evaluations | aim |\n|---|---|---|---|---|---|\n")
	for _, c := range contests {
		if k := rs.find(c); k != nil {
			b.WriteString(k.verdicts(c))
		}
	}
	for _, c := range contests {
		if k := rs.find(c); k != nil {
			b.WriteString(k.table(c))
		}
	}
	return b.String()
}

// line is a row over its seeds.
func (a accuracy) line(all []solved) string {
	var good []solved
	var errs, failed []string
	for _, r := range all {
		if r.Failed != "" {
			failed = append(failed, fmt.Sprintf("seed %d: %s", r.Seed, r.Failed))
			continue
		}
		good = append(good, r)
		errs = append(errs, fmt.Sprintf("%.1e", r.Error))
	}
	settings, published := a.what(), a.published
	if published == "" {
		published = "-"
	}
	if len(good) == 0 {
		return fmt.Sprintf("| %s | %s | %s | failed: %s | | %s | | | | | |\n", a.name, settings, all[0].Points, strings.Join(failed, "; "), published)
	}
	if len(failed) > 0 {
		errs = append(errs, "failed: "+strings.Join(failed, "; "))
	}
	of := func(f func(r solved) float64) float64 {
		var x []float64
		for _, r := range good {
			x = append(x, f(r))
		}
		return interval.Of(x).Median
	}
	return fmt.Sprintf("| %s | %s | %s | %.2e | %s | %s | %.0f | %d | %.0f | %.0f | %s |\n", a.name, settings, good[0].Points,
		of(func(r solved) float64 { return r.Error }), strings.Join(errs, ", "), published, of(func(r solved) float64 { return r.Seconds }), good[0].Steps,
		of(func(r solved) float64 { return float64(r.Iterations) }), of(func(r solved) float64 { return float64(r.Evaluations) }), good[0].End)
}

// aim is the largest ratio of our time to the faster peer's.
const aim = 0.8

// ratios are those of a peer over all rounds.
type ratios struct{ time, whole, evaluations []float64 }

func (k *raced) ratios(peer string) (r ratios) {
	for _, round := range k.Rounds {
		a, okA := round[ours]
		b, okB := round[peer]
		if x, ok := newRace(a, b); okA && okB && ok {
			r.time, r.whole, r.evaluations = append(r.time, x.Time), append(r.whole, x.Whole), append(r.evaluations, x.Evaluations)
		}
	}
	return r
}

// verdicts are the row's lines in the table of ratios. The faster peer is the one with the larger ratio.
func (k *raced) verdicts(c contest) string {
	var b strings.Builder
	faster, most := "", math.Inf(-1)
	for _, peer := range sides[1:] {
		if r := k.ratios(peer); len(r.time) > 0 && interval.Of(r.time).Median > most {
			faster, most = peer, interval.Of(r.time).Median
		}
	}
	for _, peer := range sides[1:] {
		r := k.ratios(peer)
		switch {
		case k.Failed[peer] != "":
			fmt.Fprintf(&b, "| %s | %s | failed: %s | | | |\n", c.name, peer, k.Failed[peer])
			continue
		case len(r.time) == 0:
			continue
		}
		word := ""
		if peer == faster {
			word = fmt.Sprintf("≤ %g: %s", aim, interval.Of(r.time).Verdict(aim))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", c.name, peer, interval.Of(r.time), interval.Of(r.whole), interval.Of(r.evaluations), word)
	}
	return b.String()
}

// table is what each side did, and its error over time.
func (k *raced) table(c contest) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n### %s\n\n%s. %d rounds, %d threads for each side, load of the machine before: %.1f; %s\n\n",
		c.name, c.what(), len(k.Rounds), k.Threads, k.Load, k.Machine)
	b.WriteString("| side | final error | seconds | setup | evaluations | final loss | end |\n|---|---|---|---|---|---|---|\n")
	for _, side := range sides {
		if all := k.of(side); len(all) > 0 {
			med := func(f func(t training) float64) float64 { return median(all, f) }
			fmt.Fprintf(&b, "| %s | %.2e | %.1f | %.1f | %.0f | %.2e | %s |\n", side,
				med(func(t training) float64 { return t.Trace.end().Error }), med(func(t training) float64 { return t.Trace.end().Seconds }),
				med(func(t training) float64 { return t.Setup }), med(func(t training) float64 { return t.Trace.end().Evaluations }),
				med(func(t training) float64 { return t.Last }), all[0].End)
		}
	}
	return b.String() + k.errors()
}

// errors is how long each side takes to errors that any of them reaches, medians over rounds; nothing where none does.
func (k *raced) errors() string {
	targets := slices.DeleteFunc([]float64{1e-1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5}, func(e float64) bool { return !k.reached(e) })
	if len(targets) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n| seconds until the error is at most")
	for _, e := range targets {
		fmt.Fprintf(&b, " | %.0e", e)
	}
	b.WriteString(" |\n|---" + strings.Repeat("|---", len(targets)) + "|\n")
	for _, side := range sides {
		all := k.of(side)
		if len(all) == 0 {
			continue
		}
		b.WriteString("| " + side)
		for _, e := range targets {
			b.WriteString(" | " + secondsTo(all, e))
		}
		b.WriteString(" |\n")
	}
	return b.String()
}

// secondsTo is the median time to an error, "-" where most trainings do not reach it.
func secondsTo(all []training, target float64) string {
	seconds := median(all, func(t training) float64 {
		m, ok := t.Trace.reach(target)
		if !ok {
			return math.Inf(1)
		}
		return m.Seconds
	})
	if math.IsInf(seconds, 1) {
		return "-"
	}
	return fmt.Sprintf("%.1f", seconds)
}

// of are a side's trainings.
func (k *raced) of(side string) (all []training) {
	for _, round := range k.Rounds {
		if t, ok := round[side]; ok {
			all = append(all, t)
		}
	}
	return all
}

// reached says whether any side's error fell to a target.
func (k *raced) reached(target float64) bool {
	return slices.ContainsFunc(k.Rounds, func(round map[string]training) bool {
		for _, t := range round {
			if _, ok := t.Trace.reach(target); ok {
				return true
			}
		}
		return false
	})
}

// median of a number of all trainings.
func median(all []training, f func(t training) float64) float64 {
	var x []float64
	for _, t := range all {
		x = append(x, f(t))
	}
	slices.Sort(x)
	return x[(len(x)-1)/2]
}
