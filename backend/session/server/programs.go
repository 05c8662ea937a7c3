package server

import (
	"container/list"
	"crypto/sha256"
	"sync"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/shapes"
)

// programs are compiled computations by content, bounded by their estimated memory.
type programs struct {
	engine   compute.Backend
	limit    int    // bytes
	compiled func() // called after each compilation

	mu     sync.Mutex
	known  map[[sha256.Size]byte]*program
	recent *list.List // of *program that nobody holds, the one used last in front
	bytes  int        // of all that are compiled
	made   int
	hits   int
}

// program is compiled once for all who ask for it. Its fields beside ready are set by whoever compiles it.
type program struct {
	key     [sha256.Size]byte
	bytes   int // an estimate
	ready   chan struct{}
	exec    compute.Executable
	inputs  []shapes.Shape
	outputs []shapes.Shape
	err     error

	holders int           // guarded by programs.mu
	idle    *list.Element // in recent while nobody holds it
}

func newPrograms(engine compute.Backend, limit int, compiled func()) *programs {
	return &programs{engine: engine, limit: limit, compiled: compiled, known: map[[sha256.Size]byte]*program{}, recent: list.New()}
}

// get returns the program of an encoded computation, compiled now unless it was before. The caller holds it until drop.
func (c *programs) get(code []byte) (*program, error) {
	key := sha256.Sum256(code)
	c.mu.Lock()
	p, found := c.known[key]
	if found {
		c.hits++
		if p.idle != nil {
			c.recent.Remove(p.idle)
			p.idle = nil
		}
	} else {
		p = &program{key: key, bytes: estimate(code), ready: make(chan struct{})}
		c.known[key] = p
		c.made++
		c.bytes += p.bytes
		c.evict()
	}
	p.holders++
	c.mu.Unlock()
	if !found {
		p.compile(c.engine, code)
		close(p.ready)
		c.compiled()
	}
	<-p.ready
	if p.err != nil {
		c.forget(p)
		return nil, p.err
	}
	return p, nil
}

func (p *program) compile(engine compute.Backend, code []byte) {
	if p.exec, p.err = compile(engine, code); p.err == nil {
		_, p.inputs = p.exec.Inputs()
		p.outputs = p.exec.Outputs()
	}
}

// estimate is about what a compiled computation takes. For XLA on CPU, 16 training programs of RealNVP and 12 of a PINN made the process grow by 2100
// and 2000 bytes for each byte of their code. What is longer has constants in it, which take their own size, so there is a bound.
func estimate(code []byte) int { return 1<<20 + min(2000*len(code), 64<<20) + len(code) }

// drop ends a hold. The program stays while there is room.
func (c *programs) drop(p *program) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p.holders--; p.holders == 0 && p.err == nil {
		p.idle = c.recent.PushFront(p)
		c.evict()
	}
}

// forget removes a program that could not be compiled, so that the next one who asks tries again.
func (c *programs) forget(p *program) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p.holders--
	if c.known[p.key] == p {
		delete(c.known, p.key)
		c.bytes -= p.bytes
	}
}

// evict gives programs back that nobody holds, the one unused for longest first, until the rest fits.
func (c *programs) evict() {
	for c.bytes > c.limit && c.recent.Len() > 0 {
		p := c.recent.Remove(c.recent.Back()).(*program)
		p.idle = nil
		delete(c.known, p.key)
		c.bytes -= p.bytes
		_ = guard(func() error { p.exec.Finalize(); return nil })
	}
}

// counts are programs compiled, found again, and held with their bytes.
func (c *programs) counts() (made, hits, held, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.made, c.hits, len(c.known), c.bytes
}
