package front

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/kernel/jupyter"
)

// slot is what stands below controls.
type slot struct {
	r       *request
	b       *box
	grows   bool   // the cell runs, so that displays can be added
	outputs []dict // as a notebook's file has them, with the id of a display under idKey
	clear   bool   // the next output replaces all
	begun   time.Time
}

// idKey is where an output has its display id; it is taken out before anybody sees it.
const idKey = "display_id"

// defaultPartly is how long a function computes before what it has shown by then is shown: progress bars. Sooner, pictures would flicker.
const defaultPartly = 300 * time.Millisecond

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
	if time.Since(s.begun) > cmp.Or(s.r.f.partly, defaultPartly) {
		s.publish(false)
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

// fail adds an error, in place of the words on standard error that it has.
func (s *slot) fail(err error) {
	e := errorOf(err)
	if n := len(s.outputs); n > 0 && s.outputs[n-1]["name"] == "stderr" && strings.HasPrefix(e.value, strings.TrimSpace(textOf(s.outputs[n-1]))) {
		s.outputs = s.outputs[:n-1]
	}
	s.outputs = append(s.outputs, dict{"output_type": "error", "ename": e.name, "evalue": e.value, "traceback": e.traceback})
}

// publish shows what there is by now: each output in a display of its own while the cell runs, so that they are saved as what they are. Later no
// display can be added: then the last one gets all that is left. What has not changed is not drawn again,
// and what stood there before goes only when all is there.
func (s *slot) publish(all bool) {
	f, b := s.r.f, s.b
	f.boxes.mu.Lock()
	defer f.boxes.mu.Unlock()
	for i, group := range s.groups() {
		data, metadata := together(group)
		content := dict{"data": data, "metadata": metadata}
		if !all && len(group) == 0 || i < len(b.shown) && reflect.DeepEqual(b.shown[i], content) {
			continue
		}
		kind := "update_display_data"
		if i == len(b.shown) {
			kind, b.displays, b.shown = "display_data", append(b.displays, jupyter.Token()), append(b.shown, nil)
		}
		b.shown[i] = content
		s.r.publish(kind, dict{"data": data, "metadata": metadata, "transient": dict{"display_id": b.displays[i]}})
	}
	if b.elsewhere {
		outputs := s.inBox()
		b.Model(b.Output).State["outputs"] = outputs
		s.r.tell(b.Output, "update", dict{"outputs": outputs})
	}
}

// groups are the outputs of each display.
func (s *slot) groups() [][]dict {
	n := len(s.b.displays)
	if s.grows {
		n = max(n, len(s.outputs), 1)
	}
	groups := make([][]dict, n)
	for i, o := range s.outputs {
		at := min(i, n-1)
		groups[at] = append(groups[at], o)
	}
	return groups
}

// anew says why output stands in the box.
const anew = `<span style="color: var(--jp-ui-font-color2, gray); font-size: smaller">For pages that were loaded after the cell ran, new output comes here; what stands below is what was saved.</span>`

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
