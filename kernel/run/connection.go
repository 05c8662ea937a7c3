package run

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/gensci/gensci/kernel/display"
)

// connection is the pipes between a program and us.
type connection struct {
	cmd    *exec.Cmd
	dir    string     // of the named pipes
	ours   []*pipe    // all but standard input
	stdin  *os.File   // our end, or nil
	theirs []*os.File // the program's ends
	sink   *sink
	serves []func()           // each serves one pipe until that ends
	end    context.CancelFunc // of what waits for input
}

// connect makes the pipes and the command.
func connect(program Program, to Sink) (*connection, error) {
	c := &connection{cmd: exec.Command(program.Path, program.Args...), end: func() {}}
	if err := c.open(program, to); err != nil {
		c.closeTheirs()
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *connection) open(program Program, to Sink) (err error) {
	if c.dir, err = os.MkdirTemp(program.Temp, "gensci-run-"); err != nil {
		return err
	}
	there, err := c.keep(makeFIFO(c.dir, "display"))
	if err != nil {
		return err
	}
	back, err := c.keep(makeFIFO(c.dir, "back"))
	if err != nil {
		return err
	}
	own, err := c.display()
	if err != nil {
		return err
	}
	stdout, err := c.output(&c.cmd.Stdout)
	if err != nil {
		return err
	}
	stderr, err := c.output(&c.cmd.Stderr)
	if err != nil {
		return err
	}
	if err := c.input(to); err != nil {
		return err
	}
	c.cmd.Dir, c.cmd.Env = program.Dir, program.environment(there.file.Name(), back.file.Name(), displayPath(c.dir))
	ctx, cancel := context.WithCancel(context.Background())
	c.end = cancel
	c.sink = newSink(to, stdout, stderr)
	in := newInputs(ctx, to, c.stdin)
	own.sink, own.inputs = c.sink, in
	c.serves = []func(){c.sink.out.serve, c.sink.err.serve, newDisplays(there, back, c.sink, in).serve, own.serve, in.serve}
	return nil
}

// display makes the pipes of package display.
func (c *connection) display() (s *shown, err error) {
	s, name := &shown{}, filepath.Base(displayPath(c.dir))
	if s.there, err = c.keep(makeFIFO(c.dir, name+display.There)); err != nil {
		return nil, err
	}
	s.back, err = c.keep(makeFIFO(c.dir, name+display.Back))
	return s, err
}

// keep notes a pipe of ours for close.
func (c *connection) keep(p *pipe, err error) (*pipe, error) {
	if err == nil {
		c.ours = append(c.ours, p)
	}
	return p, err
}

// output makes the pipe of an output of the command.
func (c *connection) output(of *io.Writer) (*pipe, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	*of, c.theirs = w, append(c.theirs, w)
	return c.keep(newPipe(r))
}

// input makes the pipe of standard input if somebody answers; it is /dev/null otherwise.
func (c *connection) input(to Sink) error {
	if to.Input == nil {
		return nil
	}
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	c.cmd.Stdin, c.theirs, c.stdin = r, append(c.theirs, r), w
	return nil
}

// serve serves all pipes, and closes the channel when all have ended.
func (c *connection) serve() <-chan struct{} {
	var wg sync.WaitGroup
	for _, serve := range c.serves {
		wg.Go(serve)
	}
	served := make(chan struct{})
	go func() { wg.Wait(); close(served) }()
	return served
}

// finish ends the pipes where they are empty.
func (c *connection) finish() {
	c.end()
	if c.stdin != nil {
		_ = c.stdin.SetDeadline(time.Unix(1, 0)) // fails if it is closed
	}
	for _, p := range c.ours {
		p.finish()
	}
}

func (c *connection) closeTheirs() {
	for _, f := range c.theirs {
		_ = f.Close()
	}
}

// close takes back all that open made.
func (c *connection) close() {
	c.end()
	for _, p := range c.ours {
		p.close()
	}
	if c.stdin != nil {
		_ = c.stdin.Close() // mostly it is
	}
	if c.dir != "" {
		_ = os.RemoveAll(c.dir)
	}
}
