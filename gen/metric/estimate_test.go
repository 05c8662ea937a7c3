package metric

import (
	"math"
	"testing"
)

func TestStrings(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Estimate{.0312, .0041, "nats above the exact density"}.String(), "0.031 ± 0.004 nats above the exact density"},
		{Estimate{1.00002, .00012, ""}.String(), "1.0000 ± 0.0001"},
		{Estimate{math.Inf(1), 0, "nats"}.String(), "+Inf ± 0.000 nats"},
		{Estimate{2, 0, "m"}.String(), "2.000 ± 0.000 m"},
		{Band{.541, .486, .514, "C2ST"}.String(), "C2ST 0.541, outside the band 0.486 … 0.514 of a perfect model"},
		{Band{.5, .486, .514, "C2ST"}.String(), "C2ST 0.500, inside the band 0.486 … 0.514 of a perfect model"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func TestInside(t *testing.T) {
	for _, c := range []struct {
		v    float64
		want bool
	}{{.9, false}, {1, true}, {2, true}, {2.1, false}, {math.NaN(), false}} {
		if (Band{Value: c.v, Low: 1, High: 2}).Inside() != c.want {
			t.Errorf("Inside of %g is %v", c.v, !c.want)
		}
	}
}

func TestShortHasNoUnit(t *testing.T) {
	if got := (Estimate{Value: 0.0312, StdErr: 0.004, Unit: "nats"}).Short(); got != "0.031 ± 0.004" {
		t.Errorf("got %q", got)
	}
}
