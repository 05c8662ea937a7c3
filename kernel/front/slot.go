package front

import (
	"slices"
	"time"
)

// slot is what stands below controls: one display, which is replaced as a whole.
type slot struct {
	r       *request
	b       *box
	outputs []dict // as a notebook's file has them, with the id of a display under idKey
	clear   bool   // the next output replaces all
	begun   time.Time
}

// idKey is where an output has its display id; it is taken out before anybody sees it.
const idKey = "display_id"

// partly is how long a function computes before what it has shown by then is shown: progress bars. Before, pictures would flicker.
const partly = 300 * time.Millisecond

func newSlot(r *request, b *box) *slot { return &slot{r: r, b: b, begun: time.Now()} }

// add adds what a message would have shown.
func (s *slot) add(kind string, content dict) {
	if kind == "clear_output" {
		if s.clear = content["wait"] == true; !s.clear {
			s.outputs = nil
		}
		return
	}
	if s.clear {
		s.outputs, s.clear = nil, false
	}
	if kind == "stream" {
		s.stream(content)
	} else {
		s.show(content)
	}
	if time.Since(s.begun) > partly {
		s.publish()
		s.begun = time.Now()
	}
}

// stream adds text, to the output before if that is of the same stream.
func (s *slot) stream(content dict) {
	name, text := content["name"], content["text"].(string)
	if n := len(s.outputs); n > 0 && s.outputs[n-1]["name"] == name {
		s.outputs[n-1]["text"] = s.outputs[n-1]["text"].(string) + text
		return
	}
	s.outputs = append(s.outputs, dict{"output_type": "stream", "name": name, "text": text})
}

// show adds a display, or puts it in the place of one with the same id.
func (s *slot) show(content dict) {
	id := content["transient"].(dict)["display_id"].(string)
	o := dict{"output_type": "display_data", "data": content["data"], "metadata": content["metadata"], idKey: id}
	at := slices.IndexFunc(s.outputs, func(old dict) bool { return id != "" && old[idKey] == id })
	if at >= 0 {
		s.outputs[at] = o
		return
	}
	s.outputs = append(s.outputs, o)
}

// fail adds an error.
func (s *slot) fail(err error) {
	e := errorOf(err)
	s.outputs = append(s.outputs, dict{"output_type": "error", "ename": e.name, "evalue": e.value, "traceback": e.traceback})
}

// publish shows what there is by now.
func (s *slot) publish() {
	f, b := s.r.f, s.b
	f.boxes.mu.Lock()
	defer f.boxes.mu.Unlock()
	data, metadata := together(s.outputs)
	kind := "display_data"
	if b.shown {
		kind = "update_display_data"
	}
	b.shown = true
	s.r.publish(kind, dict{"data": data, "metadata": metadata, "transient": dict{"display_id": b.display}})
	if b.elsewhere {
		state := dict{"outputs": s.inBox()}
		b.Model(b.Output).State["outputs"] = state["outputs"]
		s.r.tell(b.Output, "update", state)
	}
}

// anew says why output stands in the box.
const anew = `<span style="color: var(--jp-ui-font-color2, gray); font-size: smaller">This page was loaded after the cell ran, so that what is new comes here. What stands below was there before.</span>`

// inBox are the outputs for a page that cannot replace a display.
func (s *slot) inBox() []any {
	list := []any{dict{
		"output_type": "display_data", "metadata": dict{},
		"data": dict{"text/plain": "output of the controls", "text/html": anew},
	}}
	for _, o := range s.outputs {
		copied := dict{}
		for key, value := range o {
			if key != idKey {
				copied[key] = value
			}
		}
		list = append(list, copied)
	}
	return list
}
