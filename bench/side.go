package main

import (
	"errors"
	"time"

	"github.com/gomlx/compute"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
)

var errStopped = errors.New("stopped by the driver")

// side is one run of fit.Run that pauses between two asks, in its callback, so that the compiled step stays.
type side struct {
	goals  chan int    // steps in all at which to pause next; closed to stop
	pauses chan answer // steps taken and loss at a pause
	ended  chan error  // fit.Run's error, once
	taken  int
}

// newSide prepares a run; the first advance starts it.
func newSide(engine compute.Backend, r row, tables []*mat.Dense, perCall int) *side {
	s := &side{goals: make(chan int), pauses: make(chan answer), ended: make(chan error, 1)}
	data, store := r.source(tables), r.store()
	go func() {
		goal, ok := <-s.goals
		if !ok {
			s.ended <- errStopped
			return
		}
		o := fit.Options{Steps: 1 << 30, Optimizer: adam(), StepsPerCall: perCall}
		o.Callback = func(h *fit.History) error {
			if h.Steps() < goal {
				return nil
			}
			s.pauses <- answer{Steps: h.Steps(), Loss: h.Last(20)}
			if goal, ok = <-s.goals; !ok {
				return errStopped
			}
			return nil
		}
		_, err := fit.Run(engine, store, r.objective, data, o)
		s.ended <- err
	}()
	return s
}

// advance takes at least n more steps and says how long one took.
func (s *side) advance(n int) (answer, error) {
	began := time.Now()
	s.goals <- s.taken + n
	select {
	case a := <-s.pauses:
		a.Steps -= s.taken
		s.taken += a.Steps
		a.MS = float64(time.Since(began).Microseconds()) / 1000 / float64(a.Steps)
		return a, nil
	case err := <-s.ended:
		return answer{}, err
	}
}

// stop ends the run and waits for its end.
func (s *side) stop() {
	close(s.goals)
	<-s.ended
}
