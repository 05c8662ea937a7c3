package zmtp

import (
	"context"
	"errors"
	"testing"
)

func TestHeartbeat(t *testing.T) {
	transports(t, func(t *testing.T, endpoint string) {
		e := must[*Echo](t)(ListenEcho(endpoint, Options{}))
		p := must[*Pinger](t)(DialPinger(soon(t), e.Addr(), Options{}))
		for range 3 {
			check(t, p.Ping(soon(t)))
		}
		check(t, e.Close())
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := p.Ping(ctx); !errors.Is(err, context.Canceled) && !errors.Is(err, ErrNoPeer) {
			t.Errorf("a dead kernel's heart beats: %v", err)
		}
	})
}

// TestEchoReturnsEnvelope: what is before the empty frame leads a request back through routers on its way.
func TestEchoReturnsEnvelope(t *testing.T) {
	e := must[*Echo](t)(ListenEcho("tcp://127.0.0.1:0", Options{}))
	p := dialRaw(t, e.Addr())
	p.hello("\x00", "REQ", "")
	const request = "\x01\x03via\x01\x00\x00\x04ping"
	p.write(request)
	p.expect(request)
}

// TestLateEcho: the echo of a ping that was given up is not taken for that of the next one.
func TestLateEcho(t *testing.T) {
	r := must[*Router](t)(ListenRouter("tcp://127.0.0.1:0", Options{}))
	p := must[*Pinger](t)(DialPinger(soon(t), r.Addr(), Options{}))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Ping(gone); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	pinged := make(chan error, 1)
	go func() { pinged <- p.Ping(soon(t)) }()
	first, err := r.Recv(soon(t))
	check(t, err)
	second, err := r.Recv(soon(t))
	check(t, err)
	check(t, r.Send(first.From, first.Frames))
	check(t, r.Send(first.From, first.Frames)) // the one above is taken before this is read
	check(t, r.Send(first.From, first.Frames)) // … and this before the next
	select {
	case err := <-pinged:
		t.Fatalf("took a late echo (%v)", err)
	default:
	}
	check(t, r.Send(second.From, second.Frames))
	check(t, <-pinged)
}
