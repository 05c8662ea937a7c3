package server

import (
	"testing"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/internal/engines"
)

// What is listed is there, and so are the operations with functions, which XLA does not list.
func TestOperations(t *testing.T) {
	engines.Each(t, func(t *testing.T, engine compute.Backend) {
		has := map[compute.OpType]bool{}
		for _, op := range operations(engine) {
			has[op] = true
		}
		want := []compute.OpType{compute.OpTypeWhile, compute.OpTypeIf, compute.OpTypeCall, compute.OpTypeSort}
		for op, listed := range engine.Capabilities().Operations {
			if listed {
				want = append(want, op)
			}
		}
		for _, op := range want {
			if !has[op] {
				t.Errorf("%s is missing", op)
			}
		}
	})
	if f := engines.Go(t).Builder("x").Main(); implemented(f, compute.OpTypeDynamicSlice) || implemented(f, compute.OpTypeInvalid) {
		t.Error("pure Go has no dynamic slices")
	}
}
