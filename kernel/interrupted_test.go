package kernel

import (
	"strings"
	"testing"
	"time"

	"github.com/gomlx/compute"
)

// Training that is interrupted, here by a limit of time, leaves the model as it is then.
func TestInterruptedTrainingStays(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells that train")
	}
	t.Setenv(compute.ConfigEnvVar, "go") // it compiles nothing
	o := fakeOptions(t)
	o.CellTimeout, o.AllowErrors = 15*time.Second, true
	r, err := Run(t.Context(), notebook(t,
		"m := nb.Must(fit.Density(flow.RealNVP{Couplings: 1}, fit.Stream(data.Moons{}, 16), fit.Options{Steps: 100_000_000}))\nnever := 1",
		"m.History.Stopped, m.History.Steps() > 0",
		"never",
	), o)
	if err == nil || r.Notebook == nil {
		t.Fatal("the first and the last cell should have failed")
	}
	for i, want := range []string{"interrupted", "execute_result:interrupted, true", "undefined: never"} {
		if got := texts(r.Notebook.Cells[2*i+1]); !strings.Contains(got, want) {
			t.Errorf("cell %d shows %q, want %q", i+1, got, want)
		}
	}
}
