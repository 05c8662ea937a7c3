package pinn_test

import (
	"context"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"

	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/internal/engines"
)

// L-BFGS after a little Adam gets to a thousandth where Adam alone gets to a few per cent, on both engines and in both precisions.
func TestLBFGS(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for dtype, want := range map[dtypes.DType]float64{dtypes.Float64: 1e-3, dtypes.Float32: 5e-3} {
			if dtype == dtypes.Float32 && strings.HasSuffix(t.Name(), "xla") {
				continue // compiles for seconds
			}
			s, err := pinn.Solver{Engine: b, Net: tiny, Seed: 1, DType: dtype}.Solve(wave(), adam(100), pinn.LBFGS(300))
			if err != nil {
				t.Fatal(err)
			}
			if e, err := s.Error(); err != nil || !(e < want) {
				t.Errorf("%s: relative error %g (%v), want < %g; %v", dtype, e, err, want, s.History.Notes)
			}
			h := s.History
			if n := len(h.Notes); n == 0 || !strings.HasPrefix(h.Notes[n-1], "L-BFGS: ") || h.Stopped != fit.Finished || h.Steps() < 110 {
				t.Errorf("%s: %s %v", dtype, &h, h.Notes)
			}
			if at := h.Loss[100]; at > h.Loss[99]*1.5 || h.Last(1) > at/10 {
				t.Errorf("%s: loss %g after Adam, %g at the start of L-BFGS, %g at its end", dtype, h.Loss[99], at, h.Last(1))
			}
		}
	})
}

// An interrupt in the middle keeps what was reached, and no further stage runs.
func TestLBFGSInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	stage := pinn.LBFGS(1000)
	stage.Method.PerCall = 10
	stage.Options = fit.Options{Context: ctx, Callback: func(h *fit.History) error {
		if h.Steps() > 20 {
			cancel()
		}
		return nil
	}}
	s, err := pinn.Solver{Engine: engines.Go(t), Net: tiny, Seed: 1}.Solve(wave(), adam(20), stage, adam(1000))
	if err != nil {
		t.Fatal(err)
	}
	if h := s.History; h.Stopped != fit.Interrupted || h.Steps() > 100 || h.Last(1) > h.Loss[20] {
		t.Errorf("%s", &h)
	}
	if _, err = s.Error(); err != nil {
		t.Error(err)
	}
}

func TestLBFGSRefuses(t *testing.T) {
	stage := pinn.LBFGS(10)
	stage.Options.LearningRate = 1
	for want, stage := range map[string]pinn.Stage{"LearningRate": stage, "Iterations": pinn.LBFGS(-1)} {
		if _, err := (pinn.Solver{Engine: engines.Go(t), Net: tiny}).Solve(wave(), stage); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
