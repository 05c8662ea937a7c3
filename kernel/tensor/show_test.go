package tensor

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/dtypes/bfloat16"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/kernel/keep"
	"github.com/gensci/gensci/kernel/show"
)

func text(v any) string { return show.Bundle(v)[show.Text].(string) }

func TestTensorsAreShown(t *testing.T) {
	for want, x := range map[string]*tensors.Tensor{
		"(Float64) 2.5":      tensors.FromValue(2.5),
		"(Int32) -3":         tensors.FromValue(int32(-3)),
		"(Bool) true":        tensors.FromValue(true),
		"(Complex64) (1+2i)": tensors.FromValue(complex64(1 + 2i)),
		"(Float32)[1]\n7":    tensors.FromValue([]float32{7}),
		"(Float32)[2, 3], from -1 to 6\n1   2  3\n4  -1  6": tensors.FromValue([][]float32{{1, 2, 3}, {4, -1, 6}}),
		"(Uint8)[2], from 0 to 255\n0  255":                 tensors.FromValue([]uint8{0, 255}),
		"(Bool)[2]\ntrue  false":                            tensors.FromValue([]bool{true, false}),
		"(Float64)[2], from 1 to 1, 1 NaN\nNaN  1":          tensors.FromValue([]float64{math.NaN(), 1}),
		"(Float32)[1, 2], 2 NaN\nNaN  NaN":                  tensors.FromValue([][]float32{{float32(math.NaN()), float32(math.NaN())}}),
		"(BFloat16)[2], from -2 to 1.5\n1.5  -2":            tensors.FromValue([]bfloat16.BFloat16{bfloat16.FromFloat32(1.5), bfloat16.FromFloat32(-2)}),
		"(Float64)[0, 3]":                                   tensors.FromShape(shapes.Make(dtypes.Float64, 0, 3)),
	} {
		if got := text(x); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
	if got := text(tensors.FromShape(shapes.Make(dtypes.Float64, 2, 3, 25, 30))); !strings.HasPrefix(got, "(Float64)[2, 3, 25, 30], from 0 to 0\n0  0") || !strings.HasSuffix(got, "… of 25 × 30") {
		t.Errorf("got %s", got)
	}
	if got := text(tensors.FromShape(shapes.Make(dtypes.Float64, 3000, 3000))); got != "(Float64)[3000, 3000], 68 MB" {
		t.Errorf("huge: %s", got)
	}
	gone := tensors.FromValue(1.0)
	gone.MustFinalizeAll()
	if got := text(gone); got != "a tensor that was finalized" {
		t.Errorf("got %s", got)
	}
	if got := text((*tensors.Tensor)(nil)); got != "nil" {
		t.Errorf("got %s", got)
	}
}

func TestStoresAreShown(t *testing.T) {
	want := "5 parameters in 2 variables\n" +
		"variable  shape            parameters  trained\n" +
		"--------  ---------------  ----------  -------\n" +
		"/a/w      (Float32)[2, 2]           4  yes\n" +
		"/a/b      (Float32)[1]              1  no"
	if got := text(someStore()); got != want {
		t.Errorf("got\n%s", got)
	}
	if got := text(model.NewStore()); got != "no variables" {
		t.Error(got)
	}
	s := someStore()
	s.SetLoader(loader{"/a/late": tensors.FromValue([]float32{7, 8})})
	for i := range 30 {
		s.VariableWithValue(fmt.Sprintf("/b/%d", i), 0.5)
	}
	b := show.Bundle(s)
	if got := b[show.Text].(string); !strings.HasPrefix(got, "37 parameters in 33 variables\n") || !strings.HasSuffix(got, "\n… of 33") || strings.Count(got, "\n") != 23 {
		t.Errorf("got\n%s", got)
	}
	want = "7 parameters in 3 variables\n" +
		"variable  shape            parameters  trained\n" +
		"--------  ---------------  ----------  -------\n" +
		"w         (Float32)[2, 2]           4  yes\n" +
		"b         (Float32)[1]              1  no\n" +
		"late      (Float32)[2]              2"
	if got := Parameters(s, "/a/")[show.Text]; got != want {
		t.Errorf("got\n%s", got)
	}
}

// Tensors of every dtype are shown, written to files and kept in the server.
func TestEveryDType(t *testing.T) {
	server := serve(t)
	for _, dtype := range []dtypes.DType{
		dtypes.Bool, dtypes.Int8, dtypes.Int16, dtypes.Int32, dtypes.Int64, dtypes.Uint8, dtypes.Uint16, dtypes.Uint32, dtypes.Uint64,
		dtypes.Float16, dtypes.BFloat16, dtypes.Float32, dtypes.Float64, dtypes.Complex64, dtypes.Complex128, dtypes.Int4, dtypes.Uint4, dtypes.Int2,
	} {
		x := tensors.FromShape(shapes.Make(dtype, 1, 2))
		x.MustMutableFlatData(func(flat any) { reflect.ValueOf(flat).Index(0).Set(one(reflect.TypeOf(flat).Elem())) })
		if got := text(x); !strings.HasPrefix(got, "("+dtype.String()+")[1, 2]") {
			t.Errorf("%s is shown as %s", dtype, got)
		}
		file, err := keep.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		var back *tensors.Tensor
		if err = keep.Unmarshal(file, &back); err != nil || !back.Equal(x) {
			t.Errorf("%s from a file: %v, %v", dtype, back, err)
		}
		data := saved(t, x, nil)
		next(t, server)
		if got := loaded(t, data); !got.Shape().Equal(x.Shape()) || !got.Equal(x) {
			t.Errorf("%s from the server: %v", dtype, got)
		}
	}
}

// one is a value of a type that is not zero.
func one(t reflect.Type) reflect.Value {
	if t.Kind() == reflect.Bool {
		return reflect.ValueOf(true)
	}
	if t.Kind() == reflect.Complex64 || t.Kind() == reflect.Complex128 {
		return reflect.ValueOf(1i).Convert(t)
	}
	return reflect.ValueOf(1).Convert(t)
}
