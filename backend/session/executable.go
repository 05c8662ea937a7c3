package session

import (
	"errors"
	"fmt"
	"runtime"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session/wire"
)

// executable is a compiled computation in the server.
type executable struct {
	e       *Engine
	name    string
	h       *handle
	names   []string
	inputs  []shapes.Shape
	outputs []shapes.Shape
}

var _ compute.Executable = (*executable)(nil)

// Finalize frees the program with the next message; the server may keep it for others.
func (x *executable) Finalize() { x.e.c.freeProgram(x.h) }

func (x *executable) Inputs() (names []string, inputShapes []shapes.Shape) { return x.names, x.inputs }

func (x *executable) Outputs() []shapes.Shape { return x.outputs }

// Execute starts the computation and does not wait for it. What goes wrong in it comes out where a result is asked for.
func (x *executable) Execute(inputs []compute.Buffer, donate []bool, device compute.DeviceNum) ([]compute.Buffer, error) {
	if x.h.gone.Load() {
		return nil, errors.New("session: the program was finalized")
	}
	if len(inputs) != len(x.inputs) {
		return nil, fmt.Errorf("session: %d inputs for %q, which takes %d", len(inputs), x.name, len(x.inputs))
	}
	if donate != nil && len(donate) != len(inputs) {
		return nil, fmt.Errorf("session: %d inputs, but %d say whether they are given away", len(inputs), len(donate))
	}
	m := wire.Execute{Program: x.h.id, Device: int(device), First: x.e.handle(len(x.outputs))}
	for i, in := range inputs {
		b, ok := in.(*buffer)
		switch {
		case !ok || b.e != x.e:
			return nil, fmt.Errorf("session: input %d of %q is a buffer of another engine", i, x.name)
		case b.h.gone.Load():
			return nil, fmt.Errorf("session: input %d of %q: %w", i, x.name, errFinalized)
		case !b.shape.Equal(x.inputs[i]):
			return nil, fmt.Errorf("session: input %d (%s) of %q has shape %s, want %s", i, x.names[i], x.name, b.shape, x.inputs[i])
		}
		m.Inputs = append(m.Inputs, b.h.id)
		if donate != nil && donate[i] {
			m.Donate = append(m.Donate, uint64(i))
		}
	}
	var e wire.Encoder
	m.Encode(&e)
	if err := x.e.c.send(wire.KindExecute, e.B); err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	for _, at := range m.Donate {
		inputs[at].(*buffer).h.gone.Store(true)
	}
	out := make([]compute.Buffer, len(x.outputs))
	for i, s := range x.outputs {
		out[i] = x.e.newBuffer(m.First+uint64(i), s, device)
	}
	runtime.KeepAlive(inputs)
	return out, nil
}
