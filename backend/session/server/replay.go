package server

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session/wire"
)

// recordError is what went wrong at one record of a computation, counted from 1.
type recordError struct {
	record int
	err    error
}

func (e *recordError) Error() string { return e.err.Error() }
func (e *recordError) Unwrap() error { return e.err }

// replay builds a computation from its records. The engine's own checks judge whether it makes sense.
type replay struct {
	d         *wire.Decoder
	builder   compute.Builder
	functions []compute.Function
	values    []compute.Value
	params    int
}

// methods are compute.Function's operations by name.
var methods = func() map[string]reflect.Method {
	m := map[string]reflect.Method{}
	t := reflect.TypeFor[compute.Function]()
	for i := range t.NumMethod() {
		m[t.Method(i).Name] = t.Method(i)
	}
	return m
}()

// compile turns an encoded computation into a program of the engine.
func compile(engine compute.Backend, program []byte) (exec compute.Executable, err error) {
	r := &replay{d: wire.NewDecoder(program), builder: engine.Builder("gensci")}
	r.functions = []compute.Function{r.builder.Main()}
	for n := 1; r.d.Left() > 0; n++ {
		if err = guard(r.record); err != nil {
			return nil, &recordError{n, err}
		}
	}
	err = guard(func() error {
		exec, err = r.builder.Compile()
		return err
	})
	return exec, err
}

// guard turns a panic of the engine into an error.
func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			if e, ok := p.(error); ok {
				err = e
			} else {
				err = fmt.Errorf("%v", p)
			}
		}
	}()
	return f()
}

// record reads and executes one record.
func (r *replay) record() error {
	op := compute.OpType(r.d.Uint())
	var f compute.Function
	if op != wire.OpFunction {
		var err error
		if f, err = r.function(wire.Func(r.d.Uint())); err != nil {
			return err
		}
	}
	switch op {
	case wire.OpFunction:
		return r.addFunction(func() (compute.Function, error) { return r.builder.NewFunction("f" + strconv.Itoa(len(r.functions))) })
	case wire.OpClosure:
		return r.addFunction(f.Closure)
	case wire.OpReturn:
		outputs, err := r.valuesOf(r.d.Refs())
		if err = errors.Join(r.d.Err(), err); err != nil {
			return err
		}
		return f.Return(outputs, nil)
	case compute.OpTypeParameter:
		shape := r.d.Shape()
		if err := r.d.Err(); err != nil {
			return err
		}
		r.params++
		return r.add(f.Parameter("p"+strconv.Itoa(r.params), shape, nil))
	case compute.OpTypeConstant:
		flat, dims := r.d.Flat()
		if err := r.d.Err(); err != nil {
			return err
		}
		return r.add(f.Constant(flat, dims...))
	}
	return r.operation(op, f)
}

func (r *replay) addFunction(make func() (compute.Function, error)) error {
	f, err := make()
	if err == nil {
		r.functions = append(r.functions, f)
	}
	return err
}

func (r *replay) add(v compute.Value, err error) error {
	if err == nil {
		r.values = append(r.values, v)
	}
	return err
}

func (r *replay) function(f wire.Func) (compute.Function, error) {
	if uint64(f) >= uint64(len(r.functions)) {
		return nil, fmt.Errorf("session protocol: there is no function %d", f)
	}
	return r.functions[f], nil
}

func (r *replay) valuesOf(refs []wire.Ref) ([]compute.Value, error) {
	v := make([]compute.Value, len(refs))
	for i, x := range refs {
		if uint64(x) >= uint64(len(r.values)) {
			return nil, fmt.Errorf("session protocol: there is no value %d", x)
		}
		v[i] = r.values[x]
	}
	return v, nil
}

// operation calls the method of compute.Function that has the operation's name.
func (r *replay) operation(op compute.OpType, f compute.Function) error {
	m, ok := methods[op.String()]
	if !ok || !op.IsAOpType() {
		return fmt.Errorf("session protocol: there is no operation %d", int(op))
	}
	args := make([]reflect.Value, m.Type.NumIn())
	for i := range args {
		a, err := r.argument(m.Type.In(i))
		if err != nil {
			return err
		}
		args[i] = a
	}
	out, err := call(f, m, args)
	if err != nil {
		return err
	}
	for _, o := range out {
		if many, ok := o.Interface().([]compute.Value); ok {
			r.values = append(r.values, many...)
		} else {
			r.values = append(r.values, o.Interface())
		}
	}
	return nil
}

// call calls a method whose last result is an error.
func call(f compute.Function, m reflect.Method, args []reflect.Value) ([]reflect.Value, error) {
	method := reflect.ValueOf(f).MethodByName(m.Name)
	var out []reflect.Value
	if m.Type.IsVariadic() {
		out = method.CallSlice(args)
	} else {
		out = method.Call(args)
	}
	last := len(out) - 1
	err, _ := out[last].Interface().(error)
	return out[:last], err
}

// argument reads one argument for a parameter of type t.
func (r *replay) argument(t reflect.Type) (v reflect.Value, err error) {
	var a any
	switch x := r.d.Arg(t).(type) {
	case wire.Ref:
		var one []compute.Value
		if one, err = r.valuesOf([]wire.Ref{x}); err == nil {
			a = one[0]
		}
	case []wire.Ref:
		a, err = r.valuesOf(x)
	case wire.Func:
		a, err = r.function(x)
	default:
		a = x
	}
	if err = errors.Join(r.d.Err(), err); err != nil {
		return v, err
	}
	return reflect.ValueOf(a), nil
}
