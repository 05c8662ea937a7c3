package tensor

import (
	"errors"
	"fmt"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/kernel/keep"
)

// What leans on nothing, for files: the values themselves instead of names in the session server.

// plain is a tensor as bytes. The dtype stands by its name, since numbers may change from one version of GoMLX to the next.
type plain struct {
	DType string
	Dims  []int
	Bytes []byte
}

func exportTensor(t *tensors.Tensor) ([]byte, error) {
	if t == nil || !t.Ok() {
		return nil, errFinalized
	}
	p := plain{DType: t.DType().String(), Dims: t.Shape().Dimensions}
	if t.Size() == 0 {
		return keep.Marshal(p)
	}
	var data []byte
	var failed error
	err := t.ConstBytes(func(raw []byte) {
		p.Bytes = raw
		data, failed = keep.Marshal(p)
	})
	return data, errors.Join(err, failed)
}

func importTensor(data []byte) (*tensors.Tensor, error) {
	var p plain
	if err := keep.Unmarshal(data, &p); err != nil {
		return nil, err
	}
	dtype, err := dtypes.DTypeString(p.DType)
	if err != nil {
		return nil, fmt.Errorf("a tensor of dtype %s, which this version does not have", p.DType)
	}
	t := tensors.FromShape(shapes.Make(dtype, p.Dims...))
	if t.Size() == 0 {
		return t, nil
	}
	fits := true
	err = t.MutableBytes(func(to []byte) { fits = copy(to, p.Bytes) == len(p.Bytes) && len(to) == len(p.Bytes) })
	if err == nil && !fits {
		err = fmt.Errorf("a tensor of shape %s with %d bytes", t.Shape(), len(p.Bytes))
	}
	return t, err
}

// whole is a model store with its values.
type whole struct {
	Record record
	Values []*tensors.Tensor
}

func exportStore(s *model.Store) ([]byte, error) {
	if s == nil {
		return nil, errors.New("no store")
	}
	r, values, err := contents(s)
	if err != nil {
		return nil, err
	}
	return keep.Marshal(whole{r, values})
}

func importStore(data []byte) (*model.Store, error) {
	var w whole
	if err := keep.Unmarshal(data, &w, paramTypes...); err != nil {
		return nil, err
	}
	return w.Record.store(w.Values)
}
