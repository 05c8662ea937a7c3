package session

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session/wire"
)

// function records what is done in one function of a computation. Its operations are in operations.go.
type function struct {
	b        *builder
	id       wire.Func
	name     string
	parent   *function
	returned bool
	names    []string       // of parameters
	inputs   []shapes.Shape // parameters
	outputs  []shapes.Shape // once returned
}

var _ compute.Function = (*function)(nil)

func (f *function) Name() string { return f.name }

func (f *function) Builder() compute.Builder { return f.b }

func (f *function) Parent() compute.Function {
	if f.parent == nil {
		return nil
	}
	return f.parent
}

func (f *function) Closure() (compute.Function, error) {
	if !f.b.e.capabilities.Functions {
		return nil, fmt.Errorf("session: closures: %w", compute.ErrNotImplemented)
	}
	if err := f.b.record(wire.OpClosure, f.id); err != nil {
		return nil, err
	}
	return f.b.newFunction("", f), nil
}

func (f *function) Shape(v compute.Value) (shapes.Shape, error) {
	x, ok := v.(*value)
	if !ok || x.b != f.b {
		return shapes.Invalid(), fmt.Errorf("session: %T is no value of computation %q", v, f.b.name)
	}
	return x.shape, nil
}

func (f *function) Parameter(name string, shape shapes.Shape, sharding *compute.ShardingSpec) (compute.Value, error) {
	if sharding != nil {
		return nil, errOneDevice
	}
	if _, err := wire.SizeOf(shape.DType, shape.Dimensions); err != nil {
		return nil, fmt.Errorf("session: parameter %q: %w", name, err)
	}
	if err := f.open(); err != nil {
		return nil, err
	}
	if err := f.b.record(compute.OpTypeParameter, f.id, shape); err != nil {
		return nil, err
	}
	f.names, f.inputs = append(f.names, name), append(f.inputs, shape)
	return f.b.add(shape)[0], nil
}

func (f *function) Constant(flat any, dims ...int) (compute.Value, error) {
	dtype, err := dtypeOf(flat)
	if err != nil {
		return nil, err
	}
	shape := shapes.Make(dtype, dims...)
	raw, err := bytesOf(flat, shape)
	if err != nil {
		return nil, err
	}
	if err := f.open(); err != nil {
		return nil, err
	}
	if err := f.b.record(compute.OpTypeConstant, f.id, wire.Flat{Shape: shape, Bytes: raw}); err != nil {
		return nil, err
	}
	return f.b.add(shape)[0], nil
}

func (f *function) Return(outputs []compute.Value, shardings []*compute.ShardingSpec) error {
	for _, s := range shardings {
		if s != nil {
			return errOneDevice
		}
	}
	if err := f.open(); err != nil {
		return err
	}
	refs, in, err := f.refs(outputs)
	if err != nil {
		return err
	}
	if err := f.b.record(wire.OpReturn, f.id, refs); err != nil {
		return err
	}
	f.returned, f.outputs = true, in
	return nil
}

func (f *function) open() error {
	if f.returned {
		return errors.New("session: the function has returned already")
	}
	return nil
}

// refs are values as they are sent, and their shapes.
func (f *function) refs(values []compute.Value) ([]wire.Ref, []shapes.Shape, error) {
	refs, in := make([]wire.Ref, len(values)), make([]shapes.Shape, len(values))
	for i, v := range values {
		s, err := f.Shape(v)
		if err != nil {
			return nil, nil, err
		}
		refs[i], in[i] = v.(*value).id, s
	}
	return refs, in, nil
}

// ref is refs for one value.
func (f *function) ref(v compute.Value) (wire.Ref, shapes.Shape, error) {
	s, err := f.Shape(v)
	if err != nil {
		return 0, s, err
	}
	return v.(*value).id, s, nil
}

// function is another function of this computation as it is sent.
func (f *function) function(g compute.Function) (*function, error) {
	x, ok := g.(*function)
	if !ok || x.b != f.b {
		return nil, fmt.Errorf("session: %T is no function of computation %q", g, f.b.name)
	}
	if !x.returned {
		return nil, errors.New("session: a function is used before its Return")
	}
	return x, nil
}

// dtypeOf is the dtype of a slice's elements.
func dtypeOf(flat any) (dtypes.DType, error) {
	if t := reflect.TypeOf(flat); t != nil && t.Kind() == reflect.Slice {
		if dtype := dtypes.FromGoType(t.Elem()); dtype != dtypes.InvalidDType {
			return dtype, nil
		}
	}
	return dtypes.InvalidDType, fmt.Errorf("session: want a slice of numbers as a constant, got %T", flat)
}
