package resident

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"time"

	"github.com/gomlx/compute"

	"github.com/gensci/gensci/backend/session/server"
)

// Idle is how long the process stays without clients.
const Idle = 30 * time.Minute

// Serve is the process that Owner starts: it computes for whoever connects to the socket that it has inherited, with the engine that open
// gives, and keeps named state in a folder; compiled is called after each compilation. It returns when its standard input ends, or when nobody came for long.
func Serve(ctx context.Context, state string, open func() (compute.Backend, error), compiled func()) error {
	file := os.NewFile(3, "socket")
	l, err := net.FileListener(file)
	file.Close()
	if err != nil {
		return fmt.Errorf("no socket was inherited: the kernel starts this process (%w)", err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false) // the owner's
	defer l.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	engine, err := open()
	if err != nil {
		return err
	}
	s, err := server.New(engine, server.Options{Folder: state, Compiled: compiled, Idle: Idle})
	if err != nil {
		return err
	}
	fmt.Println(greeting)
	return s.Serve(ctx, l)
}
