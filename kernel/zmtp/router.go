package zmtp

import (
	"context"
	"fmt"
)

// Message is a message with the identity of the peer that it came from.
type Message struct {
	From   string
	Frames [][]byte
}

// Router is a ROUTER: it talks to many peers, each known by its identity. Jupyter's shell, control and stdin of a kernel.
type Router struct {
	*socket
	inbox inbox
}

// ListenRouter opens a Router at an endpoint.
func ListenRouter(endpoint string, o Options) (*Router, error) {
	r := &Router{newSocket(kindRouter, o), make(inbox)}
	r.received = r.inbox.deliver(r.socket)
	if err := r.listen(endpoint); err != nil {
		return nil, err
	}
	return r, nil
}

// Recv returns the next message, in fair turns between the peers. It returns ErrClosed after Close, and the cause of ctx if that ends.
func (r *Router) Recv(ctx context.Context) (Message, error) { return r.inbox.recv(ctx, r.socket) }

// Send sends a message to the peer with this identity, or returns ErrNoPeer. If that peer is far behind, Send waits for it as the package's
// comment says; ErrSlow is the end of that.
func (r *Router) Send(identity string, frames [][]byte) error {
	r.mu.Lock()
	p, closed := r.peers[identity], r.closed
	r.mu.Unlock()
	switch {
	case closed:
		return ErrClosed
	case p == nil:
		return fmt.Errorf("%w: %q", ErrNoPeer, identity)
	}
	return r.send(p, frames)
}
