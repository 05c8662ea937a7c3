package kernel

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/child"
	"github.com/gensci/gensci/kernel/history"
	"github.com/gensci/gensci/kernel/jupyter"
)

// Serve is the kernel that Jupyter starts on a connection file. It serves until Jupyter asks it to end, or a signal or the end of Jupyter
// ends it. SIGINT interrupts the running cell. Cells run in the current folder, which Jupyter sets to the notebook's. When Serve returns,
// no process and no file of the kernel is left.
func Serve(connectionFile string, e Environment) error {
	connectionFile, err := filepath.Abs(connectionFile)
	if err != nil {
		return fmt.Errorf("starting the kernel: %w", err)
	}
	c, err := jupyter.ReadConnection(connectionFile)
	if err != nil {
		return err
	}
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("starting the kernel: %w", err)
	}
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	workdir, err := newWorkdir()
	if err != nil {
		return err
	}
	child.Adopt()
	defer child.KillAll()
	k, err := e.start(c, workdir, dir, history.Open(history.Options{Log: os.Stderr}), os.Stderr) // what goes wrong goes where Jupyter keeps it
	if err != nil {
		_ = os.RemoveAll(workdir)
		return err
	}
	defer k.close()
	return k.supervise(signals)
}

// supervise returns when the kernel is to end.
func (k *server) supervise(signals <-chan os.Signal) error {
	parent := os.Getppid()
	orphaned := time.NewTicker(time.Second)
	defer orphaned.Stop()
	for {
		select {
		case <-k.done:
			return k.err
		case s := <-signals:
			if s != syscall.SIGINT {
				return nil
			}
			k.front.Interrupt()
		case <-orphaned.C:
			// Jupyter sets the variable unless the kernel is meant to outlive it.
			if os.Getenv("JPY_PARENT_PID") != "" && os.Getppid() != parent {
				return nil
			}
		}
	}
}
