package interval

import "testing"

func TestOf(t *testing.T) {
	count := func(n int) (x []float64) {
		for i := range n {
			x = append(x, float64((i*7)%n+1)) // 1 … n in another order, for n not a multiple of 7
		}
		return x
	}
	for _, c := range []struct {
		n    int
		want Interval
	}{ // ranks from Conover's table of the binomial distribution: the sign test at 95 %
		{1, Interval{1, 1, 1}},
		{5, Interval{3, 1, 5}},
		{6, Interval{3.5, 1, 6}},
		{10, Interval{5.5, 2, 9}},
		{15, Interval{8, 4, 12}},
		{20, Interval{10.5, 6, 15}},
	} {
		if got := Of(count(c.n)); got != c.want {
			t.Errorf("median of 1 … %d: %v, want %v", c.n, got, c.want)
		}
	}
	if none := Of(nil); none == none || none.Verdict(1) != "undecided" {
		t.Errorf("of nothing: %v", none)
	}
}

func TestRatiosArePaired(t *testing.T) {
	got := Ratios([]float64{1, 4, 9}, []float64{2, 2})
	if len(got) != 2 || got[0] != 0.5 || got[1] != 2 {
		t.Errorf("ratios = %v, want [0.5 2]", got)
	}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		i    Interval
		want string
	}{
		{Interval{1, 0.9, 1.1}, "met"},
		{Interval{1, 0.9, 1.2}, "undecided"},
		{Interval{1.2, 1.1, 1.3}, "undecided"},
		{Interval{1.3, 1.2, 1.4}, "missed"},
	} {
		if got := c.i.Verdict(1.1); got != c.want {
			t.Errorf("%v against 1.1: %s, want %s", c.i, got, c.want)
		}
	}
}
