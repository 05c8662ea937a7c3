package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"

	"github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/kernel/resident"
)

// call is a training call through the session server beside the same call in one process.
func call() row {
	r := row{name: "call", what: "engine calls of fit.Run with as many steps on both sides: through the session server, and with XLA in the process", open: openCall}
	for _, m := range models() {
		r.compare = append(r.compare, comparison{fmt.Sprintf("%s, a call of %d steps", m.name, m.perCall), m.name, m.name + " alone", "in one process", callAim})
	}
	return r
}

// callsInRound are measured together.
const callsInRound = 12

func openCall(ctx context.Context, l *lab) (steps []step, end func(), err error) {
	dir, err := os.MkdirTemp(l.folder, "call-")
	if err != nil {
		return nil, nil, err
	}
	owner, err := resident.Start(resident.Options{Folder: dir, Argv: []string{l.binary, "session"}, Log: l.kernels})
	if err != nil {
		return nil, nil, err
	}
	var workers []*worker
	end = func() {
		for _, w := range workers {
			w.close()
		}
		owner.Close()
	}
	for _, m := range models() {
		for name, setting := range map[string]string{m.name: session.Variable + "=" + owner.Socket(), m.name + " alone": "GLIBC_TUNABLES=glibc.malloc.hugetlb=1"} {
			w, err := startWorker(ctx, l, m.name, setting)
			if err != nil {
				end()
				return nil, nil, err
			}
			workers = append(workers, w)
			steps = append(steps, func(_ context.Context, _ int, into taken) error {
				var err error
				into[name], err = w.ask(callsInRound)
				return err
			})
		}
	}
	return steps, end, nil
}

// worker is a process that trains in calls when it is asked.
type worker struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func startWorker(ctx context.Context, l *lab, model, setting string) (w *worker, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	w = &worker{cmd: exec.CommandContext(ctx, self, "worker", model)}
	w.cmd.Env, w.cmd.Stderr = environment(setting), l.log
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	w.out = bufio.NewReader(out)
	return w, w.cmd.Start()
}

// ask has the worker make calls, and returns the median time of one in milliseconds.
func (w *worker) ask(calls int) (float64, error) {
	if _, err := fmt.Fprintln(w.in, calls); err != nil {
		return 0, fmt.Errorf("a worker has ended: %w", err)
	}
	line, err := w.out.ReadBytes('\n')
	if err != nil {
		return 0, fmt.Errorf("a worker has ended: %w", err)
	}
	var took float64
	return took, json.Unmarshal(line, &took)
}

func (w *worker) close() {
	_ = w.in.Close()
	_ = w.cmd.Wait()
}
