package main

import (
	"fmt"
	"math"
	"strings"

	"github.com/gensci/gensci/bench/interval"
)

const certifiedHead = `
## Certificates

Error bars that do not know the solution (package certify), over the true error in the same norm, for networks that were trained in short (at most 2000 points of each equation,
2000 steps of Adam, 500 iterations of L-BFGS, one seed; nets as under accuracy): "bound" is an inequality, in L2 or, marked max, in the largest value and then up to sampling; "network" a second network for the error, "twin" the
error of a twin problem, scaled; both estimates, with the training of the solution. A bar holds if its ratio is at least 1. Lipschitz constants of reactions are given, not found.

| problem | relative error | bound/error | network/error | twin/error | seconds |
|---|---|---|---|---|---|
`

// ratio is a cell of the table.
func (b *bar) ratio() string {
	switch {
	case b == nil:
		return "-"
	case b.Failed != "":
		return "none: " + b.Failed
	case strings.Contains(b.Kind, "sampling"):
		return fmt.Sprintf("%.3g (max)", b.Ratio)
	}
	return fmt.Sprintf("%.3g", b.Ratio)
}

// String is one line.
func (c certified) String() string {
	if c.Failed != "" {
		return c.Row + ": failed: " + c.Failed
	}
	return fmt.Sprintf("%s: relative error %.3g; bar/error: bound %s, network %s, twin %s; %.0f s", c.Row, c.Error, c.Bound.ratio(), c.Network.ratio(), c.Twin.ratio(), c.Seconds)
}

// certificates are the page's section; nothing before there are rows.
func (rs *results) certificates() string {
	if len(rs.Certificates) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(certifiedHead)
	var bounds, networks, twins []*bar
	for _, row := range certificates() {
		for _, c := range rs.Certificates {
			switch {
			case c.Row != row.String():
			case c.Failed != "":
				fmt.Fprintf(&b, "| %s | failed: %s | | | | |\n", row.name, c.Failed)
			default:
				fmt.Fprintf(&b, "| %s | %.2e | %s | %s | %s | %.0f |\n", row.name, c.Error, c.Bound.ratio(), c.Network.ratio(), c.Twin.ratio(), c.Seconds)
				bounds, networks, twins = append(bounds, c.Bound), append(networks, c.Network), append(twins, c.Twin)
			}
		}
	}
	return b.String() + fmt.Sprintf("\n- bound: %s\n- network: %s\n- twin: %s\n", record(bounds), record(networks), record(twins))
}

// record is in how many rows a kind of bar holds, and how wide it is.
func record(all []*bar) string {
	var ratios []float64
	holds, none := 0, 0
	for _, b := range all {
		switch {
		case b == nil:
		case b.Failed != "":
			none++
		default:
			if ratios = append(ratios, b.Ratio); b.Ratio >= 1 {
				holds++
			}
		}
	}
	text := fmt.Sprintf("holds in %d of %d", holds, len(ratios))
	if len(ratios) > 0 {
		text += fmt.Sprintf(", median ratio %.3g", interval.Of(ratios).Median)
	}
	if none > 0 {
		text += fmt.Sprintf("; %d without one", none)
	}
	return text + verdict(ratios)
}

// widest is the aim for the median ratio.
const widest = 20

func verdict(ratios []float64) string {
	if len(ratios) == 0 {
		return ""
	}
	if m := interval.Of(ratios).Median; math.IsNaN(m) || m > widest {
		return fmt.Sprintf(" (≤ %d: missed)", widest)
	}
	return fmt.Sprintf(" (≤ %d: met)", widest)
}
