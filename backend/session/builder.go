package session

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session/wire"
)

// builder records a computation.
type builder struct {
	e         *Engine
	name      string
	code      wire.Encoder
	places    []place // of each record
	values    int
	functions int
	main      *function
	done      bool
}

var _ compute.Builder = (*builder)(nil)

// value is a result of a record.
type value struct {
	b     *builder
	id    wire.Ref
	shape shapes.Shape
}

func newBuilder(e *Engine, name string) *builder {
	b := &builder{e: e, name: name, functions: 1}
	b.main = &function{b: b, name: compute.MainName}
	return b
}

func (b *builder) Name() string { return b.name }

func (b *builder) Main() compute.Function { return b.main }

func (b *builder) NewFunction(name string) (compute.Function, error) {
	if !b.e.capabilities.Functions {
		return nil, fmt.Errorf("session: functions beside main: %w", compute.ErrNotImplemented)
	}
	if name == "" || name == compute.MainName {
		return nil, fmt.Errorf("session: a function cannot be called %q", name)
	}
	if err := b.record(wire.OpFunction, 0); err != nil {
		return nil, err
	}
	return b.newFunction(name, nil), nil
}

func (b *builder) newFunction(name string, parent *function) *function {
	f := &function{b: b, id: wire.Func(b.functions), name: name, parent: parent}
	b.functions++
	return f
}

// OpShape returns the shape of a value.
func (b *builder) OpShape(v compute.Value) (shapes.Shape, error) { return b.main.Shape(v) }

var errOneDevice = fmt.Errorf("session: computations on several devices: %w", compute.ErrNotImplemented)

func (b *builder) DistributedSPMD(numDevices int) error {
	if numDevices == 1 {
		return nil
	}
	return errOneDevice
}

func (b *builder) DistributedAutoSharding(...compute.Mesh) error { return errOneDevice }

func (b *builder) DeviceAssignment(devices ...compute.DeviceNum) error {
	if len(devices) == 1 && devices[0] == 0 {
		return nil
	}
	return errOneDevice
}

// record begins a record; its arguments follow.
func (b *builder) record(op compute.OpType, f wire.Func, args ...any) error {
	if b.done {
		return errors.New("session: the computation is compiled already")
	}
	if len(b.code.B) > wire.MaxProgram {
		return fmt.Errorf("session: the computation takes more than %d MB: pass large constants as parameters", wire.MaxProgram>>20)
	}
	start := len(b.code.B)
	b.code.Record(op, f)
	for _, a := range args {
		if err := b.code.Arg(a); err != nil {
			b.code.B = b.code.B[:start]
			return err
		}
	}
	b.places = append(b.places, here())
	return nil
}

// add makes the values that a record gives.
func (b *builder) add(out ...shapes.Shape) []compute.Value {
	v := make([]compute.Value, len(out))
	for i, s := range out {
		v[i] = &value{b: b, id: wire.Ref(b.values), shape: s}
		b.values++
	}
	return v
}

// Compile sends the computation. The server compiles it if it has not done so for anybody before.
func (b *builder) Compile() (compute.Executable, error) {
	if b.done {
		return nil, errors.New("session: the computation is compiled already")
	}
	if !b.main.returned {
		return nil, errors.New("session: Compile before Return of the main function")
	}
	b.done = true
	id := b.e.handle(1)
	var head wire.Encoder
	head.Uint(id)
	body, err := b.e.c.ask(wire.KindCompile, wire.KindCompiled, head.B, b.code.B)
	if err != nil {
		return nil, b.explain(err)
	}
	d := wire.NewDecoder(body)
	outputs := make([]shapes.Shape, min(d.Uint(), wire.MaxString))
	for i := range outputs {
		outputs[i] = d.Shape()
	}
	if err := d.Done(); err != nil {
		return nil, err
	}
	x := &executable{e: b.e, name: b.name, h: &handle{id: id}, names: b.main.names, inputs: b.main.inputs, outputs: outputs}
	b.e.places.remember(id, here())
	runtime.AddCleanup(x, func(h *handle) { b.e.c.freeProgram(h) }, x.h)
	return x, b.agree(outputs)
}

// agree checks that this side inferred the shapes that the engine computes.
func (b *builder) agree(outputs []shapes.Shape) error {
	if len(outputs) != len(b.main.outputs) {
		return fmt.Errorf("session: the engine gives %d results, this side expected %d", len(outputs), len(b.main.outputs))
	}
	for i, s := range outputs {
		if !s.Equal(b.main.outputs[i]) {
			return fmt.Errorf("session: result %d has shape %s, this side expected %s", i, s, b.main.outputs[i])
		}
	}
	return nil
}

func (c *connection) freeProgram(h *handle) {
	if !h.gone.Swap(true) {
		c.free(nil, []uint64{h.id})
	}
}
