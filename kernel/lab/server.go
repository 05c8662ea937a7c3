package lab

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/jupyter"
)

// Options of a server.
type Options struct {
	Environment Environment
	Settings    string   // folder in which settings and workspaces are kept
	Folder      string   // what is shown
	Notebook    string   // name of the notebook in it that is opened, or ""
	Kernels     []string // data folders of Jupyter's that are searched for kernels before all others
	IP          string   // address to listen on; "" is localhost
	Port        int      // the first that is tried; with 0 the system chooses
	Args        []string // of JupyterLab, after ours
	Log         *os.File // its warnings, and those of kernels
}

// Server is a JupyterLab that runs.
type Server struct {
	URL string // with the token that lets one in

	o       Options
	cmd     *exec.Cmd
	runtime string // private folder: token, connection files
	token   string
	done    chan struct{} // closed when it has ended
	err     error         // how; read after done
}

const (
	startLimit = 2 * time.Minute // on a slow disk Python takes its time
	endLimit   = 20 * time.Second
	look       = 50 * time.Millisecond

	kernelsLimit = 10 * time.Second // for kernels to see that their server is gone
)

// errEnded is the error of a server that ends by itself before it serves.
var errEnded = errors.New("JupyterLab ended before it was ready; its messages are above")

// Start starts JupyterLab and returns when it serves. Wait must be called.
func Start(ctx context.Context, o Options) (*Server, error) {
	s := &Server{o: o, token: jupyter.Token(), done: make(chan struct{})}
	if err := s.prepare(); err != nil {
		return nil, err
	}
	s.cmd = exec.Command(o.Environment.Python(), s.arguments()...)
	s.cmd.Env, s.cmd.Stdout, s.cmd.Stderr, s.cmd.Dir = s.environment(), o.Log, o.Log, o.Folder
	s.cmd.SysProcAttr = attributes()
	started := make(chan error)
	go s.live(started)
	err := <-started
	if err == nil {
		err = s.awaitReady(ctx)
	}
	if err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// live starts the process and waits for it. Its thread is kept, since Linux ends the process when the thread that started it ends, which is how
// it ends with us.
func (s *Server) live(started chan<- error) {
	runtime.LockOSThread()
	defer close(s.done)
	err := s.cmd.Start()
	if err != nil {
		err = fmt.Errorf("JupyterLab does not start: %w", err)
	}
	started <- err
	if err == nil {
		s.err = s.cmd.Wait()
	}
}

// prepare makes the folder for settings, and the private one with the token: in a file it is in nobody's environment, which cells may show.
func (s *Server) prepare() (err error) {
	if err = writeOverrides(s.o.Settings); err != nil {
		return fmt.Errorf("JupyterLab's settings have no place: %w", err)
	}
	sweep(os.TempDir())
	if s.runtime, err = os.MkdirTemp("", fmt.Sprintf("%s%d-", runtimePrefix, os.Getpid())); err == nil {
		err = os.WriteFile(s.tokenFile(), []byte(s.token), 0o600)
	}
	if err != nil {
		return fmt.Errorf("starting JupyterLab: %w", err)
	}
	return nil
}

const runtimePrefix = "gensci-lab-"

// sweep removes the private folders of those that were killed: their names hold their process ids. What belongs to others cannot be removed.
func sweep(base string) {
	old, _ := filepath.Glob(filepath.Join(base, runtimePrefix+"*")) // errs on bad patterns only
	for _, dir := range old {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(dir), runtimePrefix), "-")
		if pid, err := strconv.Atoi(number); err == nil && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
			_ = os.RemoveAll(dir)
		}
	}
}

func (s *Server) tokenFile() string { return filepath.Join(s.runtime, "token") }

// awaitReady waits until the server answers.
func (s *Server) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, startLimit, fmt.Errorf("JupyterLab did not answer within %s", startLimit))
	defer cancel()
	for {
		if at, err := s.find(); err == nil && s.answers(ctx, at) {
			s.URL = at.page(s.o.Notebook, s.token)
			return nil
		}
		select {
		case <-time.After(look):
		case <-s.done:
			return errEnded
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// Wait waits until somebody shuts JupyterLab down, or ctx ends, which shuts it down as well. When it returns, its kernels have ended and its
// private folder is gone. Either way is no error; that it died by itself is one.
func (s *Server) Wait(ctx context.Context) error {
	select {
	case <-s.done:
	case <-ctx.Done():
		s.stop()
		return nil
	}
	s.stop()
	if s.err != nil {
		return fmt.Errorf("JupyterLab ended by itself (%w); its messages are above", s.err)
	}
	return nil
}

// stop ends the server, and then what is left of its kernels.
func (s *Server) stop() {
	if s.cmd.Process != nil {
		_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
		select {
		case <-s.done:
		case <-time.After(endLimit):
			_ = s.cmd.Process.Kill()
			<-s.done
		}
		endKernels(s.cmd.Process.Pid, kernelsLimit)
	}
	if err := os.RemoveAll(s.runtime); err != nil {
		fmt.Fprintln(s.log(), "gensci: removing JupyterLab's temporary folder:", err)
	}
}

func (s *Server) log() io.Writer {
	if s.o.Log == nil {
		return io.Discard
	}
	return s.o.Log
}
