package tensor

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gensci/gensci/kernel/keep"
)

// saved saves a tensor as the end of a cell does, and fails if it does not lean on the one name that it returns.
func saved(t *testing.T, x *tensors.Tensor, old []byte) []byte {
	t.Helper()
	data, external, err := saveTensor(x, old)
	if err != nil {
		t.Fatal(err)
	}
	if len(external) != 1 || external[0] != string(data) || !strings.HasPrefix(external[0], keep.ExternalPrefix) {
		t.Fatalf("leans on %q, data %q", external, data)
	}
	return data
}

func loaded(t *testing.T, data []byte) *tensors.Tensor {
	t.Helper()
	x, err := loadTensor(data)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestTensorsStayInTheServer(t *testing.T) {
	server := serve(t)
	for _, want := range []any{[][]float32{{1, 2}, {3, 4}}, 3.5, []int64{-1}, []bool{true, false}, [][][]complex64{{{1i}}}} {
		first := saved(t, tensors.MustFromAnyValue(want), nil)
		next(t, server)
		if got := loaded(t, first).Value(); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
	first := saved(t, tensors.FromShape(shapes.Make(dtypes.Float32, 0, 3)), nil)
	next(t, server)
	if got := loaded(t, first).Shape(); !got.Equal(shapes.Make(dtypes.Float32, 0, 3)) {
		t.Errorf("an empty tensor: got %s", got)
	}
}

// Who did not change a tensor publishes nothing; a changed one has a name of its own, so that the state before stays what it was.
func TestNamesOfChangedTensors(t *testing.T) {
	server := serve(t)
	x := tensors.FromValue([]float32{1, 2, 3})
	first := saved(t, x, nil)
	next(t, server)
	x = loaded(t, first)
	if again := saved(t, x, first); string(again) != string(first) {
		t.Errorf("unchanged, but saved as %s after %s", again, first)
	}
	x.MustConstFlatData(func(any) {})
	if again := saved(t, x, first); string(again) != string(first) {
		t.Errorf("read, but saved as %s after %s", again, first)
	}
	x.MustMutableFlatData(func(flat any) { flat.([]float32)[0] = 9 })
	second := saved(t, x, first)
	if string(second) == string(first) {
		t.Error("changed, and saved under the same name")
	}
	if got := loaded(t, second).Value().([]float32)[0]; got != 9 {
		t.Errorf("after the change: %v", got)
	}
	if got := loaded(t, first).Value().([]float32)[0]; got != 1 {
		t.Errorf("before the change: %v", got)
	}
}

// A computation may be given a tensor away; what is kept is not destroyed.
func TestResultsOfComputationsStay(t *testing.T) {
	server := serve(t)
	e, err := engine()
	if err != nil {
		t.Fatal(err)
	}
	y, err := graph.CallOnce(e, func(x *graph.Node) *graph.Node { return graph.MulScalar(x, 2) }, []float32{1, 2})
	if err != nil {
		t.Fatal(err)
	}
	first := saved(t, y, nil)
	next(t, server)
	if got := loaded(t, first).Value(); !reflect.DeepEqual(got, []float32{2, 4}) {
		t.Errorf("got %v", got)
	}
}

func TestWhatCannotStay(t *testing.T) {
	server := serve(t)
	x := tensors.FromValue([]float32{1})
	name := saved(t, x, nil)
	if _, err := loadTensor([]byte(keep.ExternalPrefix + "none")); err == nil || !strings.HasPrefix(err.Error(), "its tensors are gone with the session server (") {
		t.Errorf("a name of nothing: %v", err)
	}
	gone := tensors.FromValue([]float32{1})
	gone.MustFinalizeAll()
	if _, _, err := saveTensor(gone, nil); !errors.Is(err, errFinalized) {
		t.Errorf("finalized: %v", err)
	}
	server.Stop()
	if _, err := loadTensor(name); err == nil || !strings.HasPrefix(err.Error(), "its tensors are gone with the session server (") || strings.Contains(err.Error(), "\n") {
		t.Errorf("a dead server: %v", err)
	}
	if _, _, err := saveTensor(tensors.FromValue([]float32{2}), nil); err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("saved in a dead server: %v", err)
	}
	gen.SetDefaultEngine(func() (compute.Backend, error) { return engines.Go(t), nil })
	if _, _, err := saveTensor(x, nil); err == nil || !strings.HasPrefix(err.Error(), "tensors are kept by the session server, and this program computes with another engine (") {
		t.Errorf("another engine: %v", err)
	}
}

func TestGraphsAreNotKept(t *testing.T) {
	s := model.NewStore()
	for want, v := range map[string]any{
		"a scope of a model: take it from its store again":    s.RootScope(),
		"a variable of a model: take it from its store again": s.VariableWithValue("x", 1.0),
		"a graph, which belongs to one computation":           &graph.Graph{},
		"a node of a graph, which belongs to one computation": &graph.Node{},
	} {
		if _, err := keep.Marshal([]any{v}); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%T: %v", v, err)
		}
	}
}

// Files have the values themselves, and need no server to be read.
func TestTensorsInFiles(t *testing.T) {
	server := serve(t)
	all := []*tensors.Tensor{
		tensors.FromValue([][]float32{{1, 2}, {3, 4}}), tensors.FromValue(2.5), tensors.FromValue([]bool{true, false}), tensors.FromValue([]complex128{1i}),
		tensors.FromShape(shapes.Make(dtypes.Float64, 0, 3)), tensors.FromShape(shapes.Make(dtypes.BFloat16, 2)),
	}
	all = append(all, all[0]) // the same tensor twice
	data, err := keep.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	server.Stop()
	var got []*tensors.Tensor
	if err := keep.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for i, x := range got {
		if !x.Shape().Equal(all[i].Shape()) || x.Size() > 0 && !x.Equal(all[i]) {
			t.Errorf("got %s, want %s", x, all[i])
		}
	}
	if got[0] != got[len(got)-1] {
		t.Error("one tensor has become two")
	}
	all[0].MustFinalizeAll()
	if _, err := keep.Marshal(all); err == nil || !strings.Contains(err.Error(), "a tensor that was finalized") {
		t.Errorf("finalized: %v", err)
	}
}
