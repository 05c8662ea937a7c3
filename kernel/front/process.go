package front

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// process is GoNB's process with all that it starts: a process group of its own that ends with us.
type process struct {
	pid   int
	group sync.Once     // kills the group once, while its number is still ours
	done  chan struct{} // closed when the process has ended
	err   error         // how it ended; read after done
}

// start starts cmd. The signal that ends the process when we die is tied to the thread that started it, so that thread is kept until
// the process has ended.
func start(cmd *exec.Cmd) (*process, error) {
	p := &process{done: make(chan struct{})}
	cmd.SysProcAttr = endWithParent()
	cmd.WaitDelay = time.Second // pipes that a straggler holds open
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		err := cmd.Start()
		if err == nil {
			p.pid = cmd.Process.Pid
		}
		started <- err
		if err == nil {
			p.err = cmd.Wait()
			p.killGroup()
			close(p.done)
		}
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	return p, nil
}

// ended says whether the process has ended.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// signal sends a signal to the process itself; the group's others get theirs from it.
func (p *process) signal(s syscall.Signal) {
	if !p.ended() {
		_ = syscall.Kill(p.pid, s) // it may end this very moment
	}
}

// killGroup ends whatever is left of the process group: cells, compilers, language servers.
func (p *process) killGroup() { p.group.Do(func() { _ = syscall.Kill(-p.pid, syscall.SIGKILL) }) }

// stop asks the process to end, gives it the time to clean up, and returns when nothing of it is left.
func (p *process) stop(grace time.Duration) {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(grace):
		p.killGroup()
		<-p.done
	}
}

// ending says how the process ended, for errors.
func (p *process) ending() string {
	var exit *exec.ExitError
	switch {
	case errors.As(p.err, &exit):
		return exit.Error()
	case p.err != nil && !errors.Is(p.err, exec.ErrWaitDelay):
		return p.err.Error()
	}
	return "exit status 0"
}
