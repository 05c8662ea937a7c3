package front

import (
	"encoding/json"
	"fmt"

	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/widget"
)

// remark is the content of a message about a comm.
type remark struct {
	ID     string `json:"comm_id"`
	Target string `json:"target_name"`
	Data   struct {
		Method string
		State  map[string]json.RawMessage
	}
}

// comm publishes a message about a comm.
func (r *request) comm(kind string, content dict) {
	m := jupyter.Message{Topic: kind, Parent: r.Header, Metadata: json.RawMessage(`{"version":"` + widget.Version + `"}`)}
	r.f.forward(m, kind, content)
}

// tell publishes what has become of a model.
func (r *request) tell(id, method string, state any) {
	r.comm("comm_msg", dict{"comm_id": id, "data": dict{"method": method, "state": state, "buffer_paths": []any{}}})
}

// comm serves a message about a comm. A control that was moved waits in the queue; of several values the newest.
func (f *Front) comm(r *request) {
	var c remark
	if err := r.content(&c); err != nil || r.Header.Type != "comm_msg" {
		f.other(r, c)
		return
	}
	if c.Data.Method != "update" || !f.update(r, c) {
		r.status("busy")
		f.tellStates(r, c)
		r.idle()
		return
	}
	old := f.queue.put(r, func(old *request) bool { return old.Header.Type == "comm_msg" && f.sameBox(old, c.ID) })
	if old != nil {
		old.status("busy")
		old.idle()
	}
}

// other serves what opens and closes comms: a front end opens one to ask for all models, and closes it then. Whoever wants another target is told
// that there is none.
func (f *Front) other(r *request, c remark) {
	r.status("busy")
	if r.Header.Type == "comm_open" && c.Target != widget.ControlTarget {
		r.comm("comm_close", dict{"comm_id": c.ID, "data": dict{}})
	}
	r.idle()
}

// update changes a model, tells all front ends, and says whether a control has been moved.
func (f *Front) update(r *request, c remark) (moved bool) {
	f.boxes.mu.Lock()
	defer f.boxes.mu.Unlock()
	b := f.boxes.of(c.ID)
	if b == nil {
		return false
	}
	moved, err := b.Update(c.ID, c.Data.State)
	if err != nil {
		fmt.Fprintln(f.o.Log, "gensci: a widget was not changed:", err)
		return false
	}
	r.tell(c.ID, "echo_update", c.Data.State)
	return moved
}

// sameBox says whether a message is about the box of a model.
func (f *Front) sameBox(old *request, id string) bool {
	var c remark
	if old.content(&c) != nil {
		return false
	}
	f.boxes.mu.Lock()
	defer f.boxes.mu.Unlock()
	b := f.boxes.of(id)
	return b != nil && b == f.boxes.of(c.ID)
}

// tellStates answers a front end that has just come and wants to know a model, or all of them.
func (f *Front) tellStates(r *request, c remark) {
	f.boxes.mu.Lock()
	defer f.boxes.mu.Unlock()
	switch c.Data.Method {
	case "request_state":
		if b := f.boxes.of(c.ID); b != nil {
			b.seenFrom(r)
			r.tell(c.ID, "update", b.Model(c.ID).State)
		}
	case "request_states":
		states := dict{}
		for _, b := range f.boxes.all {
			b.seenFrom(r)
			for _, m := range b.Models {
				states[m.ID] = dict{
					"model_name": m.State["_model_name"], "model_module": m.State["_model_module"],
					"model_module_version": m.State["_model_module_version"], "state": m.State,
				}
			}
		}
		r.comm("comm_msg", dict{"comm_id": c.ID, "data": dict{"method": "update_states", "states": states, "buffer_paths": []any{}}})
	}
}

// seenFrom notes that a page shows the box. One that was loaded after the cell ran does not know which display stands below the controls.
func (b *box) seenFrom(r *request) {
	b.elsewhere = b.elsewhere || r.Header.Session != b.session
}

// comms lists the open ones.
func (f *Front) comms(r *request) dict {
	var c remark
	_ = r.content(&c) // without a target it is about all
	all := dict{}
	f.boxes.mu.Lock()
	defer f.boxes.mu.Unlock()
	for _, b := range f.boxes.all {
		for _, m := range b.Models {
			if c.Target == "" || c.Target == widget.Target {
				all[m.ID] = dict{"target_name": widget.Target}
			}
		}
	}
	return dict{"comms": all}
}
