package lab

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"time"

	"github.com/gensci/gensci/kernel/jupyter"
)

// browserLimit is how long a browser may take to ask for its page.
const browserLimit = time.Minute

// open hands the URL that it gets to the user's browser, as Python's webbrowser knows it; $BROWSER chooses another.
const open = `import sys, webbrowser
sys.exit(not webbrowser.open(sys.argv[1]))`

// Open opens the page in the user's browser. Every user of a machine can read command lines, so the browser gets the address of a page that is
// there once, for a minute, and leads to the one with the token. It returns when the browser has come, or an error says why it will not.
func (s *Server) Open(ctx context.Context) error {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY")+os.Getenv("WAYLAND_DISPLAY")+os.Getenv("BROWSER") == "" {
		return errors.New("there is no display")
	}
	waiting, cancel := context.WithTimeoutCause(ctx, browserLimit, errors.New("no browser came"))
	defer cancel()
	door, came, err := openDoor(waiting, s.URL)
	if err != nil {
		return fmt.Errorf("no browser can be opened: %w", err)
	}
	cmd := exec.CommandContext(ctx, s.o.Environment.Python(), "-I", "-c", open, door)
	opened := make(chan error, 1)
	go func() { opened <- cmd.Run() }() // some browsers stay in the foreground
	for {
		select {
		case <-came:
			return nil
		case err := <-opened:
			if err != nil {
				return errors.New("no browser was found")
			}
		case <-waiting.Done():
			return context.Cause(waiting)
		}
	}
}

// openDoor listens until ctx ends for one visitor, who is sent on to target, and returns its own address.
func openDoor(ctx context.Context, target string) (door string, came <-chan struct{}, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	path, visits, visited := "/"+jupyter.Token(), make(chan struct{}, 1), make(chan struct{})
	visits <- struct{}{}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != path {
			http.NotFound(w, r)
			return
		}
		select {
		case <-visits:
			http.Redirect(w, r, target, http.StatusFound)
			close(visited)
		default:
			http.Error(w, "this page was there once", http.StatusGone)
		}
	})}
	go func() { _ = server.Serve(l) }() // ends by Close
	context.AfterFunc(ctx, func() { _ = server.Close() })
	return "http://" + l.Addr().String() + path, visited, nil
}
