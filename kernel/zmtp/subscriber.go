package zmtp

import "context"

// Subscriber is a SUB that listens to one publisher. Jupyter's iopub of a client.
type Subscriber struct {
	*socket
	inbox inbox
}

// DialSubscriber connects to an endpoint and subscribes to prefixes of first frames, "" being all, also after a connection was lost; it
// tries until ctx ends. When it returns, the publisher will soon know of the subscriptions; what it sends before is not received.
func DialSubscriber(ctx context.Context, endpoint string, o Options, prefixes ...string) (*Subscriber, error) {
	s := &Subscriber{newSocket(kindSub, o), make(inbox)}
	s.received = s.inbox.deliver(s.socket)
	s.joined = func(p *peer) {
		for _, prefix := range prefixes {
			_ = p.out.push(subscribe(prefix, p.minor)) // can only fail if the connection does
		}
	}
	if err := s.dial(ctx, endpoint); err != nil {
		return nil, err
	}
	return s, nil
}

// subscribe is a subscription as a peer of ZMTP 3.minor understands it.
func subscribe(prefix string, minor byte) message {
	if minor > 0 {
		return newCommand(cmdSubscribe, []byte(prefix))
	}
	return message{frames: [][]byte{append([]byte{msgSubscribe}, prefix...)}}
}

// Recv returns the frames of the next message. It returns ErrClosed after Close, and the cause of ctx if that ends.
func (s *Subscriber) Recv(ctx context.Context) ([][]byte, error) {
	m, err := s.inbox.recv(ctx, s.socket)
	return m.Frames, err
}
