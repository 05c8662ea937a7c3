package resident

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/backend/session/server"
	"github.com/gensci/gensci/internal/tail"
	"github.com/gensci/gensci/kernel/child"
)

// Options of an Owner.
type Options struct {
	Folder string    // private; the socket is made in it
	Argv   []string  // the command that calls Serve; the folder for named state is added as its last argument, "" where none can be made
	Env    []string  // its environment, os.Environ if nil
	Log    io.Writer // its standard error; nil discards it
}

// Owner has a socket and, when somebody needs it, the process behind it.
type Owner struct {
	o        Options
	socket   string
	listener *net.UnixListener
	file     *os.File // the listener, for the process
	state    string
	release  func()
	cancel   context.CancelFunc
	done     chan struct{}

	mu  sync.Mutex
	pid int
}

// Start listens. The process starts with the first client.
func Start(o Options) (*Owner, error) {
	socket := filepath.Join(o.Folder, "engine")
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: socket, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("prepare the engine's process: %w", err)
	}
	if err = os.Chmod(socket, 0o600); err != nil {
		l.Close()
		return nil, fmt.Errorf("prepare the engine's process: %w", err)
	}
	file, err := l.File()
	if err != nil {
		l.Close()
		return nil, fmt.Errorf("prepare the engine's process: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	p := &Owner{o: o, socket: socket, listener: l, file: file, cancel: cancel, done: make(chan struct{})}
	if p.state, p.release, err = newState(); err != nil { // a full disk, a home folder that cannot be written: named state is in memory only
		p.release = func() {}
		p.log(err)
	}
	go p.keep(ctx)
	return p, nil
}

// Socket is what cells connect to.
func (p *Owner) Socket() string { return p.socket }

// Pid is the process's number, 0 while there is none.
func (p *Owner) Pid() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pid
}

// Close ends the process and removes socket and named state.
func (p *Owner) Close() {
	p.cancel()
	<-p.done
	p.file.Close()
	p.listener.Close()
	p.release()
}

func (p *Owner) log(err error) {
	if p.o.Log != nil {
		fmt.Fprintln(p.o.Log, "gensci:", err)
	}
}

// keep starts a process whenever clients wait and there is none.
func (p *Owner) keep(ctx context.Context) {
	defer close(p.done)
	for waiting(ctx, p.file) {
		if err := p.run(ctx); err != nil && ctx.Err() == nil {
			p.refuse(fmt.Errorf("the engine's process cannot start: %w", err))
		}
	}
}

// run runs one process until it ends. It is an error if it never served.
func (p *Owner) run(ctx context.Context) error {
	alive, end, err := os.Pipe()
	if err != nil {
		return err
	}
	defer end.Close() // the process ends with the last writer of its standard input, which is we
	words := tail.Tail{Size: 2000}
	var served ready
	cmd := exec.Command(p.o.Argv[0], append(slices.Clone(p.o.Argv[1:]), p.state)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = alive, &served, &words
	if p.o.Log != nil {
		cmd.Stderr = io.MultiWriter(&words, p.o.Log)
	}
	cmd.ExtraFiles = []*os.File{p.file}
	cmd.Env = p.environment()
	process, err := child.Start(cmd, syscall.SIGKILL)
	alive.Close()
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, process.Kill)()
	p.setPid(process.Pid())
	defer p.setPid(0)
	if err = process.Wait(); err == nil || served.yes() {
		return nil
	}
	return fmt.Errorf("%w: %s", err, strings.Join(words.Lines(1), ""))
}

func (p *Owner) setPid(pid int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pid = pid
}

// environment is that of the process: huge pages spare XLA most of the page faults of its temporaries, and the engine computes itself.
func (p *Owner) environment() []string {
	env := p.o.Env
	if env == nil {
		env = os.Environ()
	}
	env = slices.DeleteFunc(slices.Clone(env), func(s string) bool { return strings.HasPrefix(s, session.Variable+"=") })
	if !slices.ContainsFunc(env, func(s string) bool { return strings.HasPrefix(s, "GLIBC_TUNABLES=") }) {
		env = append(env, "GLIBC_TUNABLES=glibc.malloc.hugetlb=1")
	}
	return env
}

// refuse tells everybody who waits why there is no engine.
func (p *Owner) refuse(reason error) {
	for {
		_ = p.listener.SetDeadline(time.Now().Add(100 * time.Millisecond))
		c, err := p.listener.Accept()
		if errors.Is(err, os.ErrDeadlineExceeded) || err != nil {
			_ = p.listener.SetDeadline(time.Time{})
			return
		}
		server.Refuse(c, reason)
	}
}
