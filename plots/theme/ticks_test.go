package theme

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot"
)

func labels(marks []plot.Tick) string {
	var out []string
	for _, m := range marks {
		if !m.IsMinor() {
			out = append(out, m.Label)
		}
	}
	return strings.Join(out, " ")
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		ticks  Ticks
		lo, hi float64
		want   string
	}{
		{Ticks{}, 0, 1, "0.0 0.2 0.4 0.6 0.8 1.0"},
		{Ticks{}, -1, 1, "−1.0 −0.5 0.0 0.5 1.0"},
		{Ticks{}, -1.16, 2.27, "−1.0 −0.5 0.0 0.5 1.0 1.5 2.0"},
		{Ticks{Most: 4}, -1.16, 2.27, "−1 0 1 2"},
		{Ticks{Most: 2}, 0.1, 0.9, "0.2 0.4 0.6 0.8"},
		{Ticks{Most: 4}, -4.1, 4.2, "−4 −2 0 2 4"},
		{Ticks{Most: 2}, 0.6, 1.4, "1.0"},
		{Ticks{}, 0, 5000, "0 1000 2000 3000 4000 5000"},
		{Ticks{}, 0, 0.0101, "0.000 0.002 0.004 0.006 0.008 0.010"},
		{Ticks{}, 0, 3e-5, "0 0.5·10⁻⁵ 1.0·10⁻⁵ 1.5·10⁻⁵ 2.0·10⁻⁵ 2.5·10⁻⁵ 3.0·10⁻⁵"},
		{Ticks{Most: 4}, -2e7, 2e7, "−2·10⁷ 0 2·10⁷"},
		{Ticks{Whole: true}, 0, 2, "0 1 2"},
		{Ticks{Whole: true}, 0.2, 0.8, ""},
		{Ticks{}, 2, 2, "2"},
		{Ticks{}, 1000, 1000.0001, "1.00000000·10³ 1.00000002·10³ 1.00000004·10³ 1.00000006·10³ 1.00000008·10³"},
	} {
		if got := labels(c.ticks.Ticks(c.lo, c.hi)); got != c.want {
			t.Errorf("%+v [%g, %g]: %s, want %s", c.ticks, c.lo, c.hi, got, c.want)
		}
	}
}

// TestTicksAreFew: for any limits at most as many as asked for, or two more instead of a single one, all inside.
func TestTicksAreFew(t *testing.T) {
	for most := 2; most <= 8; most++ {
		for k := range 500 {
			lo := math.Sin(float64(k)) * math.Pow(10, float64(k%9-4))
			hi := lo + math.Pow(10, float64(k%7-3))*(1+float64(k%13))
			marks := (Ticks{Most: most}).Ticks(lo, hi)
			if len(marks) < 1 || len(marks) > most+2 {
				t.Fatalf("[%g, %g], at most %d: %d ticks", lo, hi, most, len(marks))
			}
			for _, m := range marks {
				if slack := 1e-6 * (hi - lo); m.Value < lo-slack || m.Value > hi+slack {
					t.Fatalf("[%g, %g]: a tick at %g", lo, hi, m.Value)
				}
			}
		}
	}
}

func TestLogTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		most   int
		want   string
	}{
		{1, 1000, 8, "1 10 100 1000"},
		{0.005, 2, 8, "0.01 0.1 1"},
		{1e-6, 1e-2, 8, "10⁻⁶ 10⁻⁵ 10⁻⁴ 10⁻³ 10⁻²"},
		{1e-12, 1, 4, "10⁻¹² 10⁻⁸ 10⁻⁴ 10⁰"},
		{2, 30, 8, "2 5 10 20"},
		{2e-7, 3e-6, 8, "2·10⁻⁷ 5·10⁻⁷ 10⁻⁶ 2·10⁻⁶"},
		{0, 10, 8, ""},
	} {
		if got := labels(LogTicks{Most: c.most}.Ticks(c.lo, c.hi)); got != c.want {
			t.Errorf("[%g, %g]: %s, want %s", c.lo, c.hi, got, c.want)
		}
	}
}

func TestLogScale(t *testing.T) {
	if got := (Log{}).Normalize(1, 100, 10); got != 0.5 {
		t.Errorf("10 between 1 and 100 is at %v", got)
	}
	if got := (Log{}).Normalize(1, 100, -1); !math.IsNaN(got) {
		t.Errorf("−1 is at %v, want NaN", got)
	}
}

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", -1.5: "−1.5", 0.01: "0.01", 6.7e-7: "6.7·10⁻⁷", -2e12: "−2·10¹²"} {
		if got := Number(v, 3); got != want {
			t.Errorf("%g: %s, want %s", v, got, want)
		}
	}
}
