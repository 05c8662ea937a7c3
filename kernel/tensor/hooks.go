package tensor

import (
	"crypto/rand"
	"errors"
	"fmt"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	_ "github.com/gensci/gensci/backend" // the engine
	"github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/kernel/keep"
)

func init() {
	keep.Register(keep.Hook[*tensors.Tensor]{Save: saveTensor, Load: loadTensor, Export: exportTensor, Import: importTensor})
	keep.Register(keep.Hook[*model.Store]{Save: saveStore, Load: loadStore, Export: exportStore, Import: importStore})
	keep.Register(keep.Hook[*session.Engine]{
		Save:   func(*session.Engine, []byte) ([]byte, []string, error) { return []byte{}, nil, nil },
		Load:   func([]byte) (*session.Engine, error) { return engine() },
		Export: func(*session.Engine) ([]byte, error) { return []byte{}, nil },
		Import: func([]byte) (*session.Engine, error) { return engine() },
		Shared: true,
	})
	keep.Never[*model.Variable]("a variable of a model: take it from its store again")
	keep.Never[*model.Scope]("a scope of a model: take it from its store again")
	keep.Never[*graph.Graph]("a graph, which belongs to one computation")
	keep.Never[*graph.Node]("a node of a graph, which belongs to one computation")
	keep.Transient[model.VariableInitializer]()
	keep.Transient[*model.Exec]() // models of our library make theirs when they need them
	keep.Transient[*graph.Exec]()
}

var errFinalized = errors.New("a tensor that was finalized")

// engine is the session server.
func engine() (*session.Engine, error) {
	b, err := gen.DefaultEngine()
	if err != nil {
		return nil, err
	}
	e, ok := b.(*session.Engine)
	if !ok {
		return nil, errors.New("tensors are kept by the session server, and this program computes with another engine (" + b.Name() + ")")
	}
	return e, nil
}

// published are the buffers behind the names that this program has opened or published, in the order of their entries.
var published struct {
	sync.Mutex
	buffers map[string][]compute.Buffer
}

func remember(name string, entries []session.Tensor) {
	published.Lock()
	defer published.Unlock()
	if published.buffers == nil {
		published.buffers = map[string][]compute.Buffer{}
	}
	list := make([]compute.Buffer, len(entries))
	for i, e := range entries {
		list[i] = e.Buffer
	}
	published.buffers[name] = list
}

// same says whether a name stands for these buffers.
func same(name string, entries []session.Tensor) bool {
	published.Lock()
	defer published.Unlock()
	list := published.buffers[name]
	if len(list) != len(entries) || len(list) == 0 {
		return false
	}
	for i, e := range entries {
		if list[i] != e.Buffer {
			return false
		}
	}
	return true
}

// publish makes buffers stay under a new name, unless old stands for them.
func publish(e *session.Engine, old, note string, entries []session.Tensor) (name string, err error) {
	if old != "" && same(old, entries) {
		return old, nil
	}
	name = keep.ExternalPrefix + rand.Text()
	if err := e.Publish(name, note, entries); err != nil {
		return "", err
	}
	remember(name, entries)
	return name, nil
}

// open returns what stays under a name.
func open(name string) ([]session.Tensor, error) {
	e, err := engine()
	if err != nil {
		return nil, err
	}
	_, entries, err := e.Open(name)
	if err != nil {
		return nil, fmt.Errorf("its tensors are gone with the session server (%w)", err)
	}
	remember(name, entries)
	return entries, nil
}

func saveTensor(t *tensors.Tensor, old []byte) ([]byte, []string, error) {
	if t == nil || !t.Ok() {
		return nil, nil, errFinalized
	}
	e, err := engine()
	if err != nil {
		return nil, nil, err
	}
	b, err := t.Buffer(e, 0)
	if err != nil {
		return nil, nil, err
	}
	name, err := publish(e, string(old), t.Shape().String(), []session.Tensor{{Buffer: b}})
	return []byte(name), []string{name}, err
}

func loadTensor(data []byte) (*tensors.Tensor, error) {
	entries, err := open(string(data))
	if err != nil {
		return nil, err
	}
	if len(entries) != 1 {
		return nil, fmt.Errorf("%d tensors where one should be", len(entries))
	}
	return tensors.FromBuffer(entries[0].Buffer)
}
