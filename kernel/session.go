package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/gensci/gensci/internal/tail"
	"github.com/gensci/gensci/kernel/child"
	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/keeper"
)

const (
	startTimeout   = time.Minute            // for the first answer
	closeLimit     = 2 * keeper.Patience    // for the keeper, which kills a kernel that does not end
	interruptGrace = 8 * time.Second        // an interrupted cell is killed after 3 seconds
	retry          = 100 * time.Millisecond // between looks at what has no notification
)

// session is a running kernel and our connection to it.
type session struct {
	*jupyter.Client
	kernel *child.Process
	log    tail.Tail
}

// open starts a kernel for cells that run in dir and waits until it answers. It is the one that Jupyter starts, and ends if we are killed.
func open(ctx context.Context, e Environment, dir string) (*session, error) {
	e, err := e.settled(dir)
	if err != nil {
		return nil, err
	}
	s := &session{log: tail.Tail{Size: logLength}}
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	if err = s.start(ctx, e, dir); err == nil {
		err = s.awaitAnswer(ctx)
	}
	if err == nil {
		return s, nil
	}
	s.close()
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("the kernel did not answer within %s", startTimeout)
	}
	return nil, fmt.Errorf("%w%s", err, lastWords(&s.log))
}

// start starts the kernel and connects to it.
func (s *session) start(ctx context.Context, e Environment, dir string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("starting the kernel: %w", err)
	}
	first := make(line, 1)
	cmd := exec.Command(self, "kernel")
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, first, &s.log
	cmd.Env = append(os.Environ(), CheckoutVariable+"="+e.Checkout, fmt.Sprint(keeper.ParentVariable, "=", os.Getpid()))
	if s.kernel, err = child.Start(cmd, syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case file := <-first:
		c, err := jupyter.ReadConnection(file)
		if err != nil {
			return err
		}
		s.Client, err = jupyter.Dial(c)
		return err
	case <-s.kernel.Done():
		return errors.New("the kernel ended while it started")
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// line gets the first line that is written to it.
type line chan string

func (l line) Write(b []byte) (int, error) {
	select {
	case l <- strings.TrimSpace(string(b)): // written at once, so it comes at once
	default:
	}
	return len(b), nil
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

// close ends the kernel, which removes its files.
func (s *session) close() {
	if s.Client != nil {
		s.Client.Close()
	}
	if s.kernel != nil {
		s.kernel.Stop(closeLimit)
	}
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
		case <-s.kernel.Done():
			return errors.New("the kernel ended while the cell ran")
		case <-ctx.Done():
			s.interrupt(r, i, id)
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

// interrupt interrupts cell i as soon as it has begun, and waits for it to end, or not much longer than the kernel waits before it kills it.
func (s *session) interrupt(r *recorder, i int, id string) {
	deadline := time.After(interruptGrace)
	for asked := false; ; {
		if begun := r.notebook.Cells[i].ExecutionCount > 0; begun && !asked {
			asked = true
			_, _ = s.RequestControl("interrupt_request", map[string]any{}) // a kernel that is gone is told by its end
		}
		select {
		case <-s.Control: // it has heard us
		case m := <-s.Published:
			if r.record(m); m.Parent.ID == id && isIdle(m) {
				return
			}
		case <-s.kernel.Done():
			return
		case <-deadline:
			return
		}
	}
}
