package graphs

import (
	"io"
	"reflect"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	_ "github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/grade/sheet"
	"github.com/gensci/gensci/grade/wire"
)

func plus(x, y *Node) *Node                  { return Add(x, y) }
func both(x *Node, k int) (*Node, *Node)     { return MulScalar(x, k), ReduceAllSum(x) }
func swap(list []*Node, last *Node) []*Node  { return []*Node{last, list[0], list[1]} }
func slope(x *Node) *Node                    { return Gradient(ReduceAllSum(Square(x)), x)[0] }
func nothing(*Node) *Node                    { return nil }
func stub(*Node) *Node                       { panic("not implemented") }
func shapes(x *Node) *Node                   { return Add(x, ConstAs(x, []float64{1, 2, 3})) }
func plain(x float64) float64                { return 2 * x }
func number(x *Node, factor float64) float64 { return factor }

// remote is f as the checker has it: a stub whose calls go to a server with the adapted function.
func remote[F any](t *testing.T, f F) F {
	t.Helper()
	callsOut, callsIn := io.Pipe()
	answersOut, answersIn := io.Pipe()
	s := wire.NewServer(callsOut, answersIn)
	s.Serve("f", Adapt(f))
	done := make(chan error, 1)
	go func() { done <- s.Run(); answersIn.Close() }()
	t.Cleanup(func() {
		callsIn.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	var there F
	if err := wire.Crosses(reflect.TypeOf(there)); err != nil {
		t.Fatal(err)
	}
	wire.NewCaller(answersOut, callsIn).Stub("f", &there)
	return there
}

// call runs Call and returns what it panics with as text.
func call(f any, args ...any) (value any, failed string) {
	r := sheet.Run(func(t *sheet.T) { value = Call(t, f, args...) }, [32]byte{})
	if len(r.Outcomes) > 0 {
		return nil, r.Outcomes[0].Hint
	}
	return value, ""
}

func TestCall(t *testing.T) {
	table := mat.NewDense(2, 3, []float64{1, 2, 3, 4, 5, 6})
	for name, c := range map[string]struct {
		here, there any
		args        []any
		want        any
	}{
		"vectors":      {plus, remote(t, plus), []any{[]float64{1, 2}, []float64{3, 4}}, []float64{4, 6}},
		"float32":      {plus, remote(t, plus), []any{[][]float32{{1}, {2}}, float32(1)}, [][]float32{{2}, {3}}},
		"part of rows": {plus, remote(t, plus), []any{table.Slice(0, 2, 1, 3), 1.0}, [][]float64{{3, 4}, {6, 7}}},
		"two results":  {both, remote(t, both), []any{[]float64{1, 2}, 3}, []any{[]float64{3, 6}, 3.0}},
		"lists":        {swap, remote(t, swap), []any{[]any{1.0, []float64{2}}, 3.0}, []any{3.0, 1.0, []float64{2}}},
		"a gradient":   {slope, remote(t, slope), []any{[]float64{3, -1}}, []float64{6, -2}},
		"no graph":     {plain, remote(t, plain), []any{3.0}, 6.0},
	} {
		for place, f := range map[string]any{"here": c.here, "there": c.there} {
			if got, failed := call(f, c.args...); failed != "" || !reflect.DeepEqual(got, c.want) {
				t.Errorf("%s, %s: got %v %s, want %v", name, place, got, failed, c.want)
			}
		}
	}
	if len(carried) > 0 {
		t.Errorf("%d nodes are left", len(carried))
	}
}

func TestCallFails(t *testing.T) {
	for name, c := range map[string]struct {
		here, there any
		args        []any
		want        string
	}{
		"a stub":          {stub, remote(t, stub), []any{1.0}, "not implemented"},
		"nil":             {nothing, remote(t, nothing), []any{1.0}, "it returned nil instead of a node"},
		"shapes":          {shapes, remote(t, shapes), []any{[]float64{1, 2}}, "3"},
		"not only nodes":  {number, remote(t, number), []any{1.0, 2.0}, "nodes alone"},
		"arguments":       {plus, remote(t, plus), []any{1.0}, "does not take 1 arguments"},
		"no such value":   {plus, remote(t, plus), []any{"one", 1.0}, "is no tensor"},
		"ragged":          {plus, remote(t, plus), []any{[][]float64{{1}, {2, 3}}, 1.0}, "is no tensor"},
		"no list":         {swap, remote(t, swap), []any{1.0, 2.0}, "write []any"},
		"a text for an n": {both, remote(t, both), []any{1.0, "two"}, "a string stands for a int"},
	} {
		for place, f := range map[string]any{"here": c.here, "there": c.there} {
			if got, failed := call(f, c.args...); !strings.Contains(failed, c.want) || strings.Contains(failed, "\n") {
				t.Errorf("%s, %s: got %v %q, want %q", name, place, got, failed, c.want)
			}
		}
	}
}

func TestFloats(t *testing.T) {
	if got := Floats([]any{1.5, [][]float32{{2}, {3}}, []int32{4}}); !reflect.DeepEqual(got, []float64{1.5, 2, 3, 4}) {
		t.Error(got)
	}
}
