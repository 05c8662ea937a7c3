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
	if t.Size() == 0 {
		return map[string]any{show.Text: text}
	}
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
	if flat.Len() != product(dims) { // values of less than a byte are packed
		return map[string]any{show.Text: text}
	}
	table := show.Corner(rows, cols, func(i, j int) any { return flat.Index(i*cols + j).Interface() })
	return show.Titled(text+limits(flat), table)
}

func product(dims []int) int {
	n := 1
	for _, d := range dims {
		n *= d
	}
	return n
}

// limits says between which numbers the values are, if they are several, and how many are none.
func limits(flat reflect.Value) string {
	lo, hi, nan := math.Inf(1), math.Inf(-1), 0
	for i := range flat.Len() {
		x, ok := number(flat.Index(i))
		switch {
		case !ok || flat.Len() == 1:
			return ""
		case math.IsNaN(x):
			nan++
		default:
			lo, hi = min(lo, x), max(hi, x)
		}
	}
	text := ""
	if nan < flat.Len() {
		text = fmt.Sprintf(", from %.4g to %.4g", lo, hi)
	}
	if nan > 0 {
		text += fmt.Sprintf(", %d NaN", nan)
	}
	return text
}

func number(v reflect.Value) (x float64, ok bool) {
	if half, ok := v.Interface().(interface{ Float32() float32 }); ok { // stored as integers
		return float64(half.Float32()), true
	}
	switch {
	case v.CanFloat():
		return v.Float(), true
	case v.CanInt():
		return float64(v.Int()), true
	case v.CanUint():
		return float64(v.Uint()), true
	}
	return 0, false
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
