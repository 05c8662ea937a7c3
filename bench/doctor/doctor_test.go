package main

import (
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/doctor"
)

// What the reduced measurement must reach: docs/results/doctor.md has the whole one.
const (
	leastHits  = 0.80
	mostAlarms = 0.05
	testSeed   = 500 // not among those that thresholds were set on, nor among those reported
)

// TestRegressions: one run of each regression.
func TestRegressions(t *testing.T) {
	if testing.Short() {
		t.Skip("trains for half a minute: not under -short")
	}
	var hits, sick, alarms, well int
	for _, p := range regressions() {
		r, err := p.train(testSeed, "")
		if err != nil {
			t.Fatal(err)
		}
		found := r.findings()
		switch {
		case p.sick == healthy:
			well++
			if len(found) > 0 {
				alarms++
				t.Logf("%s: %s", p.name, found)
			}
		default:
			sick++
			if found.Has(p.sick) {
				hits++
			} else {
				t.Logf("%s: want %s, found %s", p.name, p.sick, found)
			}
		}
	}
	if float64(hits) < leastHits*float64(sick) || float64(alarms) > mostAlarms*float64(well) {
		t.Errorf("found %d of %d, and something in %d of %d healthy runs", hits, sick, alarms, well)
	}
}

// TestEquation: a differential equation that was cut short, with its terms and its residuals elsewhere.
func TestEquation(t *testing.T) {
	for _, p := range equations() {
		if p.sick != doctor.StillFalling {
			continue
		}
		p.pure = true // XLA would compile for longer than this trains
		r, err := p.train(testSeed, "")
		if err != nil {
			t.Fatal(err)
		}
		if found := r.findings(); !found.Has(p.sick) {
			t.Errorf("%s: want %s, found %s", p.name, p.sick, found)
		}
	}
}

// TestPage: a run with two causes counts for the one that it was made to have, and a healthy one of which something is said is an alarm.
func TestPage(t *testing.T) {
	ill := tally{patient: patient{name: "ill", sick: doctor.Stiff}}
	ill.add(doctor.Findings{{Cause: doctor.Stiff}, {Cause: doctor.Unsampled}})
	ill.add(nil)
	well := tally{patient: patient{name: "well", sick: healthy}}
	well.add(nil)
	well.add(doctor.Findings{{Cause: doctor.Unsampled}})
	text := page([]tally{ill, well}, reported)
	for _, want := range []string{
		"Of 2 healthy runs something was said of 1.", "| stiff term | 2 | 1 | 0 of 2 |", "| unsampled points | 0 | 0 | 1 of 2 |",
		"| ill | stiff term | 2 | stiff term 1, unsampled points 1, nothing 1 |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
}

// TestKinds: each cause is made, and there are enough healthy runs.
func TestKinds(t *testing.T) {
	kinds := map[doctor.Cause]int{}
	for _, p := range patients() {
		kinds[p.sick]++
	}
	for c := healthy; c <= doctor.StillFalling; c++ {
		if kinds[c] == 0 || uint64(kinds[c])*runs(c, 8) < 8 {
			t.Errorf("%v has %d patients", c, kinds[c])
		}
	}
	if n := uint64(kinds[healthy]) * runs(healthy, 8); n < 20 {
		t.Errorf("%d healthy runs", n)
	}
}
