// Package served gives tests a session server on pure Go, with programs that compute there as notebook cells do.
//
//	s := served.New(t)
//	s.Program(t) // library calls compute in the server
//	s.Program(t) // so do those of the next cell's program, which knows nothing of the first
//	s.Stop()
//
// Only tests import it.
package served

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/backend/session/server"
	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/internal/engines"
)

// Server is a session server that ends with the test.
type Server struct {
	socket string
	Stop   func() // ends the server at once
}

// New starts a server.
func New(t testing.TB) *Server {
	t.Helper()
	s, err := server.New(engines.Go(t), server.Options{Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "served") // a socket's path is limited to 108 bytes
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
	stop := sync.OnceFunc(func() { cancel(); <-ended })
	t.Cleanup(stop)
	return &Server{socket, stop}
}

// Program makes a new client what library calls compute with.
func (s *Server) Program(t testing.TB) *session.Engine {
	t.Helper()
	e, err := session.Connect(s.socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Finalize)
	gen.SetDefaultEngine(func() (compute.Backend, error) { return e, nil })
	return e
}
