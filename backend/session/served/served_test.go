package served_test

import (
	"testing"

	"github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/backend/session/served"
	"github.com/gensci/gensci/gen"
)

func TestProgramsComputeInTheServer(t *testing.T) {
	s := served.New(t)
	first := s.Program(t)
	if second := s.Program(t); second == first {
		t.Error("the next program is the same client")
	}
	e, err := gen.DefaultEngine()
	if err != nil {
		t.Fatal(err)
	}
	double := func(x *graph.Node) *graph.Node { return graph.Add(x, x) }
	if y, err := graph.CallOnce(e, double, 21.0); err != nil || y.Value() != 42.0 {
		t.Errorf("%v, %v", y, err)
	}
	s.Stop()
	if _, err := graph.CallOnce(e, double, 21.0); err == nil {
		t.Error("a server that has ended computes")
	}
}
