package zmtp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestCloseFlushes: what was sent before Close arrives, over both transports and from both sides.
func TestCloseFlushes(t *testing.T) {
	const messages = 1000
	body := strings.Repeat("x", 10_000)
	transports(t, func(t *testing.T, endpoint string) {
		r := must[*Router](t)(ListenRouter(endpoint, Options{Linger: limit}))
		d := must[*Dealer](t)(DialDealer(soon(t), r.Addr(), Options{Identity: "d", Linger: limit}))
		check(t, d.Send(lines("hello")))
		_, err := r.Recv(soon(t))
		check(t, err)
		for i := range messages {
			check(t, r.Send("d", lines(fmt.Sprint(i), body)))
		}
		closed := make(chan error)
		go func() { closed <- r.Close() }()
		ctx := soon(t)
		for i := range messages {
			m, err := d.Recv(ctx)
			check(t, err)
			if string(m[0]) != fmt.Sprint(i) {
				t.Fatalf("got %s, want %d", m[0], i)
			}
		}
		check(t, <-closed)
	})
}

// TestCloseWithUnreadInput: a connection closed with something unread is reset, and what the peer has not read yet is gone. So Close must
// read on until the peer has closed, too.
func TestCloseWithUnreadInput(t *testing.T) {
	const size = 8 << 20
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	defer l.Close()
	accepted := make(chan net.Conn, 1)
	go func() {
		conn, _ := l.Accept()
		p := raw{t, conn}
		p.hello("\x00", "ROUTER", "")
		p.write(strings.Repeat("\x00\x04junk", 5000)) // nobody will ask for it
		accepted <- conn
	}()
	d, err := DialDealer(soon(t), endpointOf(l.Addr()), Options{Linger: limit})
	check(t, err)
	conn := <-accepted
	check(t, d.Send([][]byte{make([]byte, size)}))
	closed := make(chan error)
	go func() { closed <- d.Close() }()
	n, err := io.Copy(io.Discard, conn)
	check(t, err)
	if n != 9+size {
		t.Errorf("%d of %d bytes", n, 9+size)
	}
	check(t, conn.Close())
	check(t, <-closed)
}

// TestCloseLingers waits for a deaf peer, but not for ever.
func TestCloseLingers(t *testing.T) {
	const linger = 100 * time.Millisecond
	transports(t, func(t *testing.T, endpoint string) {
		r := must[*Router](t)(ListenRouter(endpoint, Options{Linger: linger}))
		deaf := dialRaw(t, r.Addr())
		deaf.hello("\x00", "DEALER", "deaf")
		deaf.write("\x00\x00")
		_, err := r.Recv(soon(t))
		check(t, err)
		check(t, r.Send("deaf", [][]byte{make([]byte, 50<<20)}))
		start := time.Now()
		check(t, r.Close())
		if took := time.Since(start); took < linger || took > linger+limit/4 {
			t.Errorf("closed after %v, want %v", took, linger)
		}
	})
}

// TestCloseEndsEverything opens sockets of all kinds with peers in all states, closes them, and counts goroutines.
func TestCloseEndsEverything(t *testing.T) {
	before := runtime.NumGoroutine()
	o := Options{Linger: 50 * time.Millisecond}
	ctx := soon(t)
	r, err := ListenRouter("tcp://127.0.0.1:0", o)
	check(t, err)
	p, err := ListenPublisher("tcp://127.0.0.1:0", o)
	check(t, err)
	e, err := ListenEcho("ipc://"+socketFile(t), o)
	check(t, err)
	d, err := DialDealer(ctx, r.Addr(), o)
	check(t, err)
	s, err := DialSubscriber(ctx, p.Addr(), o, "")
	check(t, err)
	g, err := DialPinger(ctx, e.Addr(), o)
	check(t, err)
	dialRaw(t, r.Addr()) // silent
	dialRaw(t, r.Addr()).hello("\x00", "DEALER", "deaf")
	check(t, d.Send(lines("never received")))
	check(t, g.Ping(ctx))
	received := make(chan error)
	go func() {
		_, err := s.Recv(context.Background())
		received <- err
	}()
	for _, c := range []io.Closer{s, r, d, p, g, e, r, d} { // twice is no error
		check(t, c.Close())
	}
	if err := <-received; !errors.Is(err, ErrClosed) {
		t.Errorf("the waiting Recv got %v", err)
	}
	for _, err := range []error{r.Send("a", nil), d.Send(nil), p.Send(lines("a")), g.Ping(ctx)} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("after Close: %v", err)
		}
	}
	for runtime.NumGoroutine() > before && ctx.Err() == nil {
		runtime.Gosched()
	}
	if n := runtime.NumGoroutine(); n > before {
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines more than before:\n%s", n-before, stacks[:runtime.Stack(stacks, true)])
	}
}

// TestSocketFile: a dead process's socket is replaced, a living one's is not.
func TestSocketFile(t *testing.T) {
	path := socketFile(t)
	l, err := net.Listen("unix", path)
	check(t, err)
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	go func() {
		for {
			if _, err := l.Accept(); err != nil {
				return
			}
		}
	}()
	if _, err := ListenEcho("ipc://"+path, Options{}); err == nil {
		t.Fatal("took over a socket that somebody listens to")
	}
	check(t, l.Close())
	must[*Echo](t)(ListenEcho("ipc://"+path, Options{}))
}
