package front

import (
	"encoding/json"
	"fmt"

	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/zmtp"
)

// request is a message that a client has sent.
type request struct {
	jupyter.Message
	f      *Front
	from   string // the client
	socket *zmtp.Router
}

// dict is the content of a message.
type dict = map[string]any

// serve publishes that we are busy, answers, and publishes that we are idle.
func (r *request) serve(kind string, answer func() any) {
	r.status("busy")
	defer r.idle()
	content := answer()
	if c, ok := content.(dict); ok && c["status"] == nil {
		c["status"] = "ok"
	}
	r.reply(kind, content)
}

// idle publishes that the request is done. Clients take a kernel for idle then, whosever request it was, and servers may end idle kernels. So if a
// cell runs all the same, it is said again that we are busy.
func (r *request) idle() {
	r.f.running.Lock()
	defer r.f.running.Unlock()
	r.status("idle")
	if r.f.running.cell != nil {
		r.f.running.cell.status("busy")
	}
}

// begin publishes that we are busy with a cell, end that we no longer are.
func (r *request) begin() {
	r.f.running.Lock()
	defer r.f.running.Unlock()
	r.f.running.cell = r
	r.status("busy")
}

func (r *request) end() {
	r.f.running.Lock()
	defer r.f.running.Unlock()
	r.f.running.cell = nil
	r.status("idle")
}

func (r *request) status(state string) { r.publish("status", dict{"execution_state": state}) }

func (r *request) publish(kind string, content any) { r.f.publish(r.Header, kind, content) }

// reply answers the client.
func (r *request) reply(kind string, content any) {
	frames, err := r.f.encode(jupyter.Message{Parent: r.Header}, kind, content)
	if err == nil {
		err = r.socket.Send(r.from, frames)
	}
	if err != nil { // the client has left
		fmt.Fprintf(r.f.o.Log, "gensci: %s: %v\n", kind, err)
	}
}

// content reads the request's content.
func (r *request) content(into any) error {
	if err := json.Unmarshal(r.Content, into); err != nil {
		return fmt.Errorf("the content of this %s cannot be read: %w", r.Header.Type, err)
	}
	return nil
}

// publish sends to all clients.
func (f *Front) publish(parent jupyter.Header, kind string, content any) {
	f.forward(jupyter.Message{Topic: kind, Parent: parent}, kind, content)
}

func (f *Front) forward(m jupyter.Message, kind string, content any) {
	frames, err := f.encode(m, kind, content)
	if err == nil {
		err = f.iopub.Send(frames)
	}
	if err != nil {
		fmt.Fprintf(f.o.Log, "gensci: %s: %v\n", kind, err)
	}
}

func (f *Front) encode(m jupyter.Message, kind string, content any) ([][]byte, error) {
	m.Header = jupyter.NewHeader(f.session, kind)
	return f.encodeAs(m, content)
}

func (f *Front) encodeAs(m jupyter.Message, content any) (frames [][]byte, err error) {
	if m.Content, err = json.Marshal(content); err != nil {
		return nil, err
	}
	return jupyter.Encode(f.key, m)
}

// failure is the content of a reply that says what went wrong.
func failure(err error) dict {
	e := errorOf(err)
	return dict{"status": "error", "ename": e.name, "evalue": e.value, "traceback": e.traceback}
}
