package pinn_test

import (
	"testing"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/exact"
	"github.com/gensci/gensci/internal/engines"
)

// TestReference: Adam alone solves the problems of package exact with their own settings to the relative errors in L2 that the
// project asks for, here on one seed each.
func TestReference(t *testing.T) {
	if testing.Short() {
		t.Skip("trains for most of a minute; -short is set")
	}
	b := engines.XLA(t)
	for _, c := range []struct {
		name  string
		of    exact.Solved
		steps int
		error float64
	}{
		{"heat", exact.Heat{}, 1000, 1e-2},
		{"poisson", exact.Poisson{}, 1000, 1e-2},
		{"burgers", exact.Burgers{}, 8000, 2e-2},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := pinn.Solver{Engine: b}.Solve(c.of.Problem(), pinn.Adam(c.steps))
			if err != nil {
				t.Fatal(err)
			}
			e, err := s.Error()
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("relative L2 error %.2e, %v (first call %v)", e, &s.History, s.History.FirstCall)
			if !(e <= c.error) {
				t.Errorf("relative L2 error %.2e, want at most %.0e", e, c.error)
			}
		})
	}
}
