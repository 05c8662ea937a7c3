package child

import (
	"os/exec"
	"sync"
)

// ours are the processes that Start has started and nobody has collected yet. Every other child of ours has been adopted.
var ours = own{pids: map[int]bool{}}

type own struct {
	mu   sync.Mutex // held while a process starts, which is a child before it has a number
	pids map[int]bool
}

func (o *own) start(cmd *exec.Cmd) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	err := cmd.Start()
	if err == nil {
		o.pids[cmd.Process.Pid] = true
	}
	return err
}

// wait collects a process. Until then it is ours, so that nobody else does.
func (o *own) wait(cmd *exec.Cmd) error {
	err := cmd.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.pids, cmd.Process.Pid)
	return err
}
