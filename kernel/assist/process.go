package assist

import (
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// process is a running gopls, in a process group of its own with the go commands that it calls.
type process struct {
	*link
	stdin io.Closer
	texts map[string]document // by URI, what gopls has been told

	imports []string // of all texts so far, sorted
	watched *watched

	mu     sync.Mutex
	pid    int           // 0 when the group is gone and its number may be somebody else's
	exited chan struct{} // closed when nothing of the process is left
}

// document is a file that gopls sees.
type document struct {
	version int
	text    string
}

// startProcess starts cmd. The signal that ends it when we die is tied to the thread that started it, so that thread is kept.
func startProcess(cmd *exec.Cmd, settings any) (*process, error) {
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	cmd.SysProcAttr = endWithParent()
	cmd.WaitDelay = time.Second // a straggler that holds standard error open
	p := &process{stdin: stdin, texts: map[string]document{}, exited: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		startErr := cmd.Start()
		if startErr == nil {
			p.pid = cmd.Process.Pid
			p.link = newLink(stdout, stdin, settings)
		}
		started <- startErr
		if startErr == nil {
			p.reap(cmd)
		}
	}()
	if err = <-started; err != nil {
		return nil, fmt.Errorf("starting %s: %w", cmd.Path, err)
	}
	return p, nil
}

// reap waits until the process has closed its output, which it also does when it dies. One that writes nonsense is killed.
func (p *process) reap(cmd *exec.Cmd) {
	defer close(p.exited)
	<-p.done
	p.kill()
	p.mu.Lock()
	p.pid = 0
	p.mu.Unlock()
	_ = cmd.Wait() // killed, as often as not
}

// kill ends the process and whatever it has started.
func (p *process) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pid != 0 {
		_ = syscall.Kill(-p.pid, syscall.SIGKILL) // it may have ended
	}
}

// grace is the time that gopls gets to end by itself once its input is closed. It usually takes milliseconds.
const grace = time.Second

// end ends the process and returns when nothing of it is left.
func (p *process) end() {
	_ = p.stdin.Close()
	select {
	case <-p.exited:
	case <-time.After(grace):
		p.kill()
		<-p.exited
	}
}
