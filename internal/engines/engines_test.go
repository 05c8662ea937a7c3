package engines_test

import (
	"testing"

	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
)

func TestEach(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		got, err := graph.CallOnce(b, func(x *graph.Node) *graph.Node { return graph.Add(x, x) }, 21.0)
		if err != nil {
			t.Fatal(err)
		}
		if v := got.Value().(float64); v != 42 {
			t.Errorf("21 + 21 on %s = %g", b.Name(), v)
		}
	})
}
