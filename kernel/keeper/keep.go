package keeper

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/child"
)

// Patience is how long a kept process that was told to end may take. Jupyter kills a kernel 2.5 seconds after its SIGTERM.
const Patience = 2 * time.Second

// ParentVariable is set by Jupyter unless a kernel is meant to outlive it.
const ParentVariable = "JPY_PARENT_PID"

// Keep starts argv, with a private folder as its last argument, and returns its exit status when nothing of it is left: 128 and the signal's number if
// a signal ended it, as in shells. SIGINT is handed on. SIGTERM, SIGHUP and the end of Jupyter end it.
func Keep(argv ...string) (status int, err error) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	folder, err := newFolder()
	if err != nil {
		return 0, err
	}
	defer folder.remove()
	child.Adopt()
	defer child.KillAll()
	cmd := exec.Command(argv[0], append(argv[1:], folder.path)...)
	cmd.Stdout, cmd.Stderr, cmd.ExtraFiles = os.Stdout, os.Stderr, []*os.File{folder.lock}
	kept, err := child.Start(cmd, syscall.SIGTERM)
	if err != nil {
		return 0, err
	}
	follow(kept, signals)
	return statusOf(kept.Wait()), nil
}

// follow returns when the kept process has ended.
func follow(kept *child.Process, signals <-chan os.Signal) {
	parent := os.Getppid()
	orphaned := time.NewTicker(time.Second)
	defer orphaned.Stop()
	var force <-chan time.Time
	end := func() {
		kept.Signal(syscall.SIGTERM)
		if force == nil {
			force = time.After(Patience)
		}
	}
	for {
		select {
		case <-kept.Done():
			return
		case s := <-signals:
			if s == syscall.SIGINT {
				kept.Signal(syscall.SIGINT)
			} else {
				end()
			}
		case <-orphaned.C:
			if os.Getenv(ParentVariable) != "" && os.Getppid() != parent {
				end()
			}
		case <-force:
			kept.Kill()
		}
	}
}

func statusOf(err error) int {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case !errors.As(err, &exit):
		return 1
	}
	if how, ok := exit.Sys().(syscall.WaitStatus); ok && how.Signaled() {
		return 128 + int(how.Signal())
	}
	return exit.ExitCode()
}
