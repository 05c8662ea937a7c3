package tensor

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/backend/session/server"
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/internal/engines"
)

// serve has this test compute in a session server of its own on pure Go, as a cell does. stop ends the server.
func serve(t *testing.T) (stop func()) {
	t.Helper()
	s, err := server.New(engines.Go(t), server.Options{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "tensor") // a socket's path is limited to 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	socket := filepath.Join(dir, "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l) }()
	stop = func() {
		if cancel(); ended != nil {
			<-ended
			ended = nil
		}
	}
	t.Cleanup(stop)
	program(t, socket)
	return stop
}

// next is the next cell's program: another client of the same server, which knows nothing of the first.
func next(t *testing.T) {
	t.Helper()
	program(t, clientOf)
}

var clientOf string // the socket

func program(t *testing.T, socket string) {
	t.Helper()
	e, err := session.Connect(socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Finalize)
	clientOf, published.buffers = socket, nil
	gen.SetDefaultEngine(func() (compute.Backend, error) { return e, nil })
}
