package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/resident"
)

const (
	startTimeout   = time.Minute            // for the first answer; GoNB takes half a second
	interruptGrace = 8 * time.Second        // GoNB kills an interrupted cell after 5 seconds
	retry          = 100 * time.Millisecond // between looks at what has no notification
)

// errDied is wrapped by errors about a kernel that ended by itself.
var errDied = errors.New("the kernel died")

// session is a running kernel and our connection to it.
type session struct {
	*client
	process *process
	engine  *resident.Owner
	workdir string
	log     *tail
}

// open starts a kernel for cells that run in dir and waits until it answers.
func open(ctx context.Context, e Environment, dir string) (*session, error) {
	workdir, err := newWorkdir()
	if err != nil {
		return nil, err
	}
	s := &session{workdir: workdir, log: &tail{}}
	if err := s.open(ctx, e, dir); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *session) open(ctx context.Context, e Environment, dir string) error {
	c := privateConnection(s.workdir)
	file := filepath.Join(s.workdir, "connection.json")
	err := c.write(file)
	if err != nil {
		return err
	}
	if s.engine, err = e.resident(s.workdir, s.log); err != nil {
		return err
	}
	cmd, err := e.command(file, s.workdir, s.engine.Socket(), dir, false)
	if err != nil {
		return err
	}
	cmd.Stdout, cmd.Stderr = s.log, s.log
	if s.process, err = start(cmd); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("the kernel did not answer within %s%s", startTimeout, s.log))
	defer cancel()
	if err = s.awaitSockets(ctx, c); err != nil {
		return err
	}
	if s.client, err = dial(c); err != nil {
		return err
	}
	return s.awaitAnswer(ctx)
}

// awaitSockets waits until the kernel listens: ZeroMQ's own retries are too slow.
func (s *session) awaitSockets(ctx context.Context, c connection) error {
	for _, port := range []int{c.Shell, c.IOPub, c.Stdin} {
		for {
			if _, err := os.Stat(c.socket(port)); err == nil {
				break
			}
			if err := s.pause(ctx, retry/10); err != nil {
				return err
			}
		}
	}
	return nil
}

// pause waits a moment, or less if the kernel or ctx ends, which is an error.
func (s *session) pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-s.process.done:
		return s.died("while it started")
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// awaitAnswer asks who is there until both the reply and something published have come: a subscription takes effect at an unknown moment.
func (s *session) awaitAnswer(ctx context.Context) error {
	for replied, published := false, false; !replied || !published; {
		if _, err := s.request("kernel_info_request", map[string]any{}); err != nil {
			return err
		}
		timer := time.NewTimer(retry)
	wait:
		for !replied || !published {
			select {
			case <-s.replies:
				replied = true
			case <-s.published:
				published = true
			case <-timer.C:
				break wait
			case <-s.process.done:
				return s.died("while it started")
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	}
	return nil
}

func (s *session) died(when string) error {
	return fmt.Errorf("%w %s (%s)%s", errDied, when, s.process.ending(), s.log)
}

// close ends the kernel and removes its files.
func (s *session) close() {
	if s.process != nil {
		s.process.stop(endGrace)
	}
	if s.client != nil {
		s.client.close()
	}
	if s.engine != nil {
		s.engine.Close()
	}
	_ = os.RemoveAll(s.workdir)
}

// execute runs cell i and records its outputs. It returns errFailed if the cell failed, else what kept it from being run. When ctx ends, the
// cell is interrupted; what it has shown until then is recorded.
func (s *session) execute(ctx context.Context, r *recorder, i int) error {
	id, err := s.request("execute_request", map[string]any{
		"code": r.notebook.Cells[i].Source, "silent": false, "store_history": true, "user_expressions": map[string]any{},
		"allow_stdin": false, "stop_on_error": true,
	})
	if err != nil {
		return err
	}
	r.cells[id] = i
	var reply *message
	for idle := false; !idle || reply == nil; {
		select {
		case m := <-s.published:
			r.record(m)
			idle = idle || m.Parent.ID == id && isIdle(m)
		case m := <-s.replies:
			if m.Parent.ID == id && m.Header.Type == "execute_reply" {
				reply = &m
			}
		case <-s.questions:
			s.interrupt(r, id)
			return errors.New("the cell asks for input, which a headless run cannot give")
		case <-s.process.done:
			s.drain(r)
			return s.died("while the cell ran")
		case <-ctx.Done():
			s.interrupt(r, id)
			return context.Cause(ctx)
		}
	}
	return status(*reply)
}

var errFailed = errors.New("the cell failed")

// status is errFailed if the reply to an execute_request says so.
func status(reply message) error {
	var c struct{ Status string }
	if err := json.Unmarshal(reply.Content, &c); err != nil || c.Status != "ok" {
		return errFailed
	}
	return nil
}

// isIdle tells whether a message says that its request is done and all its outputs are published.
func isIdle(m message) bool {
	var c struct {
		State string `json:"execution_state"`
	}
	return m.Header.Type == "status" && json.Unmarshal(m.Content, &c) == nil && c.State == "idle"
}

// interrupt interrupts the cell, again and again since GoNB misses interrupts while it compiles, and waits for it to end, or not much longer
// than GoNB waits before it kills it.
func (s *session) interrupt(r *recorder, id string) {
	deadline := time.After(interruptGrace)
	again := time.NewTicker(5 * retry)
	defer again.Stop()
	s.process.signal(syscall.SIGINT)
	for {
		select {
		case m := <-s.published:
			if r.record(m); m.Parent.ID == id && isIdle(m) {
				return
			}
		case <-again.C:
			s.process.signal(syscall.SIGINT)
		case <-s.process.done:
			return
		case <-deadline:
			return
		}
	}
}

// drain records what a dead kernel had sent before it died.
func (s *session) drain(r *recorder) {
	for {
		select {
		case m := <-s.published:
			r.record(m)
		case <-time.After(retry):
			return
		}
	}
}
