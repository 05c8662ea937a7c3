package zmtp

import (
	"fmt"
	"io"
	"log"
	"strings"
	"testing"

	"github.com/go-zeromq/zmq4"
)

// GoNB's sockets are those of go-zeromq.

// theirs makes one of their sockets.
func theirs[S zmq4.Socket](t *testing.T, s S) S {
	t.Helper()
	t.Cleanup(func() { s.Close() })
	return s
}

func quiet(identity string) []zmq4.Option {
	return []zmq4.Option{zmq4.WithLogger(log.New(io.Discard, "", 0)), zmq4.WithID(zmq4.SocketIdentity(identity))}
}

// sizes are those of bodies, around the limits of the protocol and of buffers.
var sizes = []int{0, 1, 255, 256, 100_000, 5_000_000}

func TestZmq4Client(t *testing.T) {
	transports(t, func(t *testing.T, endpoint string) {
		r := echoRouter(t, endpoint, Options{})
		d := theirs(t, zmq4.NewDealer(soon(t), quiet("theirs")...))
		check(t, d.Dial(r.Addr()))
		for _, n := range sizes {
			want := zmq4.NewMsgFrom(lines("a", strings.Repeat("x", n))...)
			check(t, d.SendMulti(want))
			if got, err := d.Recv(); err != nil || got.String() != want.String() {
				t.Fatalf("%d bytes differ (%v)", n, err)
			}
		}
	})
	subscribed := make(chan string, 2)
	p := must[*Publisher](t)(ListenPublisher("tcp://127.0.0.1:0", Options{Subscribed: func(s string) { subscribed <- s }}))
	sub := theirs(t, zmq4.NewSub(soon(t), quiet("")...))
	check(t, sub.Dial(p.Addr()))
	check(t, sub.SetOption(zmq4.OptionSubscribe, "to"))
	if s := <-subscribed; s != "to" {
		t.Fatalf("subscribed to %q", s)
	}
	for i := range 100 {
		check(t, p.Send(lines("other")))
		check(t, p.Send(lines("topic", fmt.Sprint(i))))
	}
	for i := range 100 {
		if m, err := sub.Recv(); err != nil || text(m.Frames) != fmt.Sprintf("topic|%d", i) {
			t.Fatalf("message %d is %v (%v)", i, m, err)
		}
	}
	e := must[*Echo](t)(ListenEcho("tcp://127.0.0.1:0", Options{}))
	req := theirs(t, zmq4.NewReq(soon(t), quiet("")...))
	check(t, req.Dial(e.Addr()))
	check(t, req.Send(zmq4.NewMsgString("ping")))
	if m, err := req.Recv(); err != nil || text(m.Frames) != "ping" {
		t.Fatalf("echo %v (%v)", m, err)
	}
}

func TestZmq4Server(t *testing.T) {
	r := theirs(t, zmq4.NewRouter(soon(t), quiet("")...))
	check(t, r.Listen("ipc://"+socketFile(t)))
	d := must[*Dealer](t)(DialDealer(soon(t), "ipc://"+r.Addr().String(), Options{Identity: "ours"}))
	for _, n := range sizes {
		check(t, d.Send(lines("a", strings.Repeat("x", n))))
		m, err := r.Recv()
		check(t, err)
		if string(m.Frames[0]) != "ours" || len(m.Frames) != 3 || len(m.Frames[2]) != n {
			t.Fatalf("they got %d frames", len(m.Frames))
		}
		check(t, r.SendMulti(m))
		if got, err := d.Recv(soon(t)); err != nil || text(got) != text(m.Frames[1:]) {
			t.Fatalf("%d bytes differ (%v)", n, err)
		}
	}
	p := theirs(t, zmq4.NewPub(soon(t), quiet("")...))
	check(t, p.Listen("tcp://127.0.0.1:0"))
	s := must[*Subscriber](t)(DialSubscriber(soon(t), "tcp://"+p.Addr().String(), Options{}, "to"))
	arrived := make(chan struct{})
	go func() { // a subscription takes effect at an unknown moment
		for i := 0; ; i++ {
			select {
			case <-arrived:
				return
			default:
				_ = p.Send(zmq4.NewMsgFrom(lines([]string{"other", "topic"}[i%2])...))
			}
		}
	}()
	for range 100 {
		m, err := s.Recv(soon(t))
		check(t, err)
		if text(m) != "topic" {
			t.Errorf("got %q", m)
		}
	}
	close(arrived)
	rep := theirs(t, zmq4.NewRep(soon(t), quiet("")...))
	check(t, rep.Listen("tcp://127.0.0.1:0"))
	go func() {
		m, err := rep.Recv()
		if err == nil {
			_ = rep.Send(m)
		}
	}()
	g := must[*Pinger](t)(DialPinger(soon(t), "tcp://"+rep.Addr().String(), Options{}))
	check(t, g.Ping(soon(t)))
}
