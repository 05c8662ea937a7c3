package session

import (
	"os"

	"github.com/gomlx/compute"
)

// Variable names, in the environment of a notebook's cells, the socket of the session server that computes for them.
const Variable = "GENSCI_SESSION"

// Where a session server is named, every program built on GoMLX that links this package computes there, unless it chooses by itself.
func init() {
	socket := os.Getenv(Variable)
	if socket == "" {
		return
	}
	compute.Register("session", func(string) (compute.Backend, error) { return Connect(socket) })
	compute.DefaultConfig = "session"
}
