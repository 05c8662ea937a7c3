package front

import (
	"encoding/json"
	"slices"
	"sync"

	"github.com/gensci/gensci/kernel/cell"
	"github.com/gensci/gensci/kernel/control"
	"github.com/gensci/gensci/kernel/jupyter"
	"github.com/gensci/gensci/kernel/widget"
)

// box are the controls of a cell, with what stands below them.
type box struct {
	*widget.Box
	cell    string        // that it belongs to
	program *cell.Program // of that cell
	session string        // of the client that ran the cell, whose page replaces displays

	displays  []string // the ids of the displays below the controls
	shown     []dict   // what stands in each
	elsewhere bool     // another page shows the controls, which knows no displays: output goes into the box
	built     bool     // what the controls run has been built, or cannot be
}

// boxes are those that are open. The executing goroutine and that of the shell socket use them.
type boxes struct {
	mu  sync.Mutex
	all []*box // the one that was used last is the last
}

// maxBoxes is more than a notebook has.
const maxBoxes = 100

// take removes some.
func (s *boxes) take(which func(*box) bool) (taken []*box) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = slices.DeleteFunc(s.all, func(b *box) bool {
		if which(b) {
			taken = append(taken, b)
			return true
		}
		return false
	})
	return taken
}

// of is the box with a model, nil if there is none. The caller holds mu.
func (s *boxes) of(id string) *box {
	for _, b := range s.all {
		if b.Model(id) != nil {
			return b
		}
	}
	return nil
}

// use makes a box the last one. The caller holds mu.
func (s *boxes) use(b *box) {
	s.all = append(slices.DeleteFunc(s.all, func(one *box) bool { return one == b }), b)
}

// recent are the boxes that were used last. The executing goroutine may ask what they hold for itself.
func (s *boxes) recent() []*box {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.all[max(0, len(s.all)-maxBuilt):])
}

// maxBuilt is for how many boxes programs are built before they are wanted; package build keeps twice as many.
const maxBuilt = 4

// cell tells cells apart: by the id that front ends give them, or by what they say.
func (r *request) cell(o order) string {
	var m struct {
		ID string `json:"cellId"`
	}
	if json.Unmarshal(r.Metadata, &m) == nil && m.ID != "" {
		return m.ID
	}
	return o.Code
}

// fixed follows the values of controls that cannot be moved.
const fixed = " (fixed: controls can be moved where nb.Interact is a statement of its own in a live cell)"

// atFirst follows them where they can: a reader without widgets sees the output for the last ones.
const atFirst = " (at first)"

// open shows controls. What comes from now on stands below them.
func (o *output) open(described any) {
	var c control.Box
	text, err := json.Marshal(described)
	if err == nil {
		err = json.Unmarshal(text, &c)
	}
	if err != nil || o.slot != nil {
		return
	}
	if !o.program.Interacts(c.Place) {
		o.publish("display_data", dict{"data": dict{"text/plain": c.Line() + fixed}, "metadata": dict{}})
		return
	}
	b := &box{Box: widget.New(c, jupyter.Token), cell: o.r.cell(o.order), program: o.program, session: o.r.Header.Session}
	o.r.f.openBox(o.r, b)
	o.publish("display_data", dict{"data": dict{widget.ViewMIME: widget.View(b.Root), "text/plain": c.Line() + atFirst}, "metadata": dict{}})
	o.slot = newSlot(o.r, b)
	o.slot.grows = true
}

// close ends what stands below controls.
func (o *output) close() {
	if o.slot != nil {
		o.slot.publish(true)
		o.slot = nil
	}
}

// openBox opens the comms of a box.
func (f *Front) openBox(r *request, b *box) {
	for _, m := range b.Models {
		r.comm("comm_open", dict{"comm_id": m.ID, "target_name": widget.Target, "data": dict{"state": m.State, "buffer_paths": []any{}}})
	}
	f.boxes.mu.Lock()
	f.boxes.all = append(f.boxes.all, b)
	oldest := f.boxes.all[0]
	tooMany := len(f.boxes.all) > maxBoxes
	f.boxes.mu.Unlock()
	if tooMany {
		f.closeBoxes(r, func(b *box) bool { return b == oldest })
	}
}

// closeBoxes closes the comms of boxes.
func (f *Front) closeBoxes(r *request, which func(*box) bool) {
	for _, b := range f.boxes.take(which) {
		for _, m := range slices.Backward(b.Models) { // what names others first
			r.comm("comm_close", dict{"comm_id": m.ID, "data": dict{}})
		}
	}
}
