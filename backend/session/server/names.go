package server

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session/wire"
)

// names are what programs have left for those after them. What a name stands for is replaced as a whole and never changes.
type names struct {
	engine compute.Backend
	disk   *disk // nil: memory only

	mu     sync.Mutex
	known  map[string]*named
	change *sync.Cond // something became unsaved or saved, or closed
	closed bool
	busy   bool // the writer is at work
}

// named is one version of what a name stands for.
type named struct {
	name, note string
	when       time.Time
	bytes      int
	saved      bool   // on disk
	refused    string // why it will not be written
	entries    []namedEntry

	loading sync.Mutex // held while it is read from disk, which may take a while: n.mu is not
}

// namedEntry is a tensor in the engine or, until somebody asks, on disk only.
type namedEntry struct {
	name  string
	shape shapes.Shape
	value *buffer // nil: on disk
}

func newNames(engine compute.Backend, d *disk) (*names, error) {
	n := &names{engine: engine, disk: d, known: map[string]*named{}}
	n.change = sync.NewCond(&n.mu)
	if d == nil {
		return n, nil
	}
	found, err := d.scan()
	if err != nil {
		return nil, err
	}
	for _, v := range found {
		n.known[v.name] = v
	}
	go n.write()
	return n, nil
}

// publish replaces what a name stands for; values are held from now on.
func (n *names) publish(name, note string, entries []namedEntry) {
	v := &named{name: name, note: note, when: time.Now(), entries: entries}
	for _, e := range entries {
		v.bytes += e.value.bytes
		e.value.hold()
	}
	n.mu.Lock()
	old := n.known[name]
	n.known[name] = v
	n.change.Broadcast()
	n.mu.Unlock()
	old.release()
}

// drop makes a name stand for nothing; it says whether it stood for something.
func (n *names) drop(name string) (bool, error) {
	n.mu.Lock()
	old := n.known[name]
	delete(n.known, name)
	n.change.Broadcast()
	n.mu.Unlock()
	old.release()
	if old == nil || n.disk == nil {
		return old != nil, nil
	}
	return true, n.disk.remove(name)
}

// release ends the hold on the values.
func (v *named) release() {
	if v == nil {
		return
	}
	for _, e := range v.entries {
		if e.value != nil {
			e.value.drop()
		}
	}
}

// open returns what a name stands for, with every tensor in the engine and held for the caller.
func (n *names) open(name string) (wire.State, []*buffer, error) {
	for {
		v, state, held := n.hold(name)
		switch {
		case v == nil:
			return wire.State{}, nil, fmt.Errorf("nothing is kept under the name %q", name)
		case held != nil:
			return state, held, nil
		}
		if err := n.load(v); err != nil && n.current(v) {
			return wire.State{}, nil, fmt.Errorf("load %q from disk: %w", name, err)
		}
	}
}

// hold holds the tensors of a name for somebody; none are returned if they are on disk only.
func (n *names) hold(name string) (v *named, s wire.State, held []*buffer) {
	n.mu.Lock()
	defer n.mu.Unlock()
	v = n.known[name]
	if v == nil || v.onlyOnDisk() {
		return v, s, nil
	}
	held = make([]*buffer, len(v.entries))
	for i, e := range v.entries {
		held[i] = e.value.hold()
	}
	return v, v.state(), held
}

func (v *named) onlyOnDisk() bool { return len(v.entries) > 0 && v.entries[0].value == nil }

// current says whether v is still what its name stands for.
func (n *names) current(v *named) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.known[v.name] == v
}

// load brings what is only on disk into the engine. Others may replace or drop the name meanwhile: then it changes nothing.
func (n *names) load(v *named) error {
	v.loading.Lock()
	defer v.loading.Unlock()
	n.mu.Lock()
	there := !v.onlyOnDisk()
	n.mu.Unlock()
	if there {
		return nil
	}
	loaded, err := n.read(v)
	n.mu.Lock()
	defer n.mu.Unlock()
	if err != nil || n.known[v.name] != v {
		for _, b := range loaded {
			b.drop()
		}
		return err
	}
	for i, b := range loaded {
		v.entries[i].value = b
	}
	return nil
}

// read makes tensors in the engine of a file.
func (n *names) read(v *named) (loaded []*buffer, err error) {
	err = n.disk.read(v, func(i int, flat any) error {
		value, wrong := n.engine.BufferFromFlatData(0, flat, v.entries[i].shape)
		if wrong != nil {
			return wrong
		}
		b, wrong := newBuffer(value)
		if wrong == nil {
			loaded = append(loaded, b)
		}
		return wrong
	})
	return loaded, err
}

// list describes all names in order.
func (n *names) list() []wire.State {
	n.mu.Lock()
	defer n.mu.Unlock()
	var all []wire.State
	for _, v := range n.known {
		all = append(all, v.state())
	}
	slices.SortFunc(all, func(a, b wire.State) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func (v *named) state() wire.State {
	s := wire.State{Name: v.name, Note: v.note, When: v.when, Bytes: v.bytes, OnDisk: v.saved}
	for _, e := range v.entries {
		s.Entries = append(s.Entries, wire.Entry{Name: e.name, Shape: e.shape})
	}
	return s
}

// counts are the names, their bytes, and how many of them are not on disk.
func (n *names) counts() (count, bytes, unsaved int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, v := range n.known {
		bytes += v.bytes
		if !v.saved {
			unsaved++
		}
	}
	return len(n.known), bytes, unsaved
}

// write puts on disk what is not there yet, until close.
func (n *names) write() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for {
		v := n.unsaved()
		for v == nil {
			if n.closed {
				return
			}
			n.change.Wait()
			v = n.unsaved()
		}
		for _, e := range v.entries {
			e.value.hold()
		}
		n.busy = true
		n.mu.Unlock()
		err := n.disk.write(v)
		for _, e := range v.entries {
			e.value.drop()
		}
		n.mu.Lock()
		n.busy = false
		if v.saved = err == nil; err != nil {
			v.refused = err.Error()
		}
		if n.known[v.name] == nil { // dropped meanwhile
			_ = n.disk.remove(v.name)
		}
		n.change.Broadcast()
	}
}

// unsaved is a version that should be written, the oldest first.
func (n *names) unsaved() (oldest *named) {
	for _, v := range n.known {
		if !v.saved && v.refused == "" && (oldest == nil || v.when.Before(oldest.when)) {
			oldest = v
		}
	}
	return oldest
}

// flush waits until everything that can be is on disk, and says what cannot be.
func (n *names) flush() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.disk == nil {
		return nil
	}
	for n.busy || n.unsaved() != nil {
		n.change.Wait()
	}
	for _, v := range n.known {
		if !v.saved {
			return fmt.Errorf("%q is not on disk: %s", v.name, v.refused)
		}
	}
	return nil
}

// close ends the writer once all is written.
func (n *names) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	n.change.Broadcast()
}
