package zmtp

import (
	"context"
	"fmt"
	"net"
	"time"
)

// Waits between attempts to connect double from the first to the last.
const (
	retryFirst = 5 * time.Millisecond
	retryLast  = 200 * time.Millisecond
)

// dial connects to an endpoint, and again whenever the connection is lost, until Close. It returns when the first handshake is done; if ctx
// ends before, the socket is closed.
func (s *socket) dial(ctx context.Context, endpoint string) error {
	network, address, err := parse(endpoint)
	if err != nil {
		return fmt.Errorf("zmtp: %w", err)
	}
	connected := make(chan struct{}, 1)
	failed := make(chan error, 1) // the latest failure
	greet := s.joined
	s.joined = func(p *peer) {
		if greet != nil {
			greet(p)
		}
		offer(connected, struct{}{})
	}
	s.running.Go(func() { s.redial(network, address, failed) })
	select {
	case <-connected:
		return nil
	case <-ctx.Done():
		_ = s.Close() // nothing was sent
		select {
		case err := <-failed:
			return fmt.Errorf("zmtp: connecting to %s: %w; the last attempt: %w", endpoint, context.Cause(ctx), err)
		default:
			return fmt.Errorf("zmtp: connecting to %s: %w", endpoint, context.Cause(ctx))
		}
	}
}

func (s *socket) redial(network, address string, failed chan error) {
	dialer := net.Dialer{Timeout: s.o.Handshake}
	for wait := retryFirst; s.ctx.Err() == nil; wait = min(2*wait, retryLast) {
		start := time.Now()
		conn, err := dialer.DialContext(s.ctx, network, address)
		if err == nil {
			err = s.serve(conn)
		}
		if time.Since(start) > retryLast {
			wait = retryFirst // it was a connection, not a peer that drops us at once
		}
		select {
		case <-failed:
		default:
		}
		failed <- err
		s.pause(wait)
	}
}

// offer sends v if the channel takes it now.
func offer[T any](c chan<- T, v T) {
	select {
	case c <- v:
	default:
	}
}
