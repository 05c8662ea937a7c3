package graphs

import (
	"fmt"
	"reflect"

	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/grade/sheet"
	"github.com/gensci/gensci/grade/wire"
)

// Call runs a graph function on values and returns what comes out. For a node an argument is a number, a slice or nested slices of numbers, a *mat.Dense or a *tensors.Tensor; float64 makes nodes of Float64. For a list of
// nodes it is a slice of such values as []any. A result is a number, a slice or nested slices, as Tensor.Value returns it; of several results there is a []any of them.
func Call(t *sheet.T, f any, args ...any) any {
	t.Helper()
	function := reflect.ValueOf(f)
	if function.Kind() != reflect.Func || function.Type().NumIn() != len(args) {
		panic(fmt.Sprintf("graphs.Call: %T does not take %d arguments", f, len(args)))
	}
	if !wire.IsStub(f) {
		function = reflect.ValueOf(Adapt(f))
	}
	in := make([]reflect.Value, len(args))
	for i, a := range args {
		in[i] = argument(function.Type().In(i), a)
	}
	defer clear(carried) // the nodes of a stub have brought what they carried
	out := function.Call(in)
	if len(out) == 1 {
		return result(out[0])
	}
	all := make([]any, len(out))
	for i, r := range out {
		all[i] = result(r)
	}
	return all
}

// Floats are the numbers of what Call returned, in their order, whatever their shape.
func Floats(value any) []float64 { return floats(nil, reflect.ValueOf(value)) }

func floats(to []float64, v reflect.Value) []float64 {
	for v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			to = floats(to, v.Index(i))
		}
	case v.CanFloat():
		to = append(to, v.Float())
	case v.CanInt():
		to = append(to, float64(v.Int()))
	case v.CanUint():
		to = append(to, float64(v.Uint()))
	default:
		panic(fmt.Sprintf("graphs.Floats: a value of type %s is no number", v.Type()))
	}
	return to
}

var (
	nodeType    = reflect.TypeFor[*graph.Node]()
	nodesType   = reflect.TypeFor[[]*graph.Node]()
	tensorType  = reflect.TypeFor[*tensors.Tensor]()
	tensorsType = reflect.TypeFor[[]*tensors.Tensor]()
)

// argument makes a value one of a function's parameters.
func argument(t reflect.Type, value any) reflect.Value {
	switch t {
	case tensorType:
		return reflect.ValueOf(tensorOf(value))
	case nodeType:
		return reflect.ValueOf(carry(tensorOf(value)))
	case tensorsType, nodesType:
		list := reflect.ValueOf(value)
		if list.Kind() != reflect.Slice {
			panic(fmt.Sprintf("graphs.Call: a %T stands for a list of nodes; write []any{…}", value))
		}
		out := reflect.MakeSlice(t, 0, list.Len())
		for i := range list.Len() {
			out = reflect.Append(out, argument(t.Elem(), list.Index(i).Interface()))
		}
		return out
	}
	if v := reflect.ValueOf(value); v.IsValid() && v.CanConvert(t) {
		return v.Convert(t)
	}
	panic(fmt.Sprintf("graphs.Call: a %T stands for a %s", value, t))
}

func tensorOf(value any) *tensors.Tensor {
	switch x := value.(type) {
	case *tensors.Tensor:
		return x
	case *mat.Dense:
		r, c := x.Dims()
		flat := make([]float64, 0, r*c)
		for i := range r {
			flat = append(flat, x.RawRowView(i)...)
		}
		return tensors.FromFlatDataAndDimensions(flat, r, c)
	}
	t, err := tensors.FromAnyValue(value)
	if err != nil {
		panic(fmt.Sprintf("graphs.Call: a %T is no tensor: %v", value, err))
	}
	return t
}

// result is the value of what came back.
func result(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case *tensors.Tensor:
		if x == nil {
			panic("it returned nil instead of a node")
		}
		return x.Value()
	case *graph.Node:
		return result(reflect.ValueOf(carried[x]))
	case []*tensors.Tensor, []*graph.Node:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = result(v.Index(i))
		}
		return list
	default:
		return x
	}
}
