package session_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/support/backendtest"
	"github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/backend/session/server"
	"github.com/gensci/gensci/internal/engines"
)

// serve runs a server on engine until the test ends and returns its socket.
func serve(t *testing.T, engine compute.Backend, o server.Options) (socket string) {
	t.Helper()
	s, err := server.New(engine, o)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "session") // a socket's path is limited to 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket = filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(10 * time.Second):
			t.Error("the server does not end")
		}
	})
	return socket
}

// connect is a client that ends with the test.
func connect(t *testing.T, socket string) *session.Engine {
	t.Helper()
	e, err := session.Connect(socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Finalize)
	return e
}

func TestBackend(t *testing.T) {
	engines.Each(t, func(t *testing.T, engine compute.Backend) {
		backendtest.RunAll(t, connect(t, serve(t, engine, server.Options{})), nil)
	})
}

// A computation is compiled for the first client that asks, and the server's owner hears of that.
func TestCompilationsAreTold(t *testing.T) {
	told := 0
	socket := serve(t, engines.Go(t), server.Options{Compiled: func() { told++ }})
	for range 2 {
		e := connect(t, socket)
		for _, by := range []float32{2, 3} {
			double := func(x *graph.Node) *graph.Node { return graph.MulScalar(x, by) }
			if y, err := graph.CallOnce(e, double, float32(2)); err != nil || y.Value() != 2*by {
				t.Fatal(y, err)
			}
		}
		if c, err := e.Counters(); err != nil || c.Compiled != 2 || told != 2 {
			t.Errorf("%d compilations, told of %d, want 2 (%v)", c.Compiled, told, err)
		}
	}
}
