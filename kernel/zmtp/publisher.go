package zmtp

import (
	"bytes"
	"fmt"
)

// How a subscription begins in ZMTP 3.0, where it is a message, and in 3.1, where it is a command.
const (
	msgSubscribe = 1
	msgCancel    = 0
	cmdSubscribe = "SUBSCRIBE"
	cmdCancel    = "CANCEL"
)

// maxSubscriptions is how many prefixes one peer may ask for, and maxPrefix how long each may be.
const (
	maxSubscriptions = 1024
	maxPrefix        = 1024
)

// Publisher is a PUB: it sends each message to all who subscribed to a prefix of its first frame. Jupyter's iopub of a kernel.
type Publisher struct{ *socket }

// ListenPublisher opens a Publisher at an endpoint.
func ListenPublisher(endpoint string, o Options) (*Publisher, error) {
	p := &Publisher{newSocket(kindPub, o)}
	p.received = p.subscription
	if err := p.listen(endpoint); err != nil {
		return nil, err
	}
	return p, nil
}

// Send sends a message to all who want it; nobody is no error. If one of them is far behind, Send waits for it as the package's comment
// says; one that does not read is disconnected, which [Options.Lost] tells.
func (p *Publisher) Send(frames [][]byte) error {
	if len(frames) == 0 {
		return nil
	}
	to, err := p.subscribers(frames[0])
	for _, peer := range to {
		_ = p.send(peer, frames) // the others have nothing to do with it
	}
	return err
}

func (p *Publisher) subscribers(topic []byte) ([]*peer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, ErrClosed
	}
	var to []*peer
	for _, peer := range p.peers {
		for prefix := range peer.subscriptions {
			if bytes.HasPrefix(topic, []byte(prefix)) {
				to = append(to, peer)
				break
			}
		}
	}
	return to, nil
}

// subscription changes what a peer gets. A prefix that was asked for twice has to be cancelled twice. Other messages mean nothing here.
func (p *Publisher) subscription(from *peer, m message) error {
	body := m.frames[0]
	if len(m.frames) != 1 || len(body) == 0 || body[0] > msgSubscribe {
		return nil
	}
	prefix := string(body[1:])
	if err := p.change(from, prefix, body[0] == msgSubscribe); err != nil {
		return err
	}
	if body[0] == msgSubscribe && p.o.Subscribed != nil {
		p.o.Subscribed(prefix)
	}
	return nil
}

func (p *Publisher) change(from *peer, prefix string, add bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := from.subscriptions[prefix]
	switch {
	case !add && n > 1:
		from.subscriptions[prefix] = n - 1
	case !add:
		delete(from.subscriptions, prefix)
	case len(prefix) > maxPrefix || n == 0 && len(from.subscriptions) == maxSubscriptions:
		return fmt.Errorf("more than %d subscriptions, or one of more than %d bytes", maxSubscriptions, maxPrefix)
	default:
		from.subscriptions[prefix] = n + 1
	}
	return nil
}
