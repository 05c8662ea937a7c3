package zmtp

import (
	"context"
	"fmt"
)

// Dealer is a DEALER that talks to one router. Jupyter's shell, control and stdin of a client.
type Dealer struct {
	*socket
	inbox inbox
}

// DialDealer connects to an endpoint; it tries until ctx ends. [Options.Identity] is what the router will know it by.
func DialDealer(ctx context.Context, endpoint string, o Options) (*Dealer, error) {
	if err := checkIdentity(o.Identity); err != nil {
		return nil, fmt.Errorf("zmtp: %w", err)
	}
	d := &Dealer{newSocket(kindDealer, o), make(inbox)}
	d.received = d.inbox.deliver(d.socket)
	if err := d.dial(ctx, endpoint); err != nil {
		return nil, err
	}
	return d, nil
}

// Recv returns the frames of the next message. It returns ErrClosed after Close, and the cause of ctx if that ends.
func (d *Dealer) Recv(ctx context.Context) ([][]byte, error) {
	m, err := d.inbox.recv(ctx, d.socket)
	return m.Frames, err
}

// Send sends a message, or returns ErrNoPeer while there is no connection. If the router is far behind, Send waits for it as the package's
// comment says; ErrSlow is the end of that.
func (d *Dealer) Send(frames [][]byte) error {
	p, err := d.only()
	if err != nil {
		return err
	}
	return d.send(p, frames)
}
