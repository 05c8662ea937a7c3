package kernel

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// endGrace is how long GoNB may take to end the running cell and to remove its files.
const endGrace = 5 * time.Second

// Serve is the kernel: it runs GoNB on the connection file that Jupyter passes, until GoNB ends (Jupyter asked it to), or a signal or the
// end of Jupyter ends both. SIGINT interrupts the running cell. Cells run in the current folder, which Jupyter sets to the notebook's.
// When Serve returns, no process and no file of the kernel is left.
func Serve(connectionFile string, e Environment) error {
	connectionFile, err := filepath.Abs(connectionFile)
	if err != nil {
		return fmt.Errorf("starting the kernel: %w", err)
	}
	if _, err = readConnection(connectionFile); err != nil {
		return err
	}
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("starting the kernel: %w", err)
	}
	workdir, err := newWorkdir()
	if err != nil {
		return err
	}
	defer os.RemoveAll(workdir)
	engine, err := e.resident(workdir, os.Stderr)
	if err != nil {
		return err
	}
	defer engine.Close()
	cmd, err := e.command(connectionFile, workdir, engine.Socket(), dir, true)
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr // GoNB's log goes where Jupyter keeps it
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(signals)
	adopt()
	defer killAdopted()
	p, err := start(cmd)
	if err != nil {
		return err
	}
	return p.supervise(signals)
}

// supervise passes signals on until the process has ended.
func (p *process) supervise(signals <-chan os.Signal) error {
	parent := os.Getppid()
	orphaned := time.NewTicker(time.Second)
	defer orphaned.Stop()
	for {
		select {
		case <-p.done:
			if p.err != nil {
				return fmt.Errorf("GoNB ended unexpectedly (%s); its log is above", p.ending())
			}
			return nil
		case s := <-signals:
			if s != syscall.SIGINT {
				p.stop(endGrace)
				return nil
			}
			p.signal(syscall.SIGINT)
		case <-orphaned.C:
			// Jupyter sets the variable unless the kernel is meant to outlive it.
			if os.Getenv("JPY_PARENT_PID") != "" && os.Getppid() != parent {
				p.stop(endGrace)
				return nil
			}
		}
	}
}
