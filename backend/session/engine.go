package session

import (
	"fmt"
	"runtime"
	"sync/atomic"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session/wire"
)

// Engine is an engine in another process.
type Engine struct {
	c            *connection
	welcome      wire.Welcome
	capabilities compute.Capabilities

	handles atomic.Uint64 // the last one given
	held    atomic.Int64  // bytes of buffers made since the last collection
	places  places
	final   atomic.Bool
}

var _ compute.Backend = (*Engine)(nil)

// Connect reaches the session server at the socket path.
func Connect(path string) (*Engine, error) {
	c, w, err := dial(path)
	if err != nil {
		return nil, err
	}
	e := &Engine{c: c, welcome: w}
	e.capabilities = compute.Capabilities{
		Operations: map[compute.OpType]bool{}, DTypes: map[dtypes.DType]bool{},
		Functions: w.Functions, PreferConstantsForVariables: w.Constants,
	}
	for _, op := range w.Operations {
		if op := compute.OpType(op); canRecord(op) {
			e.capabilities.Operations[op] = true
		}
	}
	for _, t := range w.DTypes {
		e.capabilities.DTypes[dtypes.DType(t)] = true
	}
	return e, nil
}

// Name is that of the engine in the server.
func (e *Engine) Name() string { return e.welcome.Engine }

// String is Name.
func (e *Engine) String() string { return e.Name() }

// Description is that of the engine in the server.
func (e *Engine) Description() string { return e.welcome.Description + " in a session server" }

// NumDevices is the number of devices of the server's engine.
func (e *Engine) NumDevices() int { return len(e.welcome.Devices) }

// DeviceDescription describes one of them.
func (e *Engine) DeviceDescription(n compute.DeviceNum) string {
	if n < 0 || int(n) >= len(e.welcome.Devices) {
		return fmt.Sprintf("there is no device %d", n)
	}
	return e.welcome.Devices[n]
}

// Capabilities are those of the server's engine, without fused operations.
func (e *Engine) Capabilities() compute.Capabilities { return e.capabilities }

// Builder starts a computation.
func (e *Engine) Builder(name string) compute.Builder { return newBuilder(e, name) }

// Finalize ends the connection; the server frees what it held for it.
func (e *Engine) Finalize() {
	if !e.final.Swap(true) {
		e.c.conn.Close()
	}
}

// IsFinalized says whether Finalize was called.
func (e *Engine) IsFinalized() bool { return e.final.Load() }

// HasSharedBuffers is false: memory is the server's.
func (e *Engine) HasSharedBuffers() bool { return false }

// NewSharedBuffer is not possible.
func (e *Engine) NewSharedBuffer(compute.DeviceNum, shapes.Shape) (compute.Buffer, any, error) {
	return nil, nil, fmt.Errorf("session: shared buffers: %w", compute.ErrNotImplemented)
}

// handle returns n new handles, the first of them.
func (e *Engine) handle(n int) uint64 { return e.handles.Add(uint64(n)) - uint64(n) + 1 }

// collectAfter is how many bytes may be allocated in the server before this process looks for buffers that nobody holds: its own heap, which
// is small, would not remind it.
const collectAfter = 256 << 20

func (e *Engine) made(bytes int) {
	if e.held.Add(int64(bytes)) > collectAfter {
		e.held.Store(0)
		go runtime.GC()
	}
}

// Counters are what the server has done and holds, for all its clients.
func (e *Engine) Counters() (wire.Counters, error) {
	body, err := e.c.ask(wire.KindStats, wire.KindCounters)
	if err != nil {
		return wire.Counters{}, fmt.Errorf("session: %w", err)
	}
	d := wire.NewDecoder(body)
	c := wire.DecodeCounters(d)
	return c, d.Done()
}
