package tensor

import (
	"fmt"
	"math"
	"reflect"

	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/kernel/show"
)

func init() {
	show.Register(tensorBundle)
	show.Register(storeBundle)
}

// most elements of a tensor that is fetched to show its corner.
const most = 1 << 22

// tensorBundle is a tensor's dtype, shape and first values.
func tensorBundle(t *tensors.Tensor) map[string]any {
	if !t.Ok() {
		return map[string]any{show.Text: "a tensor that was finalized"}
	}
	text := t.Shape().String()
	if t.Size() > most {
		return map[string]any{show.Text: fmt.Sprintf("%s, %d MB", text, t.ByteSize()>>20)}
	}
	var b map[string]any
	if err := t.ConstFlatData(func(flat any) { b = corner(text, t.Shape().Dimensions, reflect.ValueOf(flat)) }); err != nil {
		return show.Error(err)
	}
	return b
}

// corner shows the last two dimensions at the beginning of the others, and the range of all values where they are many.
func corner(text string, dims []int, flat reflect.Value) map[string]any {
	rows, cols := 1, 1
	if n := len(dims); n > 0 {
		cols = dims[n-1]
		if n > 1 {
			rows = dims[n-2]
		}
	}
	if len(dims) == 0 {
		return map[string]any{show.Text: text + " " + fmt.Sprint(flat.Index(0).Interface())}
	}
	table := show.Corner(rows, cols, func(i, j int) any { return flat.Index(i*cols + j).Interface() })
	if lo, hi, ok := limits(flat); ok && flat.Len() > 1 {
		text += fmt.Sprintf(", from %.4g to %.4g", lo, hi)
	}
	return show.Titled(text, table)
}

// limits are the smallest and the largest value.
func limits(flat reflect.Value) (lo, hi float64, ok bool) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for i := range flat.Len() {
		v := flat.Index(i)
		x := 0.0
		switch {
		case v.CanFloat():
			x = v.Float()
		case v.CanInt():
			x = float64(v.Int())
		case v.CanUint():
			x = float64(v.Uint())
		default:
			return 0, 0, false
		}
		lo, hi = min(lo, x), max(hi, x)
	}
	return lo, hi, flat.Len() > 0
}

// storeBundle is a table of the variables.
func storeBundle(s *model.Store) map[string]any {
	var rows [][]any
	for v := range s.IterVariables() {
		trained := "yes"
		if !v.Trainable {
			trained = "no"
		}
		rows = append(rows, []any{v.Path(), v.Shape().String(), v.Shape().Size(), trained})
	}
	if len(rows) == 0 {
		return map[string]any{show.Text: "a model store without variables"}
	}
	return show.Titled(fmt.Sprintf("%d parameters in %d variables", s.NumParameters(), s.NumVariables()), show.Table([]string{"variable", "shape", "parameters", "trained"}, rows))
}
