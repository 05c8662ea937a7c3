package session

import (
	"errors"
	"fmt"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session/wire"
)

// Tensor is a named tensor of a state.
type Tensor struct {
	Name   string
	Buffer compute.Buffer // of this engine
}

// State is what a name stands for.
type State = wire.State

// Publish replaces what name stands for by tensors, all at once, and keeps note with them. Programs after this one find them; computations
// that they are given away to (donated) don't destroy what is kept.
func (e *Engine) Publish(name, note string, tensors []Tensor) error {
	m := wire.Publish{Name: name, Note: note}
	for _, t := range tensors {
		b, ok := t.Buffer.(*buffer)
		switch {
		case !ok || b.e != e:
			return fmt.Errorf("session: keep %q: tensor %q is of another engine", name, t.Name)
		case b.h.gone.Load():
			return fmt.Errorf("session: keep %q: tensor %q: %w", name, t.Name, errFinalized)
		}
		m.Entries = append(m.Entries, wire.Entry{Name: t.Name, ID: b.h.id})
	}
	if len(name) > wire.MaxString || len(note) > wire.MaxString {
		return fmt.Errorf("session: keep %.20q…: name and note may have %d bytes", name, wire.MaxString)
	}
	var enc wire.Encoder
	m.Encode(&enc)
	if _, err := e.c.ask(wire.KindPublish, wire.KindDone, enc.B); err != nil {
		return e.explain(err)
	}
	return nil
}

// Open returns what a name stands for. The buffers are this program's to use and to finalize.
func (e *Engine) Open(name string) (State, []Tensor, error) {
	states, err := e.List()
	if err != nil {
		return State{}, nil, err
	}
	for _, s := range states {
		if s.Name == name {
			return e.open(name, len(s.Entries))
		}
	}
	return State{}, nil, fmt.Errorf("session: nothing is kept under the name %q", name)
}

// open needs the number of tensors, for their handles; if it has changed since, Open is to be asked again.
func (e *Engine) open(name string, n int) (State, []Tensor, error) {
	var enc wire.Encoder
	wire.Open{Name: name, First: e.handle(n), Count: n}.Encode(&enc)
	states, err := e.states(wire.KindOpen, enc.B)
	if err != nil {
		return State{}, nil, err
	}
	if len(states) != 1 {
		return State{}, nil, errors.New("session protocol: not one state")
	}
	tensors := make([]Tensor, len(states[0].Entries))
	for i, x := range states[0].Entries {
		tensors[i] = Tensor{Name: x.Name, Buffer: e.newBuffer(x.ID, x.Shape, 0)}
	}
	return states[0], tensors, nil
}

// List describes all names, in order.
func (e *Engine) List() ([]State, error) { return e.states(wire.KindList) }

func (e *Engine) states(kind wire.Kind, parts ...[]byte) ([]State, error) {
	body, err := e.c.ask(kind, wire.KindListing, parts...)
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	d := wire.NewDecoder(body)
	states := wire.DecodeStates(d)
	return states, d.Done()
}

// Drop makes a name stand for nothing.
func (e *Engine) Drop(name string) error {
	var enc wire.Encoder
	enc.String(name)
	if _, err := e.c.ask(wire.KindDrop, wire.KindDone, enc.B); err != nil {
		return fmt.Errorf("session: %w", err)
	}
	return nil
}
