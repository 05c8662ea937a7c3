package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

//go:embed worker.py
var worker []byte

// process is a peer's resident Python process.
type process struct {
	name string
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
}

// startPeer starts a peer in a folder that has worker.py and the flow's numbers.
func startPeer(ctx context.Context, name, folder string, threads int) (*process, error) {
	python, err := peers.Python()
	if err != nil {
		return nil, err
	}
	p := &process{name: name, cmd: exec.CommandContext(ctx, python, "worker.py", name)}
	p.cmd.Dir, p.cmd.Stderr = folder, os.Stderr
	p.cmd.Env = append(os.Environ(), "OMP_NUM_THREADS="+strconv.Itoa(threads), "JAX_PLATFORMS=cpu")
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	if err = p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", name, err)
	}
	return p, nil
}

// unpack writes what the peers read.
func unpack(folder string) error {
	return errors.Join(os.WriteFile(filepath.Join(folder, "worker.py"), worker, 0o600), os.WriteFile(filepath.Join(folder, "cnf"), noise.bytes(), 0o600))
}

func (p *process) ask(q ask) (answer, error) {
	line, err := json.Marshal(q)
	if err != nil {
		return answer{}, err
	}
	var a answer
	_, err = p.in.Write(append(line, '\n'))
	if err == nil {
		line, err = p.out.ReadBytes('\n')
	}
	if err != nil {
		return a, fmt.Errorf("the worker of %s has ended; its messages are above: %w", p.name, errEnded)
	}
	if err = json.Unmarshal(line, &a); err != nil {
		return a, fmt.Errorf("the worker of %s answered %.80q: %w", p.name, line, err)
	}
	if a.Error != "" {
		err = errors.New(a.Error)
	}
	return a, err
}

var errEnded = errors.New("no answer")

// close ends the worker by the end of its input.
func (p *process) close() { _ = errors.Join(p.in.Close(), p.cmd.Wait()) } // it has nothing more to say
