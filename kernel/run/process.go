package run

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/child"
)

// Process is a program that was started. Its methods may be called from any goroutine.
type Process struct {
	child  *child.Process
	how    Program
	done   chan struct{} // closed when nothing is left of the program
	result Result        // read after done

	mu    sync.Mutex
	force *time.Timer // kills what an interrupt does not end; nil before the first
	at    time.Time   // when it does
	last  bool        // then, whatever the program is about to do
}

// Result is how a program ended.
type Result struct {
	Code        int            // exit status, -1 if a signal ended it
	Signal      syscall.Signal // that ended it, or 0
	Interrupted bool           // by Interrupt or by the end of the context
	Stderr      string         // the last 64 KB of standard error
}

// Start starts a program in a session of its own. The end of ctx interrupts it and leaves it little time. Wait must be called.
func Start(ctx context.Context, program Program, to Sink) (*Process, error) {
	c, err := connect(program, to)
	if err != nil {
		return nil, fmt.Errorf("running %s: %w", filepath.Base(program.Path), err)
	}
	watch := child.NewWatch()
	process, err := child.Start(c.cmd, syscall.SIGKILL)
	c.closeTheirs()
	if err != nil {
		c.close()
		return nil, fmt.Errorf("running %s: %w", filepath.Base(program.Path), err)
	}
	p := &Process{child: process, how: program, done: make(chan struct{})}
	go p.live(ctx, c, watch)
	return p, nil
}

// live is the life of the process. What has left its group is found by the watch.
func (p *Process) live(ctx context.Context, c *connection, watch child.Watch) {
	stop := context.AfterFunc(ctx, func() { p.interrupt(little, true) })
	served := c.serve()
	<-p.child.Done()
	stop()
	p.ended(c.cmd.ProcessState)
	watch.Kill()
	c.finish()
	<-served
	c.close()
	p.result.Stderr = c.sink.tail.String()
	close(p.done)
}

// ended notes how the program ended.
func (p *Process) ended(how *os.ProcessState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.result = Result{Code: how.ExitCode(), Interrupted: p.force != nil}
	if status, ok := how.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		p.result.Signal = status.Signal()
	}
	if p.force != nil {
		p.force.Stop()
	}
}

// Wait waits until the program has ended, all its output has been handed on and its processes and pipes are gone.
func (p *Process) Wait() Result {
	<-p.done
	return p.result
}

// little is the time that a program has to end which ignores interrupts, has been interrupted before, or is to end with the kernel.
const little = 300 * time.Millisecond

// Interrupt sends SIGINT to the program and to all in its group, which ends those that don't handle it, or asks it. SIGKILL follows after the time of grace,
// or soon after a second interrupt. It does not wait.
func (p *Process) Interrupt() {
	p.mu.Lock()
	again := p.force != nil
	p.mu.Unlock()
	if again || ignoresInterrupts(p.child.Pid()) {
		p.interrupt(little, true)
		return
	}
	p.interrupt(cmp.Or(p.how.Grace, defaultGrace), false)
}

// interrupt interrupts the program, once, and kills it after the time of grace, or sooner if that was said before.
func (p *Process) interrupt(grace time.Duration, last bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = p.last || last
	at := time.Now().Add(grace)
	switch {
	case p.force == nil:
		if p.how.Ask == nil || p.how.Ask() != nil {
			p.child.SignalGroup(syscall.SIGINT)
		}
		p.force, p.at = time.AfterFunc(grace, p.over), at
	case at.Before(p.at):
		p.force.Reset(grace)
		p.at = at
	}
}

// over is the end of the time of grace.
func (p *Process) over() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last || p.how.Heard == nil || !p.how.Heard() {
		p.child.Kill()
		return
	}
	p.last = true
	p.force.Reset(savingTime)
	p.at = time.Now().Add(savingTime)
}
