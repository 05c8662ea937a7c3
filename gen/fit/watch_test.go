package fit_test

import (
	"testing"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/internal/engines"
)

// A watcher sees each run from its beginning to its end, with all that the run returns.
func TestWatch(t *testing.T) {
	gen.SetDefaultEngine(func() (compute.Backend, error) { return engines.Go(t), nil })
	defer gen.SetDefaultEngine(nil)
	var announced, calls int
	var last fit.History
	fit.Watch(func(steps int) fit.Watcher {
		announced = steps
		return func(h *fit.History) bool {
			if calls++; last.Stopped != fit.Running {
				t.Error("called after the end")
			}
			if h.Steps() < last.Steps() {
				t.Errorf("%d steps after %d", h.Steps(), last.Steps())
			}
			last = *h
			return true
		}
	})
	defer fit.Watch(nil)
	source := fit.Stream(data.Moons{Noise: 0.1}, 16)
	m, err := fit.Density(flow.RealNVP{Couplings: 2, Hidden: []int{4}}, source, fit.Options{Steps: 7, StepsPerCall: 2})
	if err != nil {
		t.Fatal(err)
	}
	if announced != 7 || calls < 4 || last.Stopped != fit.Finished || last.Steps() != 7 || last.Elapsed != m.History.Elapsed {
		t.Errorf("announced %d, %d calls, the last with %v; the run returned %v", announced, calls, &last, &m.History)
	}
	fit.Watch(nil)
	before := calls
	if _, err := fit.Density(flow.RealNVP{Couplings: 2, Hidden: []int{4}}, source, fit.Options{Steps: 2}); err != nil || calls != before {
		t.Errorf("%v; called %d times after the end of watching", err, calls-before)
	}
}

// A run that its watcher ends has the model as it is then, and is no error.
func TestWatcherEndsRuns(t *testing.T) {
	gen.SetDefaultEngine(func() (compute.Backend, error) { return engines.Go(t), nil })
	defer gen.SetDefaultEngine(nil)
	fit.Watch(func(int) fit.Watcher { return func(h *fit.History) bool { return h.Steps() < 4 } })
	defer fit.Watch(nil)
	m, err := fit.Density(flow.RealNVP{Couplings: 1, Hidden: []int{4}}, fit.Stream(data.Moons{}, 16), fit.Options{Steps: 50, StepsPerCall: 2})
	if err != nil || m.History.Stopped != fit.Interrupted || m.History.Steps() < 4 || m.History.Steps() > 6 {
		t.Errorf("%v, %v", err, &m.History)
	}
}
