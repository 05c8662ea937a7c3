package child

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// straggling is how long pipes are waited for that somebody holds open after the end of the process.
const straggling = time.Second / 2

// Process is a process that was started, with its process group. Its methods may be called from any goroutine.
type Process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when the process and its group have ended
	err  error         // read after done

	mu   sync.Mutex
	gone bool // its number may be another's by now
}

// Start starts cmd in a session of its own. If we die, the process gets the signal death.
func Start(cmd *exec.Cmd, death syscall.Signal) (*Process, error) {
	p := &Process{cmd: cmd, done: make(chan struct{})}
	cmd.SysProcAttr, cmd.WaitDelay = attributes(death), straggling
	started := make(chan error)
	go p.live(started)
	if err := <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	return p, nil
}

// live is the life of the process. Its thread is kept, since the system takes the end of the thread that started the process for ours.
func (p *Process) live(started chan<- error) {
	runtime.LockOSThread()
	err := ours.start(p.cmd)
	started <- err
	if err != nil {
		return
	}
	p.err = p.collect()
	close(p.done)
}

// killRest kills what is left of the group, which from now on gets no signals any more.
func (p *Process) killRest() {
	p.Kill()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone = true
}

// Run runs cmd to its end, or to that of ctx, when it is killed with its group.
func Run(ctx context.Context, cmd *exec.Cmd) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	p, err := Start(cmd, syscall.SIGKILL)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, p.Kill)()
	if err = p.Wait(); err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// Pid is the number of the process.
func (p *Process) Pid() int { return p.cmd.Process.Pid }

// Done is closed when nothing is left of the process and its group.
func (p *Process) Done() <-chan struct{} { return p.done }

// Ended says whether Done is closed.
func (p *Process) Ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// Wait waits for the end of the process. The error is that of exec.Cmd's Wait, without what only says that a straggler held a pipe open.
func (p *Process) Wait() error {
	<-p.done
	if errors.Is(p.err, exec.ErrWaitDelay) {
		return nil
	}
	return p.err
}

// Signal sends a signal to the process itself; those that it has started hear of it from their parent, or not.
func (p *Process) Signal(s syscall.Signal) { p.send(p.Pid(), s) }

// SignalGroup sends a signal to the process and to all in its group.
func (p *Process) SignalGroup(s syscall.Signal) { p.send(-p.Pid(), s) }

// Kill ends the process and its group.
func (p *Process) Kill() { p.SignalGroup(syscall.SIGKILL) }

func (p *Process) send(to int, s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.gone {
		_ = syscall.Kill(to, s) // it may end this very moment
	}
}

// Stop asks the process to end, kills it with its group if it has not after the time of grace, and returns when nothing is left of it.
func (p *Process) Stop(grace time.Duration) {
	p.Signal(syscall.SIGTERM)
	p.Await(grace)
}

// Await gives the process, which knows that it is to end, its time of grace; then it kills it. It returns when nothing is left of it.
func (p *Process) Await(grace time.Duration) {
	force := time.AfterFunc(grace, p.Kill)
	defer force.Stop()
	<-p.done
}
