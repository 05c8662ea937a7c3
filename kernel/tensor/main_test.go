package tensor

import (
	"testing"

	"github.com/gensci/gensci/backend/session/served"
)

// serve has this test compute in a session server of its own, as a cell does.
func serve(t *testing.T) *served.Server {
	t.Helper()
	s := served.New(t)
	next(t, s)
	return s
}

// next is the next cell's program: another client of the server, which knows nothing of the first.
func next(t *testing.T, s *served.Server) {
	t.Helper()
	s.Program(t)
	published.buffers = nil
}
