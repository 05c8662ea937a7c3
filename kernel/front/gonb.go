package front

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/child"
	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/keep"
)

// gonb is the GoNB behind us: it runs magics and shell lines. It starts with the first one and, if it has died, with the next.
type gonb struct {
	command func(connectionFile, folder string) (*exec.Cmd, error)
	place   func() (dir string, changed keep.Env) // where lines are run
	folder  string
	log     io.Writer

	client  *jupyter.Client
	process *child.Process
	private string   // folder of the process
	dir     string   // in which it was started
	changed keep.Env // of its environment
}

const (
	gonbStart = 30 * time.Second
	gonbRetry = 20 * time.Millisecond
	gonbGrace = 2 * time.Second // GoNB ends a shell line on SIGINT, and we end GoNB if it does not

	gonbLittle = 300 * time.Millisecond // the same for a second interrupt, and for the end of the kernel
)

// start starts GoNB unless it runs, and is where lines are to be run.
func (g *gonb) start(ctx context.Context) error {
	dir, changed := g.place()
	if g.client != nil && !g.process.Ended() && dir == g.dir && slices.Equal(changed, g.changed) {
		return nil
	}
	g.close()
	if g.command == nil {
		return errors.New("magics and shell lines need GoNB, which this kernel was started without")
	}
	folder, err := os.MkdirTemp(g.folder, "gonb-")
	if err != nil {
		return fmt.Errorf("start GoNB: %w", err)
	}
	g.private = folder
	c := jupyter.Private(folder, "gonb")
	file := filepath.Join(folder, "connection.json")
	if err = c.Write(file); err != nil {
		return err
	}
	cmd, err := g.command(file, folder)
	if err != nil {
		return err
	}
	g.dir, g.changed = dir, changed
	cmd.Dir, cmd.Env = dir, changed.Apply(cmd.Env)
	cmd.Stdout, cmd.Stderr = g.log, g.log
	if g.process, err = child.Start(cmd, syscall.SIGTERM); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, gonbStart, errors.New("GoNB did not answer"))
	defer cancel()
	return g.connect(ctx, c)
}

// connect waits until GoNB answers and its publications arrive: a subscription takes effect at an unknown moment.
func (g *gonb) connect(ctx context.Context, c jupyter.Connection) (err error) {
	for _, port := range []int{c.Shell, c.IOPub, c.Stdin, c.Control} {
		for _, err = os.Stat(c.Socket(port)); err != nil; _, err = os.Stat(c.Socket(port)) {
			if err = g.pause(ctx); err != nil {
				return err
			}
		}
	}
	if g.client, err = jupyter.Dial(c); err != nil {
		return err
	}
	for {
		if _, err = g.client.Request("kernel_info_request", dict{}); err != nil {
			return err
		}
		select {
		case <-g.client.Published:
			return nil
		case <-time.After(5 * gonbRetry):
		case <-g.process.Done():
			return g.died("while it started")
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func (g *gonb) pause(ctx context.Context) error {
	select {
	case <-time.After(gonbRetry):
		return nil
	case <-g.process.Done():
		return g.died("while it started")
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// errDied says that GoNB has ended before it did anything for a request.
var errDied = errors.New("GoNB has ended")

// execute has GoNB run lines and forwards what they write and show. If it turns out to have died since the last time, a new one runs them.
func (g *gonb) execute(t turn, r *request, o order, lines []cell.Special) error {
	if err := g.try(t, r, o, lines); !errors.Is(err, errDied) {
		return err
	}
	err := g.try(t, r, o, lines)
	if errors.Is(err, errDied) && g.process != nil {
		return g.died("while it ran this; the next magic starts a new one")
	}
	return err
}

func (g *gonb) try(t turn, r *request, o order, lines []cell.Special) error {
	if err := g.start(t); err != nil {
		return err
	}
	var code strings.Builder
	for _, l := range lines {
		code.WriteString(l.Text + "\n")
	}
	id, err := g.client.Request("execute_request", dict{
		"code": code.String(), "silent": false, "store_history": false, "user_expressions": dict{}, "allow_stdin": yes(o.AllowStdin), "stop_on_error": true,
	})
	if err != nil {
		g.close() // its connection is gone, and perhaps nobody has noticed its end yet
		return fmt.Errorf("%w: %w", errDied, err)
	}
	var failed error
	interrupt, end, begun, idle, replied := t.Done(), t.end.Done(), false, false, false
	var force <-chan time.Time
	stop := func(reason error, grace time.Duration) {
		failed, force = cmp.Or(failed, reason), time.After(grace)
		g.process.Signal(syscall.SIGINT)
	}
	refused := make(chan error, 8)
	for !idle || !replied {
		select {
		case m := <-g.client.Published:
			if m.Parent.ID == id {
				begun = true
				idle = idle || g.forward(r, o, m, &failed)
			}
		case m := <-g.client.Replies:
			replied = replied || m.Parent.ID == id
		case m := <-g.client.Questions:
			go func() {
				if err := g.question(t, r, o, m); err != nil {
					refused <- err
				}
			}()
		case err := <-refused: // GoNB would wait for ever
			stop(err, gonbGrace)
		case <-interrupt:
			stop(errInterrupted, gonbGrace)
			interrupt = nil
		case <-end:
			stop(errInterrupted, gonbLittle)
			end, interrupt = nil, nil
		case <-force:
			g.process.Kill()
		case <-g.process.Done():
			if !begun && failed == nil {
				return fmt.Errorf("%w (%s)", errDied, ending(g.process))
			}
			return cmp.Or(failed, g.died("while it ran this; the next magic starts a new one"))
		}
	}
	return failed
}

// forward publishes one of GoNB's messages as an answer to r. idle says that GoNB has published all.
func (g *gonb) forward(r *request, o order, m jupyter.Message, failed *error) (idle bool) {
	switch m.Header.Type {
	case "status":
		var c struct {
			State string `json:"execution_state"`
		}
		return json.Unmarshal(m.Content, &c) == nil && c.State == "idle"
	case "error":
		var c struct {
			Name      string   `json:"ename"`
			Value     string   `json:"evalue"`
			Traceback []string `json:"traceback"`
		}
		if json.Unmarshal(m.Content, &c) == nil && *failed == nil {
			*failed = &cellError{strings.ToLower(c.Name), c.Value, slices.Concat([]string{c.Value}, c.Traceback)}
		}
	case "stream", "display_data", "update_display_data", "clear_output", "comm_open", "comm_msg", "comm_close":
		if !o.Silent {
			r.f.forward(jupyter.Message{Topic: m.Header.Type, Parent: r.Header, Metadata: m.Metadata, Buffers: m.Buffers}, m.Header.Type, m.Content)
		}
	}
	return false
}

// question hands a question of GoNB's to the client. The error is a refusal.
func (g *gonb) question(ctx context.Context, r *request, o order, m jupyter.Message) error {
	var c struct {
		Prompt   string
		Password bool
	}
	_ = json.Unmarshal(m.Content, &c) // an unreadable prompt is an empty one
	answer, err := r.ask(ctx, o, c.Prompt, c.Password)
	if err != nil {
		return err
	}
	return g.client.Answer(m, answer)
}

// close ends GoNB.
func (g *gonb) close() {
	if g.process != nil {
		g.process.Stop(gonbGrace)
	}
	if g.client != nil {
		g.client.Close()
	}
	if g.private != "" {
		_ = os.RemoveAll(g.private) // it lies in the kernel's folder, which goes at the end
	}
	g.client, g.process, g.private = nil, nil, ""
}

// ending says how a process ended.
func ending(p *child.Process) string {
	if err := p.Wait(); err != nil {
		return err.Error()
	}
	return "exit status 0"
}

func (g *gonb) died(when string) error {
	return fmt.Errorf("GoNB ended %s (%s); the kernel's log has its last words", when, ending(g.process))
}
