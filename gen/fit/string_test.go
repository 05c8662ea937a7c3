package fit_test

import (
	"fmt"
	"testing"

	"github.com/gensci/gensci/gen/fit"
)

func TestModelString(t *testing.T) {
	m := &fit.Model{Spec: shifted{Dim: 2}}
	if got, want := fmt.Sprint(m), "fit_test.shifted{Dim:2}"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	m.History = fit.History{Loss: []float64{4, 2}, Stopped: fit.Finished}
	if got, want := fmt.Sprint(m), "fit_test.shifted{Dim:2}, 2 steps, loss 3, 0s, finished"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
