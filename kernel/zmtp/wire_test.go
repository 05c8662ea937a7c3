package zmtp

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// limit is how long a test waits for what should happen at once, on a machine that has other things to do.
const limit = 10 * time.Second

// soon is a context that ends long after what a test waits for.
func soon(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	return ctx
}

// socketFile is the path of a socket; those of t.TempDir may be too long for one.
func socketFile(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "z")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return filepath.Join(dir, "s")
}

// transports runs a test over all of them.
func transports(t *testing.T, test func(t *testing.T, endpoint string)) {
	t.Run("tcp", func(t *testing.T) { test(t, "tcp://127.0.0.1:0") })
	t.Run("ipc", func(t *testing.T) { test(t, "ipc://"+socketFile(t)) })
}

// must returns what a constructor gave, and closes it at the end of the test.
func must[S io.Closer](t *testing.T) func(S, error) S {
	return func(s S, err error) S {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// lines makes a message of its arguments, text makes one string of a message.
func lines(s ...string) (frames [][]byte) {
	for _, f := range s {
		frames = append(frames, []byte(f))
	}
	return frames
}

func text(frames [][]byte) string {
	var s []string
	for _, f := range frames {
		s = append(s, string(f))
	}
	return strings.Join(s, "|")
}

// raw is a peer that sends bytes as the specification has them, and others: it shares no code with the package.
type raw struct {
	t *testing.T
	net.Conn
}

func dialRaw(t *testing.T, endpoint string) raw {
	t.Helper()
	network, address, err := parse(endpoint)
	check(t, err)
	conn, err := net.Dial(network, address)
	check(t, err)
	t.Cleanup(func() { conn.Close() })
	check(t, conn.SetDeadline(time.Now().Add(limit)))
	return raw{t, conn}
}

func (r raw) write(s string) {
	r.t.Helper()
	if _, err := io.WriteString(r, s); err != nil {
		r.t.Fatal(err)
	}
}

// rawGreeting is the greeting of version 3.minor.
func rawGreeting(minor string) string {
	return "\xff\x00\x00\x00\x00\x00\x00\x00\x00\x7f\x03" + minor + "NULL" + strings.Repeat("\x00", 48)
}

// hello does the handshake as a peer of some kind.
func (r raw) hello(minor, kind, identity string) {
	r.t.Helper()
	ready := "\x05READY\x0bSocket-Type\x00\x00\x00" + string(rune(len(kind))) + kind
	if identity != "" {
		ready += "\x08Identity\x00\x00\x00" + string(rune(len(identity))) + identity
	}
	r.write(rawGreeting(minor) + "\x04" + string(rune(len(ready))) + ready)
	head := make([]byte, 64+2)
	if _, err := io.ReadFull(r, head); err != nil {
		r.t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, r, int64(head[65])); err != nil || head[64] != 4 {
		r.t.Fatalf("no READY but a frame with flags %d (%v)", head[64], err)
	}
}

// expect reads exactly these bytes.
func (r raw) expect(want string) {
	r.t.Helper()
	got := make([]byte, len(want))
	if n, err := io.ReadFull(r, got); err != nil || string(got) != want {
		r.t.Fatalf("got %q (%v), want %q", got[:n], err, want)
	}
}

// expectEnd reads until the other side ends the connection.
func (r raw) expectEnd() {
	r.t.Helper()
	if _, err := io.Copy(io.Discard, r); err != nil && os.IsTimeout(err) {
		r.t.Fatal("the connection stays open")
	}
}
