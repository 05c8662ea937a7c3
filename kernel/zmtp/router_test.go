package zmtp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// echoRouter sends all messages back, until it is closed.
func echoRouter(t *testing.T, endpoint string, o Options) *Router {
	t.Helper()
	r := must[*Router](t)(ListenRouter(endpoint, o))
	go func() {
		for {
			m, err := r.Recv(context.Background())
			if err != nil {
				return
			}
			if err := r.Send(m.From, m.Frames); err != nil && !errors.Is(err, ErrNoPeer) && !errors.Is(err, ErrClosed) {
				t.Error(err)
			}
		}
	}()
	return r
}

// ask sends a message that comes back.
func ask(t *testing.T, d *Dealer, frames [][]byte) {
	t.Helper()
	check(t, d.Send(frames))
	got, err := d.Recv(soon(t))
	check(t, err)
	if !slices.EqualFunc(got, frames, bytes.Equal) {
		t.Fatalf("%d frames are not what was sent", len(got))
	}
}

func TestRouterAndDealer(t *testing.T) {
	transports(t, func(t *testing.T, endpoint string) {
		r := must[*Router](t)(ListenRouter(endpoint, Options{}))
		var from []string
		var dealers []*Dealer
		for _, identity := range []string{"one", "", ""} {
			d := must[*Dealer](t)(DialDealer(soon(t), r.Addr(), Options{Identity: identity}))
			check(t, d.Send(lines("I am", identity, "")))
			m, err := r.Recv(soon(t))
			check(t, err)
			if text(m.Frames) != "I am|"+identity+"|" {
				t.Fatalf("got %q", m.Frames)
			}
			from, dealers = append(from, m.From), append(dealers, d)
		}
		if from[0] != "one" || from[1] == from[2] || from[1] == "" {
			t.Errorf("identities %q", from)
		}
		for i, d := range dealers {
			check(t, r.Send(from[i], lines("you are", from[i])))
			if got, err := d.Recv(soon(t)); err != nil || text(got) != "you are|"+from[i] {
				t.Errorf("dealer %d got %q (%v)", i, got, err)
			}
		}
		if err := r.Send("nobody", lines("hello")); !errors.Is(err, ErrNoPeer) {
			t.Errorf("to nobody: %v", err)
		}
	})
}

// TestLargeMessage sends 50 MB there and back, and one byte more than is allowed.
func TestLargeMessage(t *testing.T) {
	const size = 50 << 20
	lost := make(chan error, 1)
	r := echoRouter(t, "ipc://"+socketFile(t), Options{MaxMessage: size, Lost: func(err error) { offer(lost, err) }})
	d := must[*Dealer](t)(DialDealer(soon(t), r.Addr(), Options{}))
	body := bytes.Repeat([]byte("0123456789"), size/10)
	ask(t, d, [][]byte{nil, body})
	check(t, d.Send([][]byte{{1}, body}))
	if err := <-lost; !strings.Contains(err.Error(), fmt.Sprint(size)) {
		t.Error(err)
	}
}

// TestOrderAndConcurrency: many goroutines send through one dealer; all arrives, and in order for each of them.
func TestOrderAndConcurrency(t *testing.T) {
	const senders, each = 8, 500
	r := echoRouter(t, "ipc://"+socketFile(t), Options{})
	d := must[*Dealer](t)(DialDealer(soon(t), r.Addr(), Options{}))
	var sending sync.WaitGroup
	for s := range senders {
		sending.Go(func() {
			for i := range each {
				if err := d.Send(lines(fmt.Sprint(s), strings.Repeat("-", i), fmt.Sprint(i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	ctx, next := soon(t), map[string]int{}
	for range senders * each {
		m, err := d.Recv(ctx)
		check(t, err)
		s := string(m[0])
		if i := next[s]; string(m[2]) != fmt.Sprint(i) || len(m[1]) != i {
			t.Fatalf("sender %s: got %s with %d bytes, want %d", s, m[2], len(m[1]), i)
		}
		next[s]++
	}
	sending.Wait()
}

// TestNewestIdentityWins: a client that reconnects gets its replies, whether or not the router has noticed the end of the old connection.
func TestNewestIdentityWins(t *testing.T) {
	r := must[*Router](t)(ListenRouter("tcp://127.0.0.1:0", Options{}))
	old, fresh := dialRaw(t, r.Addr()), dialRaw(t, r.Addr())
	for _, p := range []raw{old, fresh} {
		p.hello("\x00", "DEALER", "me")
		p.write("\x00\x02hi")
		m, err := r.Recv(soon(t))
		check(t, err)
		if m.From != "me" {
			t.Fatalf("from %q", m.From)
		}
	}
	old.expectEnd()
	check(t, r.Send("me", lines("welcome")))
	fresh.expect("\x00\x07welcome")
}

// TestDealerConnectsAgain: the dealer finds the router that comes after the first; in between it says that there is none.
func TestDealerConnectsAgain(t *testing.T) {
	endpoint := "ipc://" + socketFile(t)
	first := echoRouter(t, endpoint, Options{})
	lost := make(chan error, 100)
	d := must[*Dealer](t)(DialDealer(soon(t), endpoint, Options{Lost: func(err error) { offer(lost, err) }}))
	ask(t, d, lines("one"))
	check(t, first.Close())
	for d.Send(lines("into the void")) == nil {
		select {
		case <-soon(t).Done():
			t.Fatal("the dealer does not notice")
		default:
		}
	}
	if err := d.Send(lines("into the void")); !errors.Is(err, ErrNoPeer) {
		t.Error(err)
	}
	joined := make(chan struct{}, 1)
	second := must[*Router](t)(ListenRouter(endpoint, Options{}))
	go func() {
		for d.Send(lines("two")) != nil && t.Context().Err() == nil {
		}
		joined <- struct{}{}
	}()
	m, err := second.Recv(soon(t))
	check(t, err)
	if text(m.Frames) != "two" {
		t.Errorf("got %q", m.Frames)
	}
	<-joined
}

func TestDialGivesUp(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	attempts := 0
	l := must[*Publisher](t)(ListenPublisher("ipc://"+socketFile(t), Options{}))
	_, err := DialDealer(ctx, l.Addr(), Options{Lost: func(error) {
		if attempts++; attempts == 3 {
			cancel(errors.New("no patience"))
		}
	}})
	if err == nil || !strings.Contains(err.Error(), "no patience") || !strings.Contains(err.Error(), `cannot talk to a "PUB"`) && !strings.Contains(err.Error(), `cannot talk to a \"DEALER\"`) {
		t.Error(err)
	}
	for _, endpoint := range []string{"", "ipc://", "tcp://nowhere", "inproc://a", "127.0.0.1:1"} {
		if _, err := DialDealer(t.Context(), endpoint, Options{}); err == nil || !strings.Contains(err.Error(), endpoint) {
			t.Errorf("endpoint %q: %v", endpoint, err)
		}
		if _, err := ListenRouter(endpoint, Options{}); err == nil {
			t.Errorf("endpoint %q", endpoint)
		}
	}
	if _, err := DialDealer(t.Context(), l.Addr(), Options{Identity: "\x00a"}); err == nil {
		t.Error("an identity that routers make up is taken")
	}
}
