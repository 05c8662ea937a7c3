package assist

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
)

// errEnded says that the other side has closed the connection.
var errEnded = errors.New("gopls has ended")

// link speaks JSON-RPC with a process.
type link struct {
	w        io.Writer
	settings any // what the process asks us for

	sending sync.Mutex
	mu      sync.Mutex
	last    int
	waiting map[string]chan message
	done    chan struct{} // closed when nothing is read any more
	err     error         // why; read after done
}

func newLink(r io.Reader, w io.Writer, settings any) *link {
	l := &link{w: w, settings: settings, waiting: map[string]chan message{}, done: make(chan struct{})}
	go l.read(bufio.NewReader(r))
	return l
}

func (l *link) read(r *bufio.Reader) {
	defer close(l.done)
	for {
		m, err := readFrame(r)
		if err != nil {
			l.err = fmt.Errorf("%w: %w", errEnded, err)
			return
		}
		switch {
		case m.Method == "":
			l.deliver(m)
		case m.ID != nil:
			l.answer(m)
		}
	}
}

// deliver hands a reply to who waits for it, if somebody still does.
func (l *link) deliver(m message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c := l.waiting[string(m.ID)]; c != nil {
		c <- m
		delete(l.waiting, string(m.ID))
	}
}

// answer replies to a request of the process: its settings, and for everything else that we have seen it.
func (l *link) answer(m message) {
	result := any(nil)
	if m.Method == "workspace/configuration" {
		var p struct{ Items []any }
		raw, _ := m.Params.(json.RawMessage)
		_ = json.Unmarshal(raw, &p) // without items nothing is asked for
		list := make([]any, len(p.Items))
		for i := range list {
			list[i] = l.settings
		}
		result = list
	}
	body, err := json.Marshal(result)
	if err == nil {
		// Not from here: a process that does not read while it writes would stop both.
		go func() { _ = l.send(message{ID: m.ID, Result: body}) }()
	}
}

func (l *link) send(m message) error {
	l.sending.Lock()
	defer l.sending.Unlock()
	return writeFrame(l.w, m)
}

// notify sends what has no reply.
func (l *link) notify(method string, params any) error {
	return l.send(message{Method: method, Params: params})
}

// call sends a request and waits for its reply, or for the end of the process.
func (l *link) call(method string, params, result any) error {
	reply := make(chan message, 1)
	l.mu.Lock()
	l.last++
	id := strconv.Itoa(l.last)
	l.waiting[id] = reply
	l.mu.Unlock()
	if err := l.send(message{ID: json.RawMessage(id), Method: method, Params: params}); err != nil {
		return fmt.Errorf("%w: %w", errEnded, err)
	}
	select {
	case m := <-reply:
		switch {
		case m.Error != nil:
			return m.Error
		case len(m.Result) == 0 || result == nil:
			return nil
		}
		return json.Unmarshal(m.Result, result)
	case <-l.done:
		return l.err
	}
}
