package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session/wire"
)

// Options of a server. Zero values stand for the defaults.
type Options struct {
	Folder       string        // for named state; "" keeps it in memory only
	FolderBytes  int64         // what it may take there, 8 GB
	ProgramBytes int           // what compiled programs may take, 1 GB; those in use stay
	ClientBytes  int           // what tensors of one client may take, 16 GB
	Clients      int           // connected at a time, 64
	Compiled     func()        // called after each compilation; nil: nothing is
	Idle         time.Duration // ends the server after so long without clients, if everything is on disk; 0: never
}

func (o Options) settled() Options {
	set(&o.FolderBytes, 8<<30)
	set(&o.ProgramBytes, 1<<30)
	set(&o.ClientBytes, 16<<30)
	set(&o.Clients, 64)
	if o.Compiled == nil {
		o.Compiled = func() {}
	}
	return o
}

func set[T comparable](v *T, value T) {
	var zero T
	if *v == zero {
		*v = value
	}
}

// Server hosts an engine for the programs of one user.
type Server struct {
	engine   compute.Backend
	o        Options
	programs *programs
	names    *names
	can      func() []compute.OpType // found out once: each cell is a client that asks

	executions atomic.Int64
	mu         sync.Mutex
	clients    map[*client]bool
	lastLeft   time.Time
}

// New prepares a server and reads the descriptions of named state. It owns neither engine nor listener.
func New(engine compute.Backend, o Options) (*Server, error) {
	o = o.settled()
	var d *disk
	if o.Folder != "" {
		var err error
		if d, err = newDisk(o.Folder, o.FolderBytes); err != nil {
			return nil, fmt.Errorf("session: the folder for named state: %w", err)
		}
	}
	n, err := newNames(engine, d)
	if err != nil {
		return nil, fmt.Errorf("session: read named state: %w", err)
	}
	can := sync.OnceValue(func() []compute.OpType { return operations(engine) })
	return &Server{engine: engine, can: can, o: o, programs: newPrograms(engine, o.ProgramBytes, o.Compiled), names: n, clients: map[*client]bool{}, lastLeft: time.Now()}, nil
}

// Serve accepts clients until ctx ends or, with Options.Idle, nobody has come for so long. When it returns, all clients are gone and
// all named state is on disk, or the error says what is not.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	if s.o.Idle > 0 {
		go s.watchIdle(ctx, cancel)
	}
	var all sync.WaitGroup
	for {
		c, err := l.Accept()
		if ctx.Err() != nil {
			break
		}
		if err != nil {
			s.disconnect()
			all.Wait()
			return errors.Join(fmt.Errorf("session: accept: %w", err), s.names.flush())
		}
		all.Go(func() { s.serve(c) })
	}
	s.disconnect()
	all.Wait()
	err := s.names.flush()
	s.names.close()
	return err
}

// serve talks to one client until it leaves.
func (s *Server) serve(conn net.Conn) {
	defer conn.Close()
	c := newClient(s, conn)
	if err := checkPeer(conn); err != nil {
		c.refuse(err)
		return
	}
	if err := s.enter(c); err != nil {
		c.refuse(err)
		return
	}
	defer s.leave(c)
	// What a client does wrong ends its connection and nothing else.
	_ = guard(c.run)
	c.free()
}

func (s *Server) enter(c *client) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.clients) >= s.o.Clients {
		return fmt.Errorf("the session server has %d clients already", len(s.clients))
	}
	s.clients[c] = true
	return nil
}

func (s *Server) leave(c *client) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.clients, c)
	s.lastLeft = time.Now()
}

func (s *Server) disconnect() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.clients {
		c.conn.Close()
	}
}

// watchIdle cancels when nobody has been there for long enough and nothing would be lost.
func (s *Server) watchIdle(ctx context.Context, cancel func()) {
	tick := time.NewTicker(max(s.o.Idle/10, time.Millisecond))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		s.mu.Lock()
		idle := len(s.clients) == 0 && time.Since(s.lastLeft) > s.o.Idle
		s.mu.Unlock()
		if _, _, unsaved := s.names.counts(); idle && unsaved == 0 {
			cancel()
			return
		}
	}
}

// welcome describes the engine.
func (s *Server) welcome() wire.Welcome {
	c := s.engine.Capabilities()
	w := wire.Welcome{Engine: s.engine.Name(), Description: s.engine.Description(), Functions: c.Functions, Constants: c.PreferConstantsForVariables}
	for i := range s.engine.NumDevices() {
		w.Devices = append(w.Devices, s.engine.DeviceDescription(compute.DeviceNum(i)))
	}
	for _, op := range s.can() {
		w.Operations = append(w.Operations, int(op))
	}
	for t, ok := range c.DTypes {
		if ok {
			w.DTypes = append(w.DTypes, int(t))
		}
	}
	slices.Sort(w.DTypes)
	return w
}

// counters are what the server has done and holds.
func (s *Server) counters() (c wire.Counters) {
	c.Compiled, c.Hits, c.Programs, c.ProgramBytes = s.programs.counts()
	c.Names, c.NamedBytes, c.Unsaved = s.names.counts()
	c.Executions = int(s.executions.Load())
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Clients = len(s.clients)
	for x := range s.clients {
		c.Buffers += int(x.count.Load())
		c.BufferBytes += int(x.bytes.Load())
	}
	return c
}
