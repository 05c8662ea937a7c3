package main

import "testing"

func TestMedianOf(t *testing.T) {
	count := func(n int) (x []float64) {
		for i := range n {
			x = append(x, float64((i*7)%n+1)) // 1 … n in another order, for n not a multiple of 7
		}
		return x
	}
	for _, c := range []struct {
		n    int
		want estimate
	}{ // ranks from Conover's table of the binomial distribution: the sign test at 95 %
		{1, estimate{1, 1, 1}},
		{5, estimate{3, 1, 5}},
		{6, estimate{3.5, 1, 6}},
		{10, estimate{5.5, 2, 9}},
		{15, estimate{8, 4, 12}},
		{20, estimate{10.5, 6, 15}},
	} {
		if got := medianOf(count(c.n)); got != c.want {
			t.Errorf("median of 1 … %d: %v, want %v", c.n, got, c.want)
		}
	}
}

func TestRatiosArePaired(t *testing.T) {
	got := ratios([]float64{1, 4, 9}, []float64{2, 2})
	if len(got) != 2 || got[0] != 0.5 || got[1] != 2 {
		t.Errorf("ratios = %v, want [0.5 2]", got)
	}
}
