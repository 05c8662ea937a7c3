package zmtp

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestPrefixes subscribes in both ways of the protocol, and cancels.
func TestPrefixes(t *testing.T) {
	for minor, ways := range map[string][2]func(prefix string) string{
		"\x00": {
			func(s string) string { return "\x00" + string(rune(1+len(s))) + "\x01" + s },
			func(s string) string { return "\x00" + string(rune(1+len(s))) + "\x00" + s },
		},
		"\x01": {
			func(s string) string { return "\x04" + string(rune(10+len(s))) + "\x09SUBSCRIBE" + s },
			func(s string) string { return "\x04" + string(rune(7+len(s))) + "\x06CANCEL" + s },
		},
	} {
		t.Run(fmt.Sprintf("3.%d", minor[0]), func(t *testing.T) {
			subscribed := make(chan string)
			p := must[*Publisher](t)(ListenPublisher("tcp://127.0.0.1:0", Options{Subscribed: func(s string) { subscribed <- s }}))
			sub := dialRaw(t, p.Addr())
			sub.hello(minor, "SUB", "")
			subscribe := func(prefix string) {
				t.Helper()
				sub.write(ways[0](prefix))
				if got := <-subscribed; got != prefix {
					t.Fatalf("subscribed to %q, want %q", got, prefix)
				}
			}
			cancel := func(prefix string) { sub.write(ways[1](prefix)) }
			for _, prefix := range []string{"ab", "ab", "x"} {
				subscribe(prefix)
			}
			for _, topic := range []string{"a", "ab", "abc", "b", "", "xab"} {
				check(t, p.Send(lines(topic, "1")))
			}
			sub.expect("\x01\x02ab\x00\x011" + "\x01\x03abc\x00\x011" + "\x01\x03xab\x00\x011")
			for _, prefix := range []string{"ab", "x", "never"} {
				cancel(prefix)
			}
			subscribe("y") // tells when the others have taken effect
			for _, topic := range []string{"x", "ab", "y"} {
				check(t, p.Send(lines(topic, "2")))
			}
			sub.expect("\x01\x02ab\x00\x012" + "\x01\x01y\x00\x012") // ab was cancelled once of two times
			cancel("ab")
			subscribe("z")
			check(t, p.Send(lines("ab")))
			subscribe("")
			check(t, p.Send(lines("anything")))
			sub.expect("\x00\x08anything")
		})
	}
}

func TestSubscriber(t *testing.T) {
	transports(t, func(t *testing.T, endpoint string) {
		subscribed := make(chan string, 2)
		p := must[*Publisher](t)(ListenPublisher(endpoint, Options{Subscribed: func(s string) { subscribed <- s }}))
		s := must[*Subscriber](t)(DialSubscriber(soon(t), p.Addr(), Options{}, "a", "b"))
		<-subscribed
		<-subscribed
		for _, topic := range []string{"c", "a1", "b2", "ca", "a3"} {
			check(t, p.Send(lines(topic, topic)))
		}
		for _, want := range []string{"a1|a1", "b2|b2", "a3|a3"} {
			if got, err := s.Recv(soon(t)); err != nil || text(got) != want {
				t.Errorf("got %q (%v), want %s", got, err, want)
			}
		}
	})
}

// TestSubscribeByVersion: a publisher of ZMTP 3.0 gets messages, one of 3.1 commands.
func TestSubscribeByVersion(t *testing.T) {
	for minor, want := range map[byte]string{0: "\x00\x02\x01a", 1: "\x04\x0b\x09SUBSCRIBEa"} {
		if got := string(encodeAll(subscribe("a", minor))); got != want {
			t.Errorf("3.%d: got %q, want %q", minor, got, want)
		}
	}
}

// TestDeafSubscriberBlocksNobody: one subscriber does not read, another gets everything, and the deaf one is disconnected.
func TestDeafSubscriberBlocksNobody(t *testing.T) {
	const messages, size = 300, 64 << 10
	transports(t, func(t *testing.T, endpoint string) {
		subscribed, lost := make(chan string, 2), make(chan error, 1)
		p := must[*Publisher](t)(ListenPublisher(endpoint, Options{
			Queue: 1 << 20, Patience: 200 * time.Millisecond,
			Subscribed: func(s string) { subscribed <- s }, Lost: func(err error) { offer(lost, err) },
		}))
		deaf := dialRaw(t, p.Addr())
		deaf.hello("\x00", "SUB", "")
		deaf.write("\x00\x01\x01")
		<-subscribed
		s := must[*Subscriber](t)(DialSubscriber(soon(t), p.Addr(), Options{}, ""))
		<-subscribed
		sent := make(chan error, 1)
		go func() {
			for i := range messages {
				if err := p.Send(lines(fmt.Sprint(i), strings.Repeat(" ", size))); err != nil {
					sent <- err
				}
			}
			sent <- nil
		}()
		ctx := soon(t)
		for i := range messages {
			m, err := s.Recv(ctx)
			check(t, err)
			if string(m[0]) != fmt.Sprint(i) {
				t.Fatalf("got message %s, want %d", m[0], i)
			}
		}
		check(t, <-sent)
		select {
		case err := <-lost:
			if !errors.Is(err, ErrSlow) {
				t.Error(err)
			}
		case <-ctx.Done():
			t.Error("the deaf subscriber is still there")
		}
		deaf.expectEnd()
	})
}

func TestSubscriptionsAreBounded(t *testing.T) {
	p := must[*Publisher](t)(ListenPublisher("tcp://127.0.0.1:0", Options{}))
	many := dialRaw(t, p.Addr())
	many.hello("\x00", "SUB", "")
	for i := range maxSubscriptions + 1 {
		many.write(fmt.Sprintf("\x00\x05\x01%04d", i))
	}
	many.expectEnd()
	long := dialRaw(t, p.Addr())
	long.hello("\x00", "SUB", "")
	long.write("\x02\x00\x00\x00\x00\x00\x00\x04\x02\x01" + strings.Repeat("x", maxPrefix+1))
	long.expectEnd()
}
