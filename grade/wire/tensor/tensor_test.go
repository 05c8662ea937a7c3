package tensor

import (
	"math"
	"reflect"
	"testing"

	"github.com/gomlx/gomlx/core/tensors"
)

func TestTensorsArriveAsTheyLeft(t *testing.T) {
	for name, x := range map[string]any{
		"number":   2.5,
		"vector":   []float32{1, float32(math.Inf(1)), 3},
		"matrix":   [][]float64{{1, math.Copysign(0, -1), 2}, {3, 4, 5}},
		"integers": [][]int32{{1}, {-2}},
		"booleans": []bool{true, false},
		"complex":  []complex128{complex(1, 2)},
		"deep":     [][][]int64{{{1, 2}}, {{3, 4}}},
	} {
		sent := tensors.MustFromAnyValue(x)
		got, err := Flatten(sent).Tensor()
		if err != nil || !got.Shape().Equal(sent.Shape()) || got.Size() > 0 && !reflect.DeepEqual(got.Value(), x) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if got, err := Flatten(nil).Tensor(); got != nil || err != nil {
		t.Errorf("nil: %v, %v", got, err)
	}
}

func TestHostileTensors(t *testing.T) {
	many := make([]int, 17)
	for i := range many {
		many[i] = 1
	}
	for name, f := range map[string]Flat{
		"unknown type":    {DType: "Tuple", Data: []byte{1}},
		"no type":         {Data: []byte{1}},
		"packed type":     {DType: "Int4", Dims: []int{2}, Data: []byte{1}},
		"too few":         {DType: "Float64", Dims: []int{2}, Data: make([]byte, 8)},
		"too many":        {DType: "Float64", Data: make([]byte, 16)},
		"negative":        {DType: "Float64", Dims: []int{-1, -1}, Data: make([]byte, 8)},
		"overflow":        {DType: "Float64", Dims: []int{1 << 32, 1 << 32}},
		"empty but large": {DType: "Float64", Dims: []int{1 << 40, 0}},
		"empty, late":     {DType: "Float64", Dims: []int{0, 1 << 40}},
		"axes":            {DType: "Float32", Dims: many, Data: make([]byte, 4)},
		"half a boolean":  {DType: "Bool", Dims: []int{1}, Data: []byte{2}},
	} {
		if got, err := f.Tensor(); err == nil {
			t.Errorf("%s: got %v", name, got.Shape())
		}
	}
}

func FuzzTensor(f *testing.F) {
	f.Add("Float64", 2, 1, make([]byte, 16))
	f.Add("Bool", 1, 0, []byte{})
	f.Add("Int32", 1<<31, 1<<33, []byte{1, 2, 3, 4})
	f.Fuzz(func(t *testing.T, dtype string, rows, cols int, data []byte) {
		flat := Flat{DType: dtype, Dims: []int{rows, cols}, Data: data}
		x, err := flat.Tensor()
		if err != nil {
			return
		}
		if back := Flatten(x); back.DType != dtype || !reflect.DeepEqual(back.Dims, flat.Dims) || len(back.Data) != len(data) {
			t.Errorf("%v became %v", flat, back)
		}
	})
}
