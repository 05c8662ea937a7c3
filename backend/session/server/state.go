package server

import (
	"fmt"

	"github.com/gensci/gensci/backend/session/wire"
)

// publish replaces what a name stands for by some of the client's buffers, or changes nothing.
func (c *client) publish(m wire.Publish) error {
	entries := make([]namedEntry, len(m.Entries))
	for i, x := range m.Entries {
		b := c.buffers[x.ID]
		switch {
		case b == nil:
			return c.fail(wire.Failure{Text: fmt.Sprintf("keep %q: tensor %q is not there any more", m.Name, x.Name)})
		case b.failure != nil:
			return c.fail(*b.failure)
		}
		entries[i] = namedEntry{name: x.Name, shape: b.shape, value: b}
	}
	c.s.names.publish(m.Name, m.Note, entries)
	return c.send(wire.KindDone)
}

// open gives the client handles on what a name stands for.
func (c *client) open(m wire.Open) error {
	s, held, err := c.s.names.open(m.Name)
	if err != nil {
		return c.fail(wire.Failure{Text: err.Error()})
	}
	if len(held) != m.Count {
		for _, b := range held {
			b.drop()
		}
		return c.fail(wire.Failure{Text: fmt.Sprintf("%q has changed meanwhile: ask again", m.Name)})
	}
	for i, b := range held {
		s.Entries[i].ID = m.First + uint64(i)
		if err := c.add(s.Entries[i].ID, b); err != nil {
			return err
		}
	}
	return c.listing([]wire.State{s})
}

func (c *client) listing(states []wire.State) error {
	var e wire.Encoder
	wire.EncodeStates(&e, states)
	return c.send(wire.KindListing, e.B)
}

func (c *client) drop(name string) error {
	found, err := c.s.names.drop(name)
	if err == nil && !found {
		err = fmt.Errorf("nothing is kept under the name %q", name)
	}
	if err != nil {
		return c.fail(wire.Failure{Text: err.Error()})
	}
	return c.send(wire.KindDone)
}
