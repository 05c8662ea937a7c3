package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gensci/gensci/internal/tail"
	"github.com/gensci/gensci/kernel/history"
	"github.com/gensci/gensci/kernel/jupyter"
)

const (
	startTimeout   = time.Minute            // for the first answer
	interruptGrace = 8 * time.Second        // an interrupted cell is killed after 3 seconds
	retry          = 100 * time.Millisecond // between looks at what has no notification
)

// session is a running kernel and our connection to it.
type session struct {
	*jupyter.Client
	kernel *server
}

// open starts a kernel for cells that run in dir and waits until it answers.
func open(ctx context.Context, e Environment, dir string) (*session, error) {
	workdir, err := newWorkdir()
	if err != nil {
		return nil, err
	}
	log := &tail.Tail{Size: logLength}
	k, err := e.start(jupyter.Private(workdir, SpecName), workdir, dir, unkept(workdir), log)
	if err != nil {
		_ = os.RemoveAll(workdir)
		return nil, err
	}
	s := &session{kernel: k}
	if s.Client, err = jupyter.Dial(k.connection); err == nil {
		waiting, cancel := context.WithTimeoutCause(ctx, startTimeout, fmt.Errorf("the kernel did not answer within %s%s", startTimeout, lastWords(log)))
		defer cancel()
		err = s.awaitAnswer(waiting)
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// unkept is a history that goes with the kernel: what runs without a reader is nobody's input.
func unkept(workdir string) *history.History {
	return history.Open(history.Options{Path: filepath.Join(workdir, "history.jsonl")})
}

// awaitAnswer asks who is there until both the reply and something published have come: a subscription takes effect at an unknown moment.
func (s *session) awaitAnswer(ctx context.Context) error {
	for replied, published := false, false; !replied || !published; {
		if _, err := s.Request("kernel_info_request", map[string]any{}); err != nil {
			return err
		}
		timer := time.NewTimer(retry)
	wait:
		for !replied || !published {
			select {
			case <-s.Replies:
				replied = true
			case <-s.Published:
				published = true
			case <-timer.C:
				break wait
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
	}
	return nil
}

// close ends the kernel and removes its files.
func (s *session) close() {
	if s.Client != nil {
		s.Client.Close()
	}
	s.kernel.close()
}

// execute runs cell i and records its outputs. It returns errFailed if the cell failed, else what kept it from being run. When ctx ends, the
// cell is interrupted; what it has shown until then is recorded.
func (s *session) execute(ctx context.Context, r *recorder, i int) error {
	id, err := s.Request("execute_request", map[string]any{
		"code": r.notebook.Cells[i].Source, "silent": false, "store_history": true, "user_expressions": map[string]any{},
		"allow_stdin": false, "stop_on_error": true,
	})
	if err != nil {
		return err
	}
	r.cells[id] = i
	var reply *jupyter.Message
	for idle := false; !idle || reply == nil; {
		select {
		case m := <-s.Published:
			r.record(m)
			idle = idle || m.Parent.ID == id && isIdle(m)
		case m := <-s.Replies:
			if m.Parent.ID == id && m.Header.Type == "execute_reply" {
				reply = &m
			}
		case <-s.kernel.done:
			return errors.New("the kernel ended while the cell ran")
		case <-ctx.Done():
			s.interrupt(r, id)
			return context.Cause(ctx)
		}
	}
	return status(*reply)
}

var errFailed = errors.New("the cell failed")

// status is errFailed if the reply to an execute_request says so.
func status(reply jupyter.Message) error {
	var c struct{ Status string }
	if err := json.Unmarshal(reply.Content, &c); err != nil || c.Status != "ok" {
		return errFailed
	}
	return nil
}

// isIdle tells whether a message says that its request is done and all its outputs are published.
func isIdle(m jupyter.Message) bool {
	var c struct {
		State string `json:"execution_state"`
	}
	return m.Header.Type == "status" && json.Unmarshal(m.Content, &c) == nil && c.State == "idle"
}

// interrupt interrupts the cell, again and again since it may not have begun, and waits for it to end, or not much longer than the kernel
// waits before it kills it.
func (s *session) interrupt(r *recorder, id string) {
	deadline := time.After(interruptGrace)
	again := time.NewTicker(retry)
	defer again.Stop()
	for {
		select {
		case <-s.Control: // it has heard us
		case m := <-s.Published:
			if r.record(m); m.Parent.ID == id && isIdle(m) {
				return
			}
		case <-again.C:
			_, _ = s.RequestControl("interrupt_request", map[string]any{}) // a kernel that is gone is told by done
		case <-s.kernel.done:
			return
		case <-deadline:
			return
		}
	}
}
