package plots

import (
	"strings"
	"testing"
)

func TestRoundTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   string
	}{
		{0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{-1, 1, "-1.0 -0.5 0.0 0.5 1.0"},
		{-1.16, 2.27, "-1.0 -0.5 0.0 0.5 1.0 1.5 2.0"},
		{0, 5000, "0 1000 2000 3000 4000 5000"},
		{0, 0.0101, "0.000 0.002 0.004 0.006 0.008 0.010"},
		{0, 3e-5, "0 5.0e-06 1.0e-05 1.5e-05 2.0e-05 2.5e-05 3.0e-05"},
		{2, 2, "2"},
	} {
		var got []string
		for _, m := range (roundTicks{}).Ticks(c.lo, c.hi) {
			got = append(got, m.Label)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("[%g, %g]: %s, want %s", c.lo, c.hi, s, c.want)
		}
	}
}
