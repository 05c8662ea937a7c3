package tensor

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/gomlx/compute/shapes"
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

// storeBundle is a table of all variables.
func storeBundle(s *model.Store) map[string]any { return Parameters(s, "") }

// mostVariables is how many rows a table of variables has.
const mostVariables = 20

// Parameters is a table of the variables of a store whose path begins with under, "" for all, and how many numbers are in them. Values of a
// checkpoint that wait for the model to ask for them are among them.
func Parameters(s *model.Store, under string) map[string]any {
	var rows [][]any
	numbers, count := 0, 0
	add := func(path string, shape shapes.Shape, trained string) {
		name, below := strings.CutPrefix(path, under)
		if !below {
			return
		}
		numbers, count = numbers+shape.Size(), count+1
		if count <= mostVariables {
			rows = append(rows, []any{name, shape.String(), shape.Size(), trained})
		}
	}
	known := map[string]bool{}
	for v := range s.IterVariables() {
		known[v.Path()] = true
		add(v.Path(), v.Shape(), map[bool]string{true: "yes", false: "no"}[v.Trainable])
	}
	waiting, _ := pending(s.Loader()) // of a loader that does not tell, nothing is shown
	for _, path := range slices.Sorted(maps.Keys(waiting)) {
		if !known[path] {
			add(path, waiting[path].Shape(), "")
		}
	}
	if count == 0 {
		return map[string]any{show.Text: "no variables"}
	}
	if count > mostVariables {
		rows = append(rows, []any{fmt.Sprintf("… of %d", count)})
	}
	return show.Titled(fmt.Sprintf("%d parameters in %d variables", numbers, count), show.Table([]string{"variable", "shape", "parameters", "trained"}, rows))
}
