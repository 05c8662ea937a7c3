package server

import (
	"errors"
	"fmt"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session/wire"
)

// buffer is a tensor of the engine that handles and names share. It never changes, and is given back when nobody holds it.
//
// A result may be a failure instead: whoever asks for it, or computes with it, gets that.
type buffer struct {
	shape   shapes.Shape
	bytes   int
	failure *wire.Failure

	mu      sync.Mutex
	value   compute.Buffer
	holders int
}

func newBuffer(value compute.Buffer) (*buffer, error) {
	shape, err := value.Shape()
	if err != nil {
		return nil, err
	}
	n, err := wire.SizeOf(shape.DType, shape.Dimensions)
	return &buffer{value: value, shape: shape, bytes: n, holders: 1}, err
}

// failed stands for a result that could not be computed.
func failed(f wire.Failure) *buffer { return &buffer{failure: &f, holders: 1} }

// hold adds a holder.
func (b *buffer) hold() *buffer {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.holders++
	return b
}

// drop removes a holder; the last one gives the memory back.
func (b *buffer) drop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.holders--
	if b.holders > 0 || b.value == nil {
		return
	}
	// What an engine says to a buffer that was donated or is gone does not matter.
	_ = b.value.Finalize()
	b.value = nil
}

// sole says whether the caller is the only holder, so that an execution may destroy the value.
func (b *buffer) sole() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.holders == 1
}

// given notes that an execution has destroyed the value.
func (b *buffer) given() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.value = nil
}

// copyTo copies the elements into dst, which has their size.
func (b *buffer) copyTo(flat any) error {
	b.mu.Lock()
	value := b.value
	b.mu.Unlock()
	if value == nil {
		return errors.New("the tensor was given away to a computation (donated)")
	}
	if err := guard(func() error { return value.ToFlatData(flat) }); err != nil {
		return fmt.Errorf("read the tensor: %w", err)
	}
	return nil
}
