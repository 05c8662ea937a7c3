package similar

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Table prints the pairs. For each share it says how much of the first's the second has, and the other way round.
func Table(w io.Writer, pairs []Pair) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(pairs) > 0 {
		fmt.Fprintln(t, "A\tB\tcode of A in B\tof B in A\twords of A in B\tof B in A")
	}
	for _, p := range pairs {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", p.A.Who, p.B.Who, percent(p.Code, p.Code.A), percent(p.Code, p.Code.B), percent(p.Words, p.Words.A), percent(p.Words, p.Words.B))
	}
	return t.Flush()
}

// percent is a share as text; "-" where nothing is alike.
func percent(s Shares, share float64) string {
	if s.Alike == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f %%", 100*share)
}
