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
	"github.com/gensci/gensci/kernel/keeper"
	"github.com/gensci/gensci/kernel/resident"
)

// Keep is the kernel that Jupyter starts on a connection file: it runs Serve in another process, this program with the arguments "front", connection file
// and folder, and returns its exit status when it has ended. Then no process and no file of the kernel is left, whoever was killed. Cells run in the
// current folder, which Jupyter sets to the notebook's.
func Keep(connectionFile string) (status int, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, fmt.Errorf("starting the kernel: %w", err)
	}
	defer resident.Sweep()
	return keeper.Keep(self, "front", connectionFile)
}

// Serve is the process that Keep starts, with a private folder. It serves until a client asks it to end or a signal ends it. SIGINT interrupts the
// running cell. Without a connection file it serves whoever reads the path of one from standard output, and keeps no history: what runs so is nobody's input.
func Serve(connectionFile, folder string, e Environment) error {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	keeper.Hold()
	child.Adopt()
	defer child.KillAll()
	c, past, err := connection(connectionFile, folder)
	if err != nil {
		return err
	}
	dir, err := os.Getwd()
	if err != nil {
		return fmt.Errorf("starting the kernel: %w", err)
	}
	k, err := e.start(c, folder, dir, past, os.Stderr) // what goes wrong goes where Jupyter keeps it
	if err != nil {
		return err
	}
	if connectionFile == "" {
		fmt.Println(filepath.Join(folder, connectionName))
	}
	err = k.supervise(signals)
	time.AfterFunc(keeper.Patience, func() { giveUp(folder) })
	k.close()
	return err
}

// connectionName is the connection file of a kernel that was started without one.
const connectionName = "connection.json"

// connection reads the connection file, or makes one in folder, and opens the history.
func connection(file, folder string) (jupyter.Connection, *history.History, error) {
	if file != "" {
		c, err := jupyter.ReadConnection(file)
		if err != nil {
			return c, nil, err
		}
		return c, history.Open(history.Options{Log: os.Stderr}), nil
	}
	c := jupyter.Private(folder, SpecName)
	if err := c.Write(filepath.Join(folder, connectionName)); err != nil {
		return c, nil, err
	}
	return c, history.Open(history.Options{Path: filepath.Join(folder, "history.jsonl")}), nil
}

// giveUp ends a kernel that does not end.
func giveUp(folder string) {
	child.KillAll()
	_ = os.RemoveAll(folder)
	fmt.Fprintln(os.Stderr, "gensci: the kernel did not end in", keeper.Patience)
	os.Exit(1)
}

// supervise returns when the kernel is to end.
func (k *server) supervise(signals <-chan os.Signal) error {
	for {
		select {
		case <-k.done:
			return k.err
		case s := <-signals:
			if s != syscall.SIGINT {
				return nil
			}
			k.front.Interrupt()
		}
	}
}
