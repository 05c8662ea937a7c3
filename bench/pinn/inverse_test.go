package main

import (
	"math"
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/pinn"
)

// boundTol is for 20 000 random points: the shock has one in a hundred of them.
const boundTol = 0.05

// TestBound: for Burgers' equation with 1 % noise the bounds at 2000 points are .048 % and .46 % of λ₁ and λ₂ (a quadrature over 200 000 points gives .0474 % and .458 %).
func TestBound(t *testing.T) {
	const n = 20_000
	v := inverse{of: burgers{points: n}, noise: 0.01}
	got, err := v.bound(v.sigma(0), 0)
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []float64{0.000474, 0.00458 * 0.01 / math.Pi} {
		if x := got[k] * math.Sqrt(n/2000.); math.Abs(x/want-1) > boundTol {
			t.Errorf("bound %d is %g, want %g", k, x, want)
		}
	}
}

// growth is u = a·exp(b·t) at t = 0, 1, 2, whose sensitivities are exact.
type growth struct{ burgers }

func (growth) truth() []pinn.Unknown {
	return []pinn.Unknown{{Name: "a", Start: 2}, {Name: "b", Start: 0.5}}
}

func (growth) values(x []float64, _ uint64) []float64 {
	return []float64{x[0], x[0] * math.Exp(x[1]), x[0] * math.Exp(2*x[1])}
}

func TestBoundOfGrowth(t *testing.T) {
	var aa, ab, bb float64
	for i := range 3 {
		e := math.Exp(0.5 * float64(i))
		da, db := e, 2*float64(i)*e
		aa, ab, bb = aa+da*da, ab+da*db, bb+db*db
	}
	det := aa*bb - ab*ab
	got, err := inverse{of: growth{}}.bound(0.1, 0)
	if err != nil || math.Abs(got[0]-0.1*math.Sqrt(bb/det)) > 1e-7 || math.Abs(got[1]-0.1*math.Sqrt(aa/det)) > 1e-7 {
		t.Errorf("got %v, %v, want %g and %g", got, err, 0.1*math.Sqrt(bb/det), 0.1*math.Sqrt(aa/det))
	}
}

// TestBand: of 20 with .9, P(≤ 13) = .0024 and P(≤ 14) = .0113; of 200, by the sums of the binomial law.
func TestBand(t *testing.T) {
	for _, k := range []struct{ n, lo, hi int }{{20, 14, 20}, {200, 168, 190}} {
		if lo, hi := band(k.n, 0.9, 0.99); lo != k.lo || hi != k.hi {
			t.Errorf("of %d: %d to %d, want %d to %d", k.n, lo, hi, k.lo, k.hi)
		}
	}
}

// TestRepeatsAreKept: repeats are found again by their hash, and the page has their tally.
func TestRepeatsAreKept(t *testing.T) {
	v, dir := inverses[2], t.TempDir()
	for repeat, e := range []float64{-0.02, 0.02, 0.02} {
		r := estimated{Row: v.String(), Repeat: uint64(repeat), Hash: "a", Seconds: 7}
		for _, u := range v.of.truth() {
			r.Value, r.Bound, r.StdErr = append(r.Value, u.Start+e), append(r.Bound, 0.02), append(r.StdErr, 0.02)
			r.Lo, r.Hi = append(r.Lo, u.Start+e-0.0329), append(r.Hi, u.Start+e+0.0329)
		}
		if err := update(dir, "a machine", func(rs *results) { rs.putEstimated(r) }); err != nil {
			t.Fatal(err)
		}
	}
	rs, err := load(dir)
	if err != nil || !rs.hasEstimated(v.String(), 2, "a") || rs.hasEstimated(v.String(), 2, "b") || rs.hasEstimated(v.String(), 3, "a") {
		t.Fatalf("want three repeats by their hash, got %+v, %v", rs.Inverse, err)
	}
	if want := "| 3 of 200 | α = 2 | 1.000 % | 1.000 % | 1.00 | +0.333 % | 3 | 1 to 3 | 1.00 | 7 | met |"; !strings.Contains(rs.page(), want) {
		t.Errorf("%q is missing in\n%s", want, rs.page())
	}
	rs.putEstimated(estimated{Row: v.String(), Repeat: 3, Failed: "the loss is NaN"})
	if want := "3 of 200; repeat 3 failed: the loss is NaN"; !strings.Contains(rs.page(), want) {
		t.Errorf("%q is missing in\n%s", want, rs.page())
	}
}

// TestVerdict: each aim can be missed.
func TestVerdict(t *testing.T) {
	for _, k := range []struct {
		t    tally
		want string
	}{
		{tally{held: 18, rms: 1, bound: 1, width: 1}, "met"},
		{tally{held: 18, rms: 1.6, bound: 1, width: 1}, "missed: error ≤ 1.5"},
		{tally{held: 13, rms: 1, bound: 1, width: 2.1}, "missed: held in the band, width ≤ 2"},
	} {
		if got := k.t.verdict(14, 20); got != k.want {
			t.Errorf("%+v: %q, want %q", k.t, got, k.want)
		}
	}
}

// TestInverseRows: names differ, hashes are made, and the problems' unknowns are those whose truth is known.
func TestInverseRows(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range inverses {
		h, err := v.hash()
		if err != nil || seen[v.String()] || seen[h] {
			t.Errorf("%s: a second row of this name or hash, or %v", v, err)
		}
		seen[v.String()], seen[h] = true, true
		p := v.reduced().of.problem(0, 0)
		if _, err = p.Points(0); err != nil {
			t.Errorf("%s: %v", v, err)
		}
		for i, u := range v.of.truth() {
			if p.Unknowns[i].Name != u.Name {
				t.Errorf("%s: unknown %d is %s, want %s", v, i, p.Unknowns[i].Name, u.Name)
			}
		}
	}
}
