package zmtp

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// hugeLength begins a frame that goes on for 2^56 bytes.
const hugeLength = "\x02\x01\x00\x00\x00\x00\x00\x00\x00"

// TestStrangersBlockNobody: before, during and after all kinds of bad company a dealer is served, and the company is sent away.
func TestStrangersBlockNobody(t *testing.T) {
	transports(t, func(t *testing.T, endpoint string) {
		o := Options{Handshake: 50 * time.Millisecond, MaxMessage: 1 << 20, MaxFrames: 10}
		for name, say := range map[string]func(raw){
			"silence":           func(raw) {},
			"half a greeting":   func(r raw) { r.write(rawGreeting("\x00")[:30]) },
			"a greeting alone":  func(r raw) { r.write(rawGreeting("\x01")) },
			"HTTP":              func(r raw) { r.write("GET / HTTP/1.1\r\n\r\n") },
			"ZMTP 2":            func(r raw) { r.write("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x01\x05\x00\x00") },
			"CURVE":             func(r raw) { r.write(strings.Replace(rawGreeting("\x00"), "NULL\x00", "CURVE", 1)) },
			"a huge READY":      func(r raw) { r.write(rawGreeting("\x00") + "\x06" + hugeLength[1:]) },
			"a message first":   func(r raw) { r.write(rawGreeting("\x00") + "\x00\x01a") },
			"a broken READY":    func(r raw) { r.write(rawGreeting("\x00") + "\x04\x08\x05READY\xff\x00") },
			"a wrong kind":      func(r raw) { r.hello("\x00", "SUB", "") },
			"a reserved name":   func(r raw) { r.hello("\x00", "DEALER", "\x00a") },
			"a huge frame":      func(r raw) { r.hello("\x00", "DEALER", ""); r.write(hugeLength) },
			"many frames":       func(r raw) { r.hello("\x00", "DEALER", ""); r.write(strings.Repeat("\x01\x00", 11)) },
			"a reserved flag":   func(r raw) { r.hello("\x00", "DEALER", ""); r.write("\x80") },
			"a command, broken": func(r raw) { r.hello("\x00", "DEALER", ""); r.write("\x04\x01\x05") },
			"a PING, broken":    func(r raw) { r.hello("\x00", "DEALER", ""); r.write("\x04\x05\x04PING") },
		} {
			t.Run(name, func(t *testing.T) {
				lost := make(chan error, 1)
				o.Lost = func(err error) { offer(lost, err) }
				if strings.HasPrefix(endpoint, "ipc:") {
					endpoint = "ipc://" + socketFile(t)
				}
				r := echoRouter(t, endpoint, o)
				stranger := dialRaw(t, r.Addr())
				d := must[*Dealer](t)(DialDealer(soon(t), r.Addr(), Options{}))
				ask(t, d, lines("before"))
				say(stranger)
				ask(t, d, lines("after"))
				stranger.expectEnd()
				if err := <-lost; err == nil {
					t.Error("lost without a reason")
				}
			})
		}
	})
}

// TestSilentStrangerCostsNoTime: as above, with a handshake that may last longer than the test.
func TestSilentStrangerCostsNoTime(t *testing.T) {
	r := echoRouter(t, "tcp://127.0.0.1:0", Options{Handshake: time.Hour})
	for range 20 {
		dialRaw(t, r.Addr())
	}
	half := dialRaw(t, r.Addr())
	half.hello("\x00", "DEALER", "half")
	half.write("\x02\x00\x00\x00\x00\x00\x10\x00\x00the rest of a megabyte does not come")
	d := must[*Dealer](t)(DialDealer(soon(t), r.Addr(), Options{}))
	ask(t, d, lines("hello"))
}

// TestRefusalIsExplained: the peer is told in an ERROR command what is wrong with it.
func TestRefusalIsExplained(t *testing.T) {
	r := must[*Router](t)(ListenRouter("tcp://127.0.0.1:0", Options{}))
	p := dialRaw(t, r.Addr())
	p.hello("\x00", "SUB", "")
	const reason = `a ROUTER cannot talk to a "SUB"`
	p.expect(fmt.Sprintf("\x04%c\x05ERROR%c%s", 7+len(reason), len(reason), reason))
	p.expectEnd()
}

func TestPing(t *testing.T) {
	r := must[*Router](t)(ListenRouter("tcp://127.0.0.1:0", Options{}))
	p := dialRaw(t, r.Addr())
	p.hello("\x01", "DEALER", "p")
	p.write("\x01\x01a\x04\x0a\x04PING\x00\x0actx\x04\x08\x07UNKNOWN\x00\x01b") // between the frames of a message
	p.expect("\x04\x08\x04PONGctx")
	m, err := r.Recv(soon(t))
	check(t, err)
	if text(m.Frames) != "a|b" {
		t.Errorf("got %q", m.Frames)
	}
}
