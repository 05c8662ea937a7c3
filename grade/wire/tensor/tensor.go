package tensor

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/tensors"

	"github.com/gensci/gensci/grade/wire"
)

// Flat is how a tensor crosses: the name of its type, its dimensions and its elements as they lie in memory. Both processes run on one machine.
type Flat struct {
	Nil   bool
	DType string
	Dims  []int
	Data  []byte
}

// maxAxes bounds the rank of tensors.
const maxAxes = 16

// elements are the types that cross, by their names.
var elements = map[string]dtypes.DType{}

func init() {
	for _, d := range []dtypes.DType{
		dtypes.Bool, dtypes.Int8, dtypes.Int16, dtypes.Int32, dtypes.Int64, dtypes.Uint8, dtypes.Uint16, dtypes.Uint32, dtypes.Uint64,
		dtypes.Float32, dtypes.Float64, dtypes.Complex64, dtypes.Complex128,
	} {
		elements[d.String()] = d
	}
	wire.Register(Flatten, Flat.Tensor, nil)
}

// Flatten returns a tensor as it crosses. It panics if the tensor's type does not, or if it has no value any more.
func Flatten(t *tensors.Tensor) Flat {
	if t == nil {
		return Flat{Nil: true}
	}
	name := t.DType().String()
	if _, known := elements[name]; !known {
		panic(fmt.Errorf("tensors of %s do not cross", name))
	}
	f := Flat{DType: name, Dims: slices.Clone(t.Shape().Dimensions)}
	if t.Size() == 0 {
		return f
	}
	if err := t.ConstBytes(func(data []byte) { f.Data = bytes.Clone(data) }); err != nil {
		panic(err)
	}
	return f
}

// Tensor returns the tensor, or an error where there is none of this kind.
func (f Flat) Tensor() (*tensors.Tensor, error) {
	if f.Nil {
		return nil, nil
	}
	dtype, known := elements[f.DType]
	if !known {
		return nil, fmt.Errorf("a tensor of %.20q does not cross", f.DType)
	}
	if err := f.check(dtype); err != nil {
		return nil, err
	}
	t := tensors.FromShape(shapes.Make(dtype, f.Dims...))
	if len(f.Data) == 0 {
		return t, nil
	}
	return t, t.MutableBytes(func(data []byte) { copy(data, f.Data) })
}

// check compares dimensions and elements. Dimensions of empty tensors are bounded too: a nested slice of them would take memory.
func (f Flat) check(dtype dtypes.DType) error {
	if len(f.Dims) > maxAxes {
		return fmt.Errorf("a tensor has %d axes; up to %d are allowed", len(f.Dims), maxAxes)
	}
	size, bound := dtype.Size(), dtype.Size()
	for _, d := range f.Dims {
		if d < 0 || d > wire.MaxFrame/bound {
			return errors.New("a tensor's dimensions make no sense")
		}
		size *= d
		bound *= max(d, 1)
	}
	if size != len(f.Data) {
		return errors.New("a tensor does not have as many elements as its shape says")
	}
	if dtype == dtypes.Bool && slices.ContainsFunc(f.Data, func(b byte) bool { return b > 1 }) {
		return errors.New("a boolean is neither 0 nor 1")
	}
	return nil
}
