package server

import (
	"errors"
	"fmt"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session/wire"
)

// compile makes a program known to the client: a handle and the encoded computation → the shapes of its outputs.
func (c *client) compile(d *wire.Decoder) error {
	id := d.Uint()
	code := d.Bytes(d.Left())
	if err := d.Err(); err != nil {
		return err
	}
	if c.programs[id] != nil || len(c.buffers)+len(c.programs) >= wire.MaxHandles {
		return fmt.Errorf("session protocol: program %d is in use, or more than %d handles are", id, wire.MaxHandles)
	}
	p, err := c.s.programs.get(code)
	if err != nil {
		f := wire.Failure{Text: err.Error(), Program: id}
		if at := (*recordError)(nil); errors.As(err, &at) {
			f.Record = at.record
		}
		return c.fail(f)
	}
	c.programs[id] = p
	var e wire.Encoder
	e.Uint(uint64(len(p.outputs)))
	for _, s := range p.outputs {
		e.Shape(s)
	}
	return c.send(wire.KindCompiled, e.B)
}

// execute runs a program. What goes wrong becomes its results, for whoever asks for them.
func (c *client) execute(m wire.Execute) error {
	p := c.programs[m.Program]
	if p == nil {
		return fmt.Errorf("session protocol: there is no program %d", m.Program)
	}
	results, err := c.results(p, m)
	for i := range p.outputs {
		var b *buffer
		if err == nil {
			b, err = newBuffer(results[i])
		}
		if err != nil {
			b = failed(failure(err, m.Program))
		}
		if err := c.add(m.First+uint64(i), b); err != nil {
			return err
		}
	}
	return nil
}

// inputFailure is the failure of an input, which becomes that of the outputs.
type inputFailure struct{ wire.Failure }

func (f inputFailure) Error() string { return f.Text }

func failure(err error, program uint64) wire.Failure {
	if f := (inputFailure{}); errors.As(err, &f) {
		return f.Failure
	}
	return wire.Failure{Text: err.Error(), Program: program}
}

// results are the outputs of a program. Inputs that are given away are gone afterwards, for the client too.
func (c *client) results(p *program, m wire.Execute) (out []compute.Buffer, err error) {
	inputs, err := c.inputs(p, m.Inputs)
	if err != nil {
		return nil, err
	}
	values, donate := make([]compute.Buffer, len(inputs)), make([]bool, len(inputs))
	for i, b := range inputs {
		values[i] = b.value
	}
	given := map[uint64]*buffer{}
	for _, at := range m.Donate {
		if at >= uint64(len(inputs)) {
			return nil, fmt.Errorf("there is no input %d to give away", at)
		}
		b := inputs[at]
		donate[at] = b.sole() && given[m.Inputs[at]] == nil && once(m.Inputs, m.Inputs[at])
		given[m.Inputs[at]] = b
	}
	c.s.executions.Add(1)
	err = guard(func() error {
		out, err = p.exec.Execute(values, donate, compute.DeviceNum(m.Device))
		return err
	})
	for i, b := range inputs {
		if donate[i] {
			b.given()
		}
	}
	for id := range given {
		c.remove(id)
	}
	if err == nil && len(out) != len(p.outputs) {
		err = fmt.Errorf("%d results instead of %d", len(out), len(p.outputs))
	}
	return out, err
}

// inputs are the buffers of an execution. Engines trust shapes, so they are checked here.
func (c *client) inputs(p *program, ids []uint64) ([]*buffer, error) {
	if len(ids) != len(p.inputs) {
		return nil, fmt.Errorf("%d inputs for a program that takes %d", len(ids), len(p.inputs))
	}
	in := make([]*buffer, len(ids))
	for i, id := range ids {
		b := c.buffers[id]
		switch {
		case b == nil:
			return nil, fmt.Errorf("input %d is not there any more: it was freed, or given away to a computation (donated)", i)
		case b.failure != nil:
			return nil, inputFailure{*b.failure}
		case !b.shape.Equal(p.inputs[i]):
			return nil, fmt.Errorf("input %d has shape %s, the program takes %s", i, b.shape, p.inputs[i])
		}
		in[i] = b
	}
	return in, nil
}

func once(ids []uint64, id uint64) bool {
	n := 0
	for _, x := range ids {
		if x == id {
			n++
		}
	}
	return n == 1
}
