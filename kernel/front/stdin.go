package front

import (
	"context"
	"errors"
	"sync"

	"github.com/gensci/gensci/kernel/jupyter"
)

// answers are the questions that clients have not answered yet, by the id of the question.
type answers struct {
	mu      sync.Mutex
	waiting map[string]chan string
}

// expect notes a question.
func (a *answers) expect(id string) (answer <-chan string, forget func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.waiting == nil {
		a.waiting = map[string]chan string{}
	}
	c := make(chan string, 1)
	a.waiting[id] = c
	return c, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.waiting, id)
	}
}

// deliver hands an input_reply to whoever has asked. Some clients name the cell as its parent instead of the question; one cell asks
// one question at a time.
func (a *answers) deliver(r *request) {
	var c struct{ Value string }
	if r.Header.Type != "input_reply" || r.content(&c) != nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	to := a.waiting[r.Parent.ID]
	if to == nil && len(a.waiting) == 1 {
		for _, to = range a.waiting {
		}
	}
	if to != nil {
		select {
		case to <- c.Value:
		default: // answered twice
		}
	}
}

var errNoInput = errors.New("the cell asks for input, which this client does not allow")

// ask asks the client that sent the cell for a line.
func (r *request) ask(ctx context.Context, o order, prompt string, password bool) (string, error) {
	if !yes(o.AllowStdin) {
		return "", errNoInput
	}
	m := jupyter.Message{Header: jupyter.NewHeader(r.f.session, "input_request"), Parent: r.Header}
	answer, forget := r.f.answers.expect(m.Header.ID)
	defer forget()
	frames, err := r.f.encodeAs(m, dict{"prompt": prompt, "password": password})
	if err == nil {
		err = r.f.stdin.Send(r.from, frames)
	}
	if err != nil {
		return "", err
	}
	select {
	case line := <-answer:
		return line, nil
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}
