package server_test

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"testing"
	"time"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"

	"github.com/gensci/gensci/backend/session/server"
	"github.com/gensci/gensci/backend/session/wire"
	"github.com/gensci/gensci/internal/engines"
)

// start runs a server and returns how to reach it.
func start(t *testing.T, o server.Options) (dial func() net.Conn) {
	t.Helper()
	s, err := server.New(engines.Go(t), o)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", socketPath(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		select {
		case <-ended:
		case <-time.After(10 * time.Second):
			t.Error("the server does not end")
		}
	})
	return func() net.Conn {
		c, err := net.Dial("unix", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
}

// frame encodes one message.
func frame(kind wire.Kind, body ...[]byte) []byte {
	var b bytes.Buffer
	if err := wire.Write(&b, kind, body...); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func hello() []byte {
	var e wire.Encoder
	wire.Hello{Version: wire.Version, Build: wire.Build(), Client: "test"}.Encode(&e)
	return frame(wire.KindHello, e.B)
}

// alive fails unless the server still greets and serves a well-behaved client.
func alive(t *testing.T, dial func() net.Conn) {
	t.Helper()
	c := dial()
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write(append(hello(), frame(wire.KindStats)...)); err != nil {
		t.Fatal(err)
	}
	r := wire.NewReader(c, 1<<20)
	for _, want := range []wire.Kind{wire.KindWelcome, wire.KindCounters} {
		if kind, _, err := r.Next(); err != nil || kind != want {
			t.Fatalf("the server gives a message of kind %d (%v) to a new client, want %d", kind, err, want)
		}
	}
}

// answer is the text of the failure that a client gets for what it sends.
func answer(t *testing.T, dial func() net.Conn, sent ...[]byte) string {
	t.Helper()
	c := dial()
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	go func() {
		for _, b := range sent {
			_, _ = c.Write(b) // the server may have closed
		}
	}()
	r := wire.NewReader(c, 1<<20)
	for {
		kind, _, err := r.Next()
		if err != nil {
			return err.Error()
		}
		if kind == wire.KindFailure {
			body, err := r.Body(-1)
			if err != nil {
				t.Fatal(err)
			}
			return wire.DecodeFailure(wire.NewDecoder(body)).Text
		}
	}
}

func upload(id uint64, s shapes.Shape, raw []byte) []byte {
	var e wire.Encoder
	wire.Upload{ID: id, Shape: s}.Encode(&e)
	return frame(wire.KindUpload, []byte{byte(len(e.B)), byte(len(e.B) >> 8)}, e.B, raw)
}

func encode(m interface{ Encode(*wire.Encoder) }) []byte {
	var e wire.Encoder
	m.Encode(&e)
	return e.B
}

// TestLiars: what makes no sense is answered by a sentence, and harms nobody else.
func TestLiars(t *testing.T) {
	dial := start(t, server.Options{ClientBytes: 1 << 20})
	three := shapes.Make(dtypes.Float32, 3)
	for name, c := range map[string]struct {
		sent []byte
		want string
	}{
		"no greeting":          {frame(wire.KindStats), "no gensci program"},
		"a stranger":           {[]byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), "EOF"},
		"another version":      {frame(wire.KindHello, encode(wire.Hello{Version: 99, Build: "old"})), "restart the kernel"},
		"unknown kind":         {append(hello(), frame(33)...), "no message of kind 33"},
		"half a message":       {append(hello(), frame(wire.KindExecute, []byte{1})...), "too early"},
		"too much":             {append(hello(), frame(wire.KindDrop, append(encode(wire.Free{}), 0, 0, 0))...), "too many"},
		"program that is none": {append(hello(), frame(wire.KindCompile, []byte{1, 255, 255, 3, 1})...), "session protocol"},
		"unknown program":      {append(hello(), frame(wire.KindExecute, encode(wire.Execute{Program: 7}))...), "no program 7"},
		"unknown tensor":       {append(hello(), frame(wire.KindFetch, []byte{5})...), "not there any more"},
		"handle in use":        {append(hello(), append(upload(1, three, make([]byte, 12)), upload(1, three, make([]byte, 12))...)...), "handle 1 is in use"},
		"short upload":         {append(hello(), upload(1, three, make([]byte, 8))...), "8 bytes for a tensor"},
		"negative size":        {append(hello(), upload(1, shapes.Shape{DType: dtypes.Float32, Dimensions: []int{-4}}, nil)...), "dimensions [-4]"},
		"overflowing size":     {append(hello(), upload(1, shapes.Shape{DType: dtypes.Float32, Dimensions: []int{1 << 40, 1 << 40}}, nil)...), "too large"},
		"no dtype":             {append(hello(), upload(1, shapes.Shape{DType: 99}, nil)...), "dtype 99"},
		"a device too many":    {append(append(hello(), frame(wire.KindUpload, deviceNine(three)...)...), frame(wire.KindFetch, []byte{1})...), "device"},
		"too much memory": {append(append(hello(), upload(1, shapes.Make(dtypes.Uint8, 2<<20), make([]byte, 2<<20))...),
			frame(wire.KindFetch, []byte{1})...), "more than 1 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := answer(t, dial, c.sent); !bytes.Contains([]byte(got), []byte(c.want)) {
				t.Errorf("answered %q, want %q in it", got, c.want)
			}
			alive(t, dial)
		})
	}
}

func deviceNine(s shapes.Shape) [][]byte {
	var e wire.Encoder
	wire.Upload{ID: 1, Device: 9, Shape: s}.Encode(&e)
	return [][]byte{{byte(len(e.B)), 0}, e.B, make([]byte, 12)}
}

// TestHugeAnnouncement: a length alone takes no memory, and a client that stalls in the middle stalls nobody else.
func TestHugeAnnouncement(t *testing.T) {
	dial := start(t, server.Options{})
	for range 20 {
		c := dial()
		if _, err := c.Write(append(hello(), 0xff, 0xff, 0xff, 0xff, byte(wire.KindUpload), 12)); err != nil {
			t.Fatal(err)
		}
	}
	alive(t, dial)
}

// TestNobodyReads: a client that asks and never reads stalls only itself.
func TestNobodyReads(t *testing.T) {
	dial := start(t, server.Options{})
	c := dial()
	n := 4 << 20
	if _, err := c.Write(append(hello(), upload(1, shapes.Make(dtypes.Uint8, n), make([]byte, n))...)); err != nil {
		t.Fatal(err)
	}
	for range 4 {
		if _, err := c.Write(frame(wire.KindFetch, []byte{1})); err != nil {
			t.Fatal(err)
		}
	}
	alive(t, dial)
}

// TestCrowd: beyond the limit clients are told so.
func TestCrowd(t *testing.T) {
	dial := start(t, server.Options{Clients: 2})
	for range 2 {
		c := dial()
		if _, err := c.Write(hello()); err != nil {
			t.Fatal(err)
		}
		if _, _, err := wire.NewReader(c, 1<<20).Next(); err != nil {
			t.Fatal(err)
		}
	}
	if got := answer(t, dial, hello()); !bytes.Contains([]byte(got), []byte("2 clients already")) {
		t.Errorf("answered %q", got)
	}
}

// FuzzServer: whatever a client sends after its greeting, the server goes on.
func FuzzServer(f *testing.F) {
	f.Add(frame(wire.KindCompile, []byte{1, 1, 0, 22, 2, 6}))
	f.Add(upload(1, shapes.Make(dtypes.Float32, 3), make([]byte, 12)))
	f.Add(append(frame(wire.KindPublish, encode(wire.Publish{Name: "x"})), frame(wire.KindOpen, encode(wire.Open{Name: "x", First: 3}))...))
	rng := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		b := make([]byte, rng.IntN(200))
		for i := range b {
			b[i] = byte(rng.IntN(24))
		}
		f.Add(frame(wire.Kind(1+rng.IntN(12)), b))
	}
	s, err := server.New(engineForFuzz(f), server.Options{ClientBytes: 1 << 20})
	if err != nil {
		f.Fatal(err)
	}
	l := newPipeListener()
	ctx, stop := context.WithCancel(context.Background())
	f.Cleanup(stop)
	go func() { _ = s.Serve(ctx, l) }()
	f.Fuzz(func(t *testing.T, sent []byte) {
		c := l.dial()
		go func() {
			_, _ = c.Write(append(hello(), sent...))
			time.Sleep(2 * time.Millisecond)
			c.Close()
		}()
		_, _ = io.Copy(io.Discard, c)
		alive(t, l.dial)
	})
}
