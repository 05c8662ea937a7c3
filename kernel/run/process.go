package run

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// Process is a program that was started. Its methods may be called from any goroutine.
type Process struct {
	cmd    *exec.Cmd
	grace  time.Duration
	mark   string
	done   chan struct{} // closed when nothing is left of the program
	result Result        // read after done

	mu          sync.Mutex
	ended       bool // the group's number may be another's by now
	interrupted bool
	force       *time.Timer // kills what an interrupt does not end
}

// Result is how a program ended.
type Result struct {
	Code        int            // exit status, -1 if a signal ended it
	Signal      syscall.Signal // that ended it, or 0
	Interrupted bool           // by Interrupt or by the end of the context
	Stderr      string         // the last 64 KB of standard error
}

// Start starts a program in a session of its own. The end of ctx interrupts it. Wait must be called.
func Start(ctx context.Context, program Program, to Sink) (*Process, error) {
	c, err := connect(program, to)
	if err != nil {
		return nil, fmt.Errorf("running %s: %w", filepath.Base(program.Path), err)
	}
	p := &Process{cmd: c.cmd, grace: program.Grace, mark: c.mark, done: make(chan struct{})}
	if p.grace == 0 {
		p.grace = defaultGrace
	}
	started := make(chan error)
	go p.live(ctx, c, started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("running %s: %w", filepath.Base(program.Path), err)
	}
	return p, nil
}

// live is the life of the process. Its thread is kept, since Linux ends the program when the thread that started it ends, which is how
// it ends with us.
func (p *Process) live(ctx context.Context, c *connection, started chan<- error) {
	runtime.LockOSThread()
	err := p.cmd.Start()
	c.closeTheirs()
	if err != nil {
		c.close()
	}
	started <- err
	if err != nil {
		return
	}
	stop := context.AfterFunc(ctx, p.Interrupt)
	served := c.serve()
	_ = p.cmd.Wait() // told by the state
	stop()
	p.finish()
	c.finish()
	<-served
	c.close()
	p.result.Stderr = c.sink.tail.String()
	close(p.done)
}

// finish kills what is left of the program's processes and notes how it ended.
func (p *Process) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.force != nil {
		p.force.Stop()
	}
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL) // mostly there is none
	p.ended = true
	killStrays(p.cmd.Process.Pid, p.mark)
	p.result = Result{Code: p.cmd.ProcessState.ExitCode(), Interrupted: p.interrupted}
	if status, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		p.result.Signal = status.Signal()
	}
}

// Wait waits until the program has ended, all its output has been handed on and its processes and pipes are gone.
func (p *Process) Wait() Result {
	<-p.done
	return p.result
}

// Interrupt sends SIGINT to the program and all its processes in its session, and SIGKILL if it goes on after the time of grace. It
// does not wait.
func (p *Process) Interrupt() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.interrupted = true
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGINT) // it may end this very moment
	if p.force == nil {
		p.force = time.AfterFunc(p.grace, p.kill)
	}
}

func (p *Process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ended {
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	}
}
