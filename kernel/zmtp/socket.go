package zmtp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

var (
	// ErrClosed is returned by the methods of a socket that is closed.
	ErrClosed = errors.New("zmtp: the socket is closed")
	// ErrNoPeer says that nobody with this identity is connected, or nobody at all.
	ErrNoPeer = errors.New("zmtp: no such peer is connected")
	// ErrSlow says that a peer was disconnected since it did not read; see the package's comment.
	ErrSlow = errors.New("zmtp: the peer does not read")
)

// socket is what all kinds of sockets share: connections that come and go.
type socket struct {
	kind     string
	o        Options
	joined   func(*peer)                // a peer is there, nothing from it was read yet; may be nil
	received func(*peer, message) error // a peer sent something; an error ends its connection
	ctx      context.Context            // ends when Close begins
	cancel   context.CancelFunc
	running  sync.WaitGroup

	mu        sync.Mutex
	closed    bool
	listener  net.Listener
	strangers map[net.Conn]struct{} // connections in the handshake
	peers     map[string]*peer      // by identity
	count     uint64                // of identities made up
}

func newSocket(kind string, o Options) *socket {
	s := &socket{kind: kind, o: o.withDefaults(), strangers: map[net.Conn]struct{}{}, peers: map[string]*peer{}}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s
}

// listen accepts connections at an endpoint until Close.
func (s *socket) listen(endpoint string) error {
	l, err := listen(endpoint)
	if err != nil {
		return fmt.Errorf("zmtp: %w", err)
	}
	s.listener = l
	s.running.Go(func() {
		for {
			conn, err := l.Accept()
			switch {
			case err == nil:
				s.running.Go(func() { _ = s.serve(conn) }) // serve has told it
			case s.ctx.Err() != nil:
				return
			default: // too many open files: some are closed sooner or later
				s.lost(err)
				s.pause(retryLast)
			}
		}
	})
	return nil
}

// serve does all for one connection. It returns why it ended.
func (s *socket) serve(conn net.Conn) error {
	err := s.converse(conn)
	_ = conn.Close() // if it is not closed yet
	if s.ctx.Err() == nil && !errors.Is(err, io.EOF) {
		s.lost(fmt.Errorf("zmtp: %s from %s: %w", s.kind, conn.RemoteAddr(), err))
	}
	return err
}

func (s *socket) converse(conn net.Conn) error {
	if !s.meeting(conn) {
		return ErrClosed
	}
	p, err := meet(conn, introduction{kind: s.kind, identity: s.o.Identity, minor: 1}, s.o)
	if err = s.admit(conn, p, err); err != nil {
		return err
	}
	defer s.leave(p)
	if s.joined != nil {
		s.joined(p)
	}
	return p.run(s.o, func(m message) error { return s.received(p, m) })
}

// meeting notes a connection whose handshake begins.
func (s *socket) meeting(conn net.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.strangers[conn] = struct{}{}
	}
	return !s.closed
}

// admit ends a handshake: unless it failed, p is a peer from now on, in place of an older one of this name.
func (s *socket) admit(conn net.Conn, p *peer, err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.strangers, conn)
	if err != nil {
		return err
	}
	if s.closed {
		return ErrClosed
	}
	if p.identity == "" || s.kind != kindRouter {
		s.count++
		p.identity = fmt.Sprintf("\x00%08x", s.count)
	}
	if old := s.peers[p.identity]; old != nil {
		_ = old.drop(errors.New("another connection has taken over its identity"))
	}
	s.peers[p.identity] = p
	return nil
}

func (s *socket) leave(p *peer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.peers[p.identity] == p {
		delete(s.peers, p.identity)
	}
}

// send queues a message for a peer. One that does not read is disconnected.
func (s *socket) send(p *peer, frames [][]byte) error {
	err := p.out.push(message{frames: frames})
	if errors.Is(err, ErrSlow) {
		_ = p.drop(err)
	}
	return err
}

// only returns the peer of a socket that dials, or why there is none.
func (s *socket) only() (*peer, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, ErrClosed
	}
	for _, p := range s.peers {
		return p, nil
	}
	return nil, ErrNoPeer
}

func (s *socket) lost(err error) {
	if s.o.Lost != nil {
		s.o.Lost(err)
	}
}

// pause waits, or less if the socket is closed.
func (s *socket) pause(d time.Duration) {
	select {
	case <-time.After(d):
	case <-s.ctx.Done():
	}
}

// Addr is the endpoint at which the socket listens, with the port that was chosen; "" if it dials.
func (s *socket) Addr() string {
	if s.listener == nil {
		return ""
	}
	return endpointOf(s.listener.Addr())
}

// Close sends what is queued, waits for the peers to have read it, both together for at most [Options.Linger], and ends all goroutines.
func (s *socket) Close() error {
	s.mu.Lock()
	s.closed = true
	s.cancel()
	for conn := range s.strangers {
		_ = conn.Close() // there is nothing to lose
	}
	for _, p := range s.peers {
		p.out.close(ErrClosed, false)
		_ = p.conn.SetDeadline(time.Now().Add(s.o.Linger)) // fails if it is closed
	}
	s.mu.Unlock()
	var err error
	if s.listener != nil {
		if err = s.listener.Close(); errors.Is(err, net.ErrClosed) {
			err = nil // by an earlier Close
		}
	}
	s.running.Wait()
	return err
}
