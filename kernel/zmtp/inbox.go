package zmtp

import "context"

// inbox hands messages from the goroutines of the peers to Recv. It has no buffer: each peer holds one message and waits with the next.
type inbox chan Message

// deliver is what a socket with an inbox does with a message. After Close messages are dropped.
func (in inbox) deliver(s *socket) func(*peer, message) error {
	return func(p *peer, m message) error {
		select {
		case in <- Message{From: p.identity, Frames: m.frames}:
		case <-s.ctx.Done():
		}
		return nil
	}
}

func (in inbox) recv(ctx context.Context, s *socket) (Message, error) {
	select {
	case m := <-in:
		return m, nil
	case <-s.ctx.Done():
		return Message{}, ErrClosed
	case <-ctx.Done():
		return Message{}, context.Cause(ctx)
	}
}
