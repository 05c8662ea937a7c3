package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/jupyter"
)

// notebook is a kernel in a process of its own, and our connection to it.
type notebook struct {
	*jupyter.Client
	cmd   *exec.Cmd
	ended chan struct{}
}

// How long to wait at most: for the kernel's first answer, for a cell (the first one may compile packages), for its end.
const (
	startTime = 30 * time.Second
	cellTime  = 5 * time.Minute
	endTime   = 20 * time.Second
)

// open starts a kernel of this checkout.
func (l *lab) open(ctx context.Context) (*notebook, error) {
	return l.openWith(ctx, func(file string) []string { return []string{l.binary, "kernel", file} })
}

// openWith starts a kernel as Jupyter does: over TCP, in the notebook's folder. Argv is the command for a connection file.
func (l *lab) openWith(ctx context.Context, argv func(file string) []string) (*notebook, error) {
	dir, err := os.MkdirTemp(l.folder, "notebook-")
	if err != nil {
		return nil, err
	}
	c, err := connection()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(dir, "kernel.json")
	if err = c.Write(file); err != nil {
		return nil, err
	}
	command := argv(file)
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir, cmd.Env = dir, environment("GENSCI_CHECKOUT="+l.checkout, "JPY_PARENT_PID="+strconv.Itoa(os.Getpid()))
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = endTime
	cmd.Stdout, cmd.Stderr = l.kernels, l.kernels
	if err = cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the kernel: %w", err)
	}
	n := &notebook{cmd: cmd, ended: make(chan struct{})}
	go func() {
		_ = cmd.Wait() // how it ended is on its standard error
		close(n.ended)
	}()
	if err = n.connect(ctx, c); err != nil {
		n.close()
		return nil, err
	}
	return n, nil
}

// connection has free ports.
func connection() (c jupyter.Connection, err error) {
	c = jupyter.Connection{Transport: "tcp", IP: "127.0.0.1", Scheme: "hmac-sha256", Key: jupyter.Token(), Kernel: "gensci"}
	for _, port := range []*int{&c.Shell, &c.IOPub, &c.Stdin, &c.Control, &c.Heartbeat} {
		held, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return c, err
		}
		defer held.Close() // all are held until all are chosen
		*port = held.Addr().(*net.TCPAddr).Port
	}
	return c, nil
}

// connect waits until the kernel answers and what it publishes arrives: a subscription takes effect at an unknown moment.
func (n *notebook) connect(ctx context.Context, c jupyter.Connection) (err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, startTime, errors.New("the kernel did not answer"))
	defer cancel()
	for n.Client, err = jupyter.Dial(c); err != nil; n.Client, err = jupyter.Dial(c) {
		if err = n.pause(ctx); err != nil {
			return err
		}
	}
	for {
		if _, err = n.Request("kernel_info_request", map[string]any{}); err != nil {
			return err
		}
		select {
		case <-n.Published:
			<-n.Replies
			return nil
		case <-time.After(20 * time.Millisecond):
		}
		if err = n.pause(ctx); err != nil {
			return err
		}
	}
}

func (n *notebook) pause(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-n.ended:
		return errors.New("the kernel ended while it started")
	case <-time.After(5 * time.Millisecond):
		return nil
	}
}

// close ends the kernel.
func (n *notebook) close() {
	if n.Client != nil {
		n.Close()
	}
	_ = n.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-n.ended:
	case <-time.After(endTime):
		_ = n.cmd.Process.Kill()
		<-n.ended
	}
}

// execute runs a cell to its end and returns how long it took, from the request, until a line that begins with word was published; 0 if none was.
func (n *notebook) execute(ctx context.Context, source, word string) (first time.Duration, shown string, err error) {
	ctx, cancel := context.WithTimeoutCause(ctx, cellTime, errors.New("a cell did not end"))
	defer cancel()
	began := time.Now()
	id, err := n.Request("execute_request", map[string]any{"code": source, "silent": false, "store_history": true, "allow_stdin": false})
	if err != nil {
		return 0, "", err
	}
	for idle, replied := false, false; !idle || !replied; {
		select {
		case m := <-n.Published:
			if m.Parent.ID != id {
				continue
			}
			c := contentOf(m)
			idle = idle || c.State == "idle"
			if shown += c.Text; first == 0 && m.Header.Type == "stream" && strings.HasPrefix(c.Text, word) {
				first = time.Since(began)
			}
			if m.Header.Type == "error" {
				err = fmt.Errorf("a cell failed: %s", strings.Join(c.Traceback, "\n"))
			}
		case m := <-n.Replies:
			replied = replied || m.Parent.ID == id
		case <-n.ended:
			return 0, "", errors.New("the kernel ended while a cell ran")
		case <-ctx.Done():
			return 0, "", context.Cause(ctx)
		}
	}
	return first, shown, err
}

// content is what we want to know of messages.
type content struct {
	State     string `json:"execution_state"`
	Text      string
	Traceback []string
}

func contentOf(m jupyter.Message) (c content) {
	_ = json.Unmarshal(m.Content, &c) // what does not say any of that is of no interest
	return c
}

// complete asks for completions at the end of code, and waits for the answer.
func (n *notebook) complete(ctx context.Context, code string) error {
	id, err := n.Request("complete_request", map[string]any{"code": code, "cursor_pos": len(code)})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, cellTime, errors.New("no completion came"))
	defer cancel()
	for {
		select {
		case m := <-n.Replies:
			if m.Parent.ID == id {
				return nil
			}
		case <-n.Published:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}
