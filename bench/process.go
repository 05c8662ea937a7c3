package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
)

// allocators are the settings of glibc's malloc that each side is tried with: transparent huge pages spare large temporaries
// most of their page faults, and cost some models time.
var allocators = map[string]string{"default": "", "huge pages": "GLIBC_TUNABLES=glibc.malloc.hugetlb=1"}

// errEnded is the reason why a worker does not answer.
var errEnded = errors.New("its worker has ended; its messages are above")

// process is a resident worker.
type process struct {
	side, allocator string
	start           func() *exec.Cmd // with the same arguments, folder and environment each time
	hello           hello
	cmd             *exec.Cmd
	in              io.WriteCloser
	out             *bufio.Reader
}

// startWorker starts a side's worker with an allocator setting. Its errors go to log.
func startWorker(ctx context.Context, side, allocator string, threads int, folder string, log io.Writer) (*process, error) {
	command, err := commandOf(side, folder)
	if err != nil {
		return nil, err
	}
	p := &process{side: side, allocator: allocator}
	p.start = func() *exec.Cmd {
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Env = append(os.Environ(), "OMP_NUM_THREADS="+strconv.Itoa(threads), "GLIBC_TUNABLES=")
		if setting := allocators[allocator]; setting != "" {
			cmd.Env = append(cmd.Env, setting)
		}
		cmd.Stderr = log
		return cmd
	}
	return p, p.run()
}

// run starts the worker and waits for its hello.
func (p *process) run() (err error) {
	p.cmd = p.start()
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	p.out = bufio.NewReader(out)
	if err = p.cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.side, err)
	}
	p.hello, err = receive[hello](p)
	return err
}

// again starts a worker that has ended once more.
func (p *process) again() error {
	_ = p.in.Close()
	_ = p.cmd.Wait() // how it ended was its answer
	return p.run()
}

// commandOf is how a side's worker is started.
func commandOf(side, folder string) ([]string, error) {
	if side == ours {
		self, err := os.Executable()
		return []string{self, "worker"}, err
	}
	dir, err := venv()
	if err == nil && !peersReady(dir) {
		err = errNoPeers
	}
	return []string{python(dir), filepath.Join(folder, "peers", side+"_worker.py")}, err
}

// ask sends one line and waits for the answer.
func (p *process) ask(q ask) (answer, error) {
	line, err := json.Marshal(q)
	if err != nil {
		return answer{}, err
	}
	if _, err = p.in.Write(append(line, '\n')); err != nil {
		return answer{}, fmt.Errorf("%s, %s %s: %w", p.side, q.Row, q.Form, errEnded)
	}
	a, err := receive[answer](p)
	switch {
	case err != nil:
		err = fmt.Errorf("%s, %s %s: %w", p.side, q.Row, q.Form, err)
	case a.Error != "":
		err = fmt.Errorf("%s, %s %s: %s", p.side, q.Row, q.Form, a.Error)
	}
	return a, err
}

func receive[T answer | hello](p *process) (T, error) {
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		var none T
		return none, errEnded
	}
	return parse[T](line, "{…}")
}

// close ends the worker by the end of its input.
func (p *process) close() error {
	return errors.Join(p.in.Close(), p.cmd.Wait())
}

// contender is one way to run a row.
type contender struct {
	p    *process
	form string
}

func (c contender) String() string { return c.p.side + " " + c.form + ", " + c.p.allocator }

// contenders are all ways of all processes to run a row.
func contenders(processes []*process, row string) []contender {
	var all []contender
	for _, p := range processes {
		for _, form := range p.hello.Forms[row] {
			all = append(all, contender{p, form})
		}
	}
	return all
}

// sidesOf lists the sides of contenders, ours first.
func sidesOf(all []contender) []string {
	var sides []string
	for _, c := range all {
		if !slices.Contains(sides, c.p.side) {
			sides = append(sides, c.p.side)
		}
	}
	return sides
}
