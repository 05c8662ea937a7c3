package main

import (
	"math"
	"slices"
	"testing"
)

const tol = 1e-12 // of numbers of size 1 after a few operations

// made is a training whose error falls tenfold every 10 s, 100 evaluations and 100 steps, from 1 on.
func made(decades int, setup, pace float64) training {
	t := training{Setup: setup}
	for i := range decades + 1 {
		t.Trace = append(t.Trace, mark{100 * i, 100 * float64(i), 10 * pace * float64(i), math.Pow(10, -float64(i))})
	}
	return t
}

func TestReach(t *testing.T) {
	tr := made(3, 0, 1).Trace
	for _, k := range []struct{ target, seconds float64 }{{2, 0}, {1, 0}, {0.1, 10}, {math.Pow(10, -1.5), 15}, {1e-3, 30}} {
		if m, ok := tr.reach(k.target); !ok || math.Abs(m.Seconds-k.seconds) > 30*tol || math.Abs(m.Evaluations-10*k.seconds) > 300*tol {
			t.Errorf("error %g: at %+v, %v, want %g s", k.target, m, ok, k.seconds)
		}
	}
	if m, ok := tr.reach(1e-4); ok {
		t.Errorf("an error that is never reached: %+v", m)
	}
	if _, ok := (trace{}).reach(1); ok {
		t.Error("nothing reaches something")
	}
}

// The first moment counts, though the error rises again; a step from nonsense to the target counts whole.
func TestReachOfRoughErrors(t *testing.T) {
	rough := trace{{0, 0, 0, 1}, {1, 1, 1, 0.1}, {2, 2, 2, 0.5}, {3, 3, 3, 0.05}}
	if m, ok := rough.reach(0.1); !ok || m.Seconds != 1 {
		t.Errorf("want the first moment, got %+v", m)
	}
	for _, bad := range []float64{math.NaN(), math.Inf(1)} {
		if m, ok := (trace{{0, 0, 0, bad}, {1, 1, 1, 0.1}}).reach(0.1); !ok || m.Seconds != 1 {
			t.Errorf("from %g: %+v, %v", bad, m, ok)
		}
	}
	if m, ok := (trace{{0, 0, 0, 1}, {1, 1, 1, 0}}).reach(0.1); !ok || m.Seconds != 1 {
		t.Errorf("to 0: %+v, %v", m, ok)
	}
}

// TestRace: the target is the worse of the final errors, so that the better side's last decade does not count.
func TestRace(t *testing.T) {
	r, ok := newRace(made(3, 5, 0.5), made(2, 20, 1))
	want := race{Target: 0.01, Time: 0.5, Whole: (5 + 10) / (20 + 20.), Evaluations: 1}
	if !ok || math.Abs(r.Time-want.Time) > tol || math.Abs(r.Whole-want.Whole) > tol || r.Target != want.Target || math.Abs(r.Evaluations-1) > tol {
		t.Errorf("got %+v, want %+v", r, want)
	}
	if _, ok := newRace(made(3, 0, 1), training{}); ok {
		t.Error("a race against nobody")
	}
	broken := made(2, 0, 1)
	broken.Trace[2].Error = math.NaN()
	if _, ok := newRace(broken, made(2, 0, 1)); ok {
		t.Error("a race to NaN")
	}
}

// TestSettled: of a first call that takes 3.2 s, 2 steps of a tenth of a second each are no setup.
func TestSettled(t *testing.T) {
	setup, clock := trace{{Steps: 2, Seconds: 3.2}, {Steps: 12, Seconds: 4.2}, {Steps: 22, Seconds: 5.2}}.settled()
	if math.Abs(setup-3) > 10*tol || math.Abs(clock[0].Seconds-0.2) > 10*tol || math.Abs(clock[2].Seconds-2.2) > 10*tol {
		t.Errorf("setup %g, clock %+v", setup, clock)
	}
	if setup, _ := (trace{{Steps: 5, Seconds: 3}}).settled(); setup != 3 {
		t.Errorf("one call alone is setup, got %g", setup)
	}
}

// TestTimed: errors seen at steps of two stages get the seconds of these steps, setup left out.
func TestTimed(t *testing.T) {
	errs := trace{{0, 0, 0, 1}, {10, 10, 0, 0.5}, {20, 20, 0, 0.4}, {25, 26, 0, 0.2}, {30, 33, 0, 0.1}}
	adam := trace{{Steps: 10, Seconds: 11}, {Steps: 20, Seconds: 12}} // a second for ten steps, ten of setup
	lbfgs := trace{{Steps: 0, Seconds: 4}, {Steps: 10, Seconds: 6}}   // two seconds for ten iterations, four of setup
	setup, all := timed(errs, adam, lbfgs, 20)
	var seconds []float64
	for _, m := range all {
		seconds = append(seconds, m.Seconds)
	}
	if want := []float64{0, 1, 2, 3, 4}; math.Abs(setup-14) > 100*tol || !slices.EqualFunc(seconds, want, func(a, b float64) bool { return math.Abs(a-b) < 100*tol }) {
		t.Errorf("setup %g, seconds %v, want 14 and %v", setup, seconds, want)
	}
}

func TestTraceAsText(t *testing.T) {
	tr := trace{{0, 0, 0, 1.25}, {100, 107, 2.5, 1e-3}}
	text, err := tr.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var back trace
	if err := back.UnmarshalText(text); err != nil || !slices.Equal(back, tr) {
		t.Errorf("%s became %v, %v", text, back, err)
	}
	if err := back.UnmarshalText([]byte("1 2 3")); err == nil {
		t.Error("three numbers: no error")
	}
	if err := back.UnmarshalText(nil); err != nil || len(back) != 0 {
		t.Errorf("no text: %v, %v", back, err)
	}
}

func TestLooks(t *testing.T) {
	for _, k := range []struct {
		most int
		want []int
	}{{15, []int{15}}, {50, []int{50}}, {200, []int{50, 75, 112, 168, 200}}} {
		if got := looks(k.most); !slices.Equal(got, k.want) {
			t.Errorf("%d iterations: looks %v, want %v", k.most, got, k.want)
		}
	}
}
