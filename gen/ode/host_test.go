package ode_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/ode"
)

// oscillator is x” = −x, from (1, 0): cos t.
func oscillator(_ float64, x, dx []float64) { dx[0], dx[1] = x[1], -x[0] }

// The interpolants are of order 4 at least, Hermite's cubic among them: halving the steps divides the error in their middle by 16, or
// nearly.
func TestDenseOutputOrder(t *testing.T) {
	for _, m := range []ode.Tableau{ode.Dopri5, ode.Tsit5, ode.BogackiShampine, ode.Dopri8, ode.Kvaerno3, ode.Kvaerno5} {
		middle := func(h float64) float64 { // one step with loose tolerances, from where nothing vanishes
			tr, err := ode.Host{Method: m, RTol: 1e3, ATol: 1e3, FirstStep: h}.Solve(oscillator, []float64{math.Cos(0.4), -math.Sin(0.4)}, 0, h)
			if err != nil || len(tr.T) != 2 {
				t.Fatal(m, err, tr.T)
			}
			off := 0.0
			for _, theta := range []float64{0.2, 0.4, 0.6, 0.8} {
				x := tr.At(theta * h)
				off = math.Max(off, math.Hypot(x[0]-math.Cos(theta*h+0.4), x[1]+math.Sin(theta*h+0.4)))
			}
			return off
		}
		want := 4.0 // of one step; a method of order 3 makes that itself
		switch {
		case m.More != nil:
			want = 8 // that of Dopri8 is of order 7
		case m.Interp != nil:
			want = 5
		}
		if slope := math.Log2(middle(0.2) / middle(0.1)); !(slope > want-0.3) {
			t.Errorf("%s: errors fall with the power %.2f of the step, want %g", m, slope, want)
		}
	}
}

func TestEvents(t *testing.T) {
	zero := func(_ float64, x []float64) float64 { return x[0] }
	h := ode.Host{RTol: 1e-9, ATol: 1e-9, Events: []ode.Event{
		{Name: "zero", G: zero},
		{Name: "up", G: zero, Direction: 1},
		{Name: "down", G: zero, Direction: -1},
		{Name: "end", G: func(t float64, _ []float64) float64 { return t - 6 }, Terminal: true},
	}}
	tr, err := h.Solve(oscillator, []float64{1, 0}, 0, 20)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		name string
		t    float64
	}{{"zero", math.Pi / 2}, {"down", math.Pi / 2}, {"zero", 1.5 * math.Pi}, {"up", 1.5 * math.Pi}, {"end", 6}}
	if len(tr.Hits) != len(want) {
		t.Fatalf("got %+v", tr.Hits)
	}
	for i, w := range want {
		if hit := tr.Hits[i]; hit.Event != w.name || math.Abs(hit.T-w.t) > 1e-7 {
			t.Errorf("hit %d: got %s at %.10g, want %s at %.10g", i, hit.Event, hit.T, w.name, w.t)
		}
	}
	last := len(tr.T) - 1
	if math.Abs(tr.T[last]-6) > 1e-12 || math.Abs(tr.End()[0]-math.Cos(6)) > 1e-7 || math.Abs(tr.At(5.9)[0]-math.Cos(5.9)) > 1e-7 {
		t.Errorf("ended at t = %g, x = %v, x(5.9) = %v", tr.T[last], tr.End(), tr.At(5.9))
	}
	// Backward in time, with the direction as the run goes.
	back := ode.Host{RTol: 1e-9, ATol: 1e-9, Events: []ode.Event{{Name: "up", G: zero, Direction: 1, Terminal: true}}}
	if tr, err = back.Solve(oscillator, []float64{-1, 0}, 0, -20); err != nil || len(tr.Hits) != 1 || math.Abs(tr.Hits[0].T+math.Pi/2) > 1e-7 {
		t.Errorf("backward: %v, %+v", err, tr.Hits)
	}
}

// On Dopri8's interpolant events are met far within what Hermite's cubic could (4e-4 at this tolerance), and a run that nobody asks for
// values between its steps takes no evaluation for them.
func TestEventsOnDopri8(t *testing.T) {
	h := ode.Host{Method: ode.Dopri8, RTol: 1e-10, ATol: 1e-10}
	plain, err := h.Solve(oscillator, []float64{1, 0}, 0, 20)
	if err != nil {
		t.Fatal(err)
	}
	evaluations := plain.Stats.Evaluations
	for i := range 201 {
		time := float64(i) / 10
		if x := plain.At(time); math.Hypot(x[0]-math.Cos(time), x[1]+math.Sin(time)) > 1e-8 {
			t.Fatalf("x(%g) = %v", time, x)
		}
	}
	if tried := plain.Stats.Steps + plain.Stats.Rejections; evaluations != plain.Stats.Evaluations || evaluations > 2+12*tried {
		t.Errorf("%d evaluations, %d after At, in %d tries", evaluations, plain.Stats.Evaluations, tried)
	}
	h.Events = []ode.Event{{Name: "zero", G: func(_ float64, x []float64) float64 { return x[0] }}}
	tr, err := h.Solve(oscillator, []float64{1, 0}, 0, 20)
	if err != nil || len(tr.Hits) != 6 {
		t.Fatal(err, tr.Hits)
	}
	for i, hit := range tr.Hits {
		if want := (float64(i) + 0.5) * math.Pi; math.Abs(hit.T-want) > 1e-8 {
			t.Errorf("zero %d at %.12g, want %.12g", i, hit.T, want)
		}
	}
	if more := tr.Stats.Evaluations - evaluations; more != 3*tr.Stats.Steps {
		t.Errorf("%d evaluations more for events in %d steps", more, tr.Stats.Steps)
	}
}

// Van der Pol's oscillator with μ = 1000, in units of time of μ (ε = 1e-6), and Robertson's reaction at t = 40; references by
// scipy 1.17.1's Radau with rtol = 1e-10 and 1e-11, which agree with those of Hairer and Wanner's test set.
func TestStiff(t *testing.T) {
	vanDerPol := func(_ float64, x, dx []float64) { dx[0], dx[1] = x[1], ((1-x[0]*x[0])*x[1]-x[0])*1e6 }
	tr, err := ode.Host{Method: ode.Kvaerno3, RTol: 1e-5, ATol: 1e-8}.Solve(vanDerPol, []float64{2, 0}, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("Van der Pol: %+v, x = %v", tr.Stats, tr.End())
	if math.Abs(tr.End()[0]+1.863646254808130) > 1e-3 {
		t.Errorf("Van der Pol: x(1) = %.8f", tr.End()[0])
	}
	for _, m := range []ode.Tableau{ode.Kvaerno3, ode.Kvaerno5} { // a Jacobian that is off makes tiny steps, or misses the jump at t = .807
		if tr, err = (ode.Host{Method: m, RTol: 1e-3, ATol: 1e-3}).Solve(vanDerPol, []float64{2, 0}, 0, 1); err != nil {
			t.Fatal(err)
		}
		if math.Abs(tr.End()[0]+1.863646254808130) > 1e-2 || tr.Stats.Steps > 400 {
			t.Errorf("Van der Pol, %s at 1e-3: x(1) = %.5f, %+v", m, tr.End()[0], tr.Stats)
		}
	}
	robertson := func(_ float64, x, dx []float64) {
		dx[0] = -0.04*x[0] + 1e4*x[1]*x[2]
		dx[2] = 3e7 * x[1] * x[1]
		dx[1] = -dx[0] - dx[2]
	}
	tr, err = ode.Host{Method: ode.Kvaerno3, RTol: 1e-6, ATol: 1e-10}.Solve(robertson, []float64{1, 0, 0}, 0, 40)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("Robertson: %+v, x = %v", tr.Stats, tr.End())
	if off := worst(tr.End(), []float64{0.7158270687193941, 9.185534764557338e-6, 0.2841637457458413}); off > 1e-4 {
		t.Errorf("Robertson: %v", tr.End())
	}
}

// What an explicit method says of Van der Pol's oscillator, of a field that is NaN from some time on, and of a pole.
func TestFailuresNameTheRemedy(t *testing.T) {
	for name, c := range map[string]struct {
		f    ode.HostField
		x0   []float64
		at   float64 // time, within a tenth
		want []string
	}{
		"stiff": {func(_ float64, x, dx []float64) { dx[0], dx[1] = x[1], ((1-x[0]*x[0])*x[1]-x[0])*1e6 }, []float64{2, 0}, math.NaN(), []string{"2000 steps were not enough", "stiff", "|h·λ| about", "use Kvaerno3", "RTol"}},
		"NaN":   {func(t float64, x, dx []float64) { dx[0] = x[0] * math.Sqrt(0.5-t) }, []float64{1}, 0.5, []string{"NaN", "t = 0.5"}},
		"pole":  {func(_ float64, x, dx []float64) { dx[0] = x[0] * x[0] }, []float64{1}, 1, []string{"t = 1"}},
		"few":   {func(t float64, x, dx []float64) { dx[0] = math.Cos(300*t) * 300 }, []float64{1}, math.NaN(), []string{"2000 steps", "raise MaxSteps"}},
	} {
		end := 2.0
		if name == "few" {
			end = 100
		}
		tr, err := ode.Host{RTol: 1e-7, ATol: 1e-7, MaxSteps: 2000}.Solve(c.f, c.x0, 0, end)
		var failure *ode.Failure
		if !errors.As(err, &failure) || tr == nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: want %q in %q", name, w, err)
			}
		}
		if math.Abs(failure.T-c.at) > 0.1 {
			t.Errorf("%s: at t = %g, want %g", name, failure.T, c.at)
		}
		t.Logf("%s: %v", name, err)
	}
}

func TestHostBadInput(t *testing.T) {
	good := ode.Host{RTol: 1e-6, ATol: 1e-6}
	with := func(change func(h *ode.Host)) ode.Host { h := good; change(&h); return h }
	for _, c := range []struct {
		h      ode.Host
		f      ode.HostField
		x      []float64
		t0, t1 float64
		want   string
	}{
		{with(func(h *ode.Host) { h.RTol = -1 }), oscillator, []float64{1, 0}, 0, 1, "RTol and ATol above 0"},
		{with(func(h *ode.Host) { h.ATol = math.NaN() }), oscillator, []float64{1, 0}, 0, 1, "RTol and ATol above 0"},
		{with(func(h *ode.Host) { h.MaxSteps = -1 }), oscillator, []float64{1, 0}, 0, 1, "MaxSteps"},
		{with(func(h *ode.Host) { h.FirstStep = -1 }), oscillator, []float64{1, 0}, 0, 1, "FirstStep"},
		{with(func(h *ode.Host) { h.Method = ode.RK4 }), oscillator, []float64{1, 0}, 0, 1, "estimate of its error"},
		{with(func(h *ode.Host) { h.Method = ode.Tableau{B: []float64{1}} }), oscillator, []float64{1, 0}, 0, 1, "one length"},
		{with(func(h *ode.Host) { h.Control.Safety = 2 }), oscillator, []float64{1, 0}, 0, 1, "Safety"},
		{with(func(h *ode.Host) { h.Events = []ode.Event{{Name: "e"}} }), oscillator, []float64{1, 0}, 0, 1, "function G"},
		{good, oscillator, []float64{1, 0}, 1, 1, "t0 = t1 = 1"},
		{good, oscillator, []float64{1, 0}, 0, math.Inf(1), "finite times"},
		{good, nil, []float64{1, 0}, 0, 1, "want a field"},
		{good, oscillator, nil, 0, 1, "at least one number"},
		{good, func(_ float64, _, dx []float64) { dx[0] = math.NaN() }, []float64{1}, 0.25, 1, "no first step, where the field is NaN or infinite (x = [1]) at t = 0.25"},
	} {
		if _, err := c.h.Solve(c.f, c.x, c.t0, c.t1); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
}

// What comes out of a run may be changed to start the next one: the trajectory and its hits keep what they have.
func TestEndIsACopy(t *testing.T) {
	h := ode.Host{Events: []ode.Event{{Name: "zero", G: func(_ float64, x []float64) float64 { return x[0] }, Terminal: true}}}
	tr, err := h.Solve(oscillator, []float64{1, 0}, 0, 3)
	if err != nil || len(tr.Hits) != 1 {
		t.Fatal(err, tr)
	}
	want := tr.Hits[0].X[1]
	tr.End()[1] *= -1
	if last := tr.X[len(tr.X)-1]; tr.Hits[0].X[1] != want || last[1] != want || tr.End()[1] != want {
		t.Errorf("after a change of End the hit is %v and the last point %v, want %g", tr.Hits[0].X, last, want)
	}
}
