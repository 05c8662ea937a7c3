package session

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"sync/atomic"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session/wire"
)

// buffer is a tensor in the server.
type buffer struct {
	e      *Engine
	shape  shapes.Shape
	device compute.DeviceNum
	h      *handle
}

// handle is a buffer's number until it is freed or given away. It outlives the buffer, for the cleanup.
type handle struct {
	id   uint64
	gone atomic.Bool
}

var errFinalized = errors.New("session: the buffer was finalized, or given away to a computation (donated)")

func (e *Engine) newBuffer(id uint64, shape shapes.Shape, device compute.DeviceNum) *buffer {
	b := &buffer{e: e, shape: shape, device: device, h: &handle{id: id}}
	c := e.c
	runtime.AddCleanup(b, func(h *handle) { c.freeBuffer(h) }, b.h)
	if n, err := wire.SizeOf(shape.DType, shape.Dimensions); err == nil {
		e.made(n)
	}
	return b
}

func (c *connection) freeBuffer(h *handle) {
	if !h.gone.Swap(true) {
		c.free([]uint64{h.id}, nil)
	}
}

// BufferFromFlatData sends a tensor to the server and does not wait.
func (e *Engine) BufferFromFlatData(device compute.DeviceNum, flat any, shape shapes.Shape) (compute.Buffer, error) {
	raw, err := bytesOf(flat, shape)
	if err != nil {
		return nil, err
	}
	if device < 0 || int(device) >= e.NumDevices() {
		return nil, fmt.Errorf("session: there is no device %d", device)
	}
	var head wire.Encoder
	id := e.handle(1)
	wire.Upload{ID: id, Device: int(device), Shape: shape}.Encode(&head)
	n := len(head.B)
	if err := e.c.send(wire.KindUpload, []byte{byte(n), byte(n >> 8)}, head.B, raw); err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	return e.newBuffer(id, shape, device), nil
}

// bytesOf is the memory of a flat slice for a tensor of shape s.
func bytesOf(flat any, s shapes.Shape) ([]byte, error) {
	size, err := wire.SizeOf(s.DType, s.Dimensions)
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	t := reflect.TypeOf(flat)
	if size == 0 {
		return nil, nil
	}
	if t == nil || t.Kind() != reflect.Slice || dtypes.FromGoType(t.Elem()) != dtypes.FromGoType(s.DType.GoType()) {
		return nil, fmt.Errorf("session: want a slice of %s for shape %s, got %T", s.DType.GoType(), s, flat)
	}
	raw := dtypes.UnsafeByteSliceFromAny(flat)
	if len(raw) != size {
		return nil, fmt.Errorf("session: a slice of %d bytes for shape %s, which has %d", len(raw), s, size)
	}
	return raw, nil
}

// Backend is the engine.
func (b *buffer) Backend() compute.Backend { return b.e }

// Shape is known without asking.
func (b *buffer) Shape() (shapes.Shape, error) {
	if b.h.gone.Load() {
		return shapes.Invalid(), errFinalized
	}
	return b.shape, nil
}

// DeviceNum is where the buffer is.
func (b *buffer) DeviceNum() (compute.DeviceNum, error) { return b.device, nil }

// Finalize frees the tensor with the next message.
func (b *buffer) Finalize() error {
	b.e.c.freeBuffer(b.h)
	return nil
}

// ToFlatData waits for the tensor and copies it. What went wrong on the way to it comes out here.
func (b *buffer) ToFlatData(flat any) error {
	if b.h.gone.Load() {
		return errFinalized
	}
	raw, err := bytesOf(flat, b.shape)
	if err != nil {
		return err
	}
	var e wire.Encoder
	e.Uint(b.h.id)
	q := &question{into: raw, done: make(chan error, 1)}
	if _, err := b.e.c.wait(q, wire.KindFetch, wire.KindData, e.B); err != nil {
		return b.e.explain(err)
	}
	runtime.KeepAlive(b)
	return nil
}

// Data needs shared memory.
func (b *buffer) Data() (any, error) {
	return nil, fmt.Errorf("session: shared buffers: %w", compute.ErrNotImplemented)
}

// CopyToDevice goes through this process.
func (b *buffer) CopyToDevice(device compute.DeviceNum) (compute.Buffer, error) {
	flat, _ := wire.MakeFlat(b.shape)
	if err := b.ToFlatData(flat); err != nil {
		return nil, err
	}
	return b.e.BufferFromFlatData(device, flat, b.shape)
}
