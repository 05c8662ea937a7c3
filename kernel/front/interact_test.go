package front

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gensci/gensci/kernel/jupyter"
)

// sight is what a client knows of widgets and displays.
type sight struct {
	*talk
	models   map[string]dict   // state by id
	displays map[string]string // text/plain by display id
	order    []string          // ids of displays
	views    []string          // texts beside views, and displays without id
}

func newSight(k *talk) *sight {
	return &sight{talk: k, models: map[string]dict{}, displays: map[string]string{}}
}

// see takes what is published about a request up to idle.
func (s *sight) see(id string) {
	s.Helper()
	for {
		m := s.take(s.Published, id)
		c := read(s.T, m)
		switch m.Header.Type {
		case "comm_open":
			s.models[c["comm_id"].(string)] = c["data"].(dict)["state"].(dict)
			if c["target_name"] != "jupyter.widget" || string(m.Metadata) != `{"version":"2.1.0"}` {
				s.Errorf("a comm for %v, %s", c["target_name"], m.Metadata)
			}
		case "comm_close":
			delete(s.models, c["comm_id"].(string))
		case "comm_msg":
			if data := c["data"].(dict); s.models[c["comm_id"].(string)] != nil {
				for key, value := range data["state"].(dict) {
					s.models[c["comm_id"].(string)][key] = value
				}
			}
		case "display_data", "update_display_data":
			s.display(m, c)
		case "status":
			if c["execution_state"] == "idle" {
				return
			}
		}
	}
}

func (s *sight) display(m jupyter.Message, c dict) {
	text, _ := c["data"].(dict)["text/plain"].(string)
	transient, _ := c["transient"].(dict)
	id, _ := transient["display_id"].(string)
	_, known := s.displays[id]
	switch {
	case id == "":
		s.views = append(s.views, text)
	case known != (m.Header.Type == "update_display_data"):
		s.Errorf("%s, and the display is known: %v", m.Header.Type, known)
	case !known:
		s.order = append(s.order, id)
		fallthrough
	default:
		s.displays[id] = text
	}
}

// run runs a cell that must not fail, under an id as front ends give them.
func (s *sight) run(code string) {
	s.Helper()
	id := s.send("execute_request", dict{"code": code, "allow_stdin": false})
	s.see(id)
	if reply := s.reply(id); reply["status"] != "ok" {
		s.Fatalf("%s\n%v", code, reply)
	}
}

// model is the id of the only model of a class with a description.
func (s *sight) model(class, description string) (found string) {
	s.Helper()
	for id, state := range s.models {
		if state["_model_name"] == class+"Model" && (state["description"] == description || description == "") {
			if found != "" {
				s.Fatalf("two models %s %q", class, description)
			}
			found = id
		}
	}
	if found == "" {
		s.Fatalf("no model %s %q", class, description)
	}
	return found
}

// change sends a model's new state, and does not wait.
func (s *sight) change(model string, state dict) string {
	s.Helper()
	return s.send("comm_msg", dict{"comm_id": model, "data": dict{"method": "update", "state": state, "buffer_paths": []any{}}})
}

// move moves a control and returns what stands below them then.
func (s *sight) move(model string, state dict) string {
	s.Helper()
	s.see(s.change(model, state))
	return s.below()
}

// below is what stands below the controls.
func (s *sight) below() string {
	var texts []string
	for _, id := range s.order {
		if s.displays[id] != "" {
			texts = append(texts, s.displays[id])
		}
	}
	return strings.Join(texts, "\n")
}

const twoControls = `nb.Interact(func(freq float64, kind string) string {
	fmt.Println(a)
	if kind == "cos" && freq > 2 {
		panic("too fast")
	}
	return fmt.Sprint(double(freq), kind)
}, nb.Slider{Name: "freq", Min: 0, Max: 5, Step: 0.25, Value: 1}, nb.Choice{Name: "kind", Options: []string{"sin", "cos"}})`

func TestControls(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	s := newSight(listen(t))
	s.run("a := []int{1}\ndouble := func(x float64) float64 { return 2 * x }")
	s.run(twoControls)
	slider, choice := s.model("FloatSlider", "freq"), s.model("Dropdown", "kind")
	if first := s.below(); len(s.order) != 2 || first != "[1]\n2sin" || !slices.Equal(s.views, []string{"freq = 1, kind = sin (at first)"}) {
		t.Fatalf("%q %q", s.displays, s.views)
	}
	for _, c := range []struct {
		model string
		state dict
		want  string
	}{{slider, dict{"value": 2.5}, "[1]\n5sin"}, {choice, dict{"index": 1}, "[1]\npanic: too fast\n    cell 2, line 4"}, {slider, dict{"value": 1}, "[1]\n2cos"}} {
		if got := s.move(c.model, c.state); !strings.HasPrefix(got, c.want) {
			t.Errorf("%v: %q, want %q", c.state, got, c.want)
		}
	}
	if s.models[choice]["index"] != 1.0 {
		t.Error("other clients are not told of values")
	}

	// The notebook as it is now: values, functions, and types.
	s.run("a = append(a, 2)")
	s.run("double := func(x float64) float64 { return 20 * x }")
	if got := s.move(slider, dict{"value": 2}); got != "[1 2]\n40cos" {
		t.Errorf("after other cells: %q", got)
	}
	s.run(`a := "text"`)
	if got := s.move(slider, dict{"value": 1}); got != "text\n20cos" {
		t.Errorf("after another type: %q", got)
	}
	s.run("double := 3")
	if got := s.move(slider, dict{"value": 2}); !strings.Contains(got, "cell 2, line 6: invalid operation: cannot call double") {
		t.Errorf("without the function: %q", got)
	}
	s.run("a")
	s.run("%reset")
	if len(s.models) != 0 {
		t.Errorf("after %%reset there are %v", s.models)
	}
}

// TestControlsChangeNothing: what the function does to variables is not kept, and neither is what other statements of the cell do.
func TestControlsChangeNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	s := newSight(listen(t))
	s.run("n := 1")
	cell := "n++\nfmt.Println(\"once\")\nm := n * 10\nnb.Interact(func(k int, on bool, text string) {\n\tn += k\n\tfmt.Println(n, m, on, text)\n}, nb.IntSlider{Name: \"k\", Min: 1, Max: 9, Value: 3}, nb.Checkbox{Name: \"on\"}, nb.Text{Name: \"text\", Value: \"x\"})"
	s.run(cell)
	want := "5 20 false x" // and this run is a part of the cell
	if got := s.below(); got != want {
		t.Errorf("at first: %q, want %q", got, want)
	}
	for range 2 {
		s.move(s.model("IntSlider", "k"), dict{"value": 3})
		s.move(s.model("Text", "text"), dict{"value": "y"})
		if got, now := s.move(s.model("Checkbox", "on"), dict{"value": true}), "8 20 true y"; got != now && got != "8 20 false y" {
			t.Errorf("then: %q, want %q", got, now)
		}
	}
	text, _ := s.printed("fmt.Println(n, m)")
	if text != `5 20\n` {
		t.Errorf("afterwards: %s", text)
	}

	// Run again, the cell has new controls.
	before := s.model("IntSlider", "k")
	s.run(cell)
	if s.models[before] != nil || s.model("IntSlider", "k") == before {
		t.Error("the controls of the last time are still there")
	}
}

// TestWhatTakesLong: what there is by then is shown, and what stood there before goes only at the end.
func TestWhatTakesLong(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	s := newSight(listen(t))
	s.front.partly = time.Nanosecond
	s.run("nb.Interact(func(n int) {\n\tfmt.Println(n)\n\tnb.Show(n)\n\tif n < 3 { nb.Show(2 * n) }\n}, nb.IntSlider{Name: \"n\", Max: 9})")
	if got := s.below(); got != "0\n0\n0" {
		t.Errorf("at first: %q", got)
	}
	id := s.change(s.model("IntSlider", "n"), dict{"value": 3})
	var texts []string
	for m := s.take(s.Published, id); !strings.Contains(string(m.Content), `"idle"`); m = s.take(s.Published, id) {
		if m.Header.Type == "update_display_data" {
			texts = append(texts, read(t, m)["data"].(dict)["text/plain"].(string))
		}
	}
	if !slices.Equal(texts, []string{"3", "3", ""}) {
		t.Errorf("then: %q", texts)
	}
}

// TestANewPage: a page that is loaded later is told of the widgets, and has the output in the box, since it knows no displays.
func TestANewPage(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	k := listen(t)
	s := newSight(k)
	s.run("nb.Interact(func(n int) { fmt.Println(n) }, nb.IntSlider{Name: \"n\", Max: 9})")
	slider, output := s.model("IntSlider", "n"), s.model("Output", "")
	s.move(slider, dict{"value": 4})
	if s.models[output]["outputs"] == nil || len(s.models[output]["outputs"].([]any)) != 0 {
		t.Errorf("the page that ran the cell has output twice: %v", s.models[output])
	}
	page := &talk{T: t, front: k.front, c: k.c}
	var err error
	if page.Client, err = jupyter.Dial(k.c); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(page.Close)
	for subscribed := false; !subscribed; {
		page.reply(page.send("kernel_info_request", dict{}))
		select {
		case <-page.Published:
			subscribed = true
		case <-time.After(10 * time.Millisecond):
		}
	}
	info := page.reply(page.send("comm_info_request", dict{"target_name": "jupyter.widget"}))
	if len(info["comms"].(dict)) != len(s.models) {
		t.Errorf("%v, and there are %d models", info, len(s.models))
	}
	page.send("comm_open", dict{"comm_id": "c", "target_name": "jupyter.widget.control", "data": dict{}})
	asked := page.send("comm_msg", dict{"comm_id": "c", "data": dict{"method": "request_states"}})
	var answer dict
	for m := page.take(page.Published, asked); answer == nil; m = page.take(page.Published, asked) {
		if m.Header.Type == "comm_msg" {
			answer = read(t, m)["data"].(dict)
		}
	}
	states := answer["states"].(dict)
	if told := states[slider].(dict); answer["method"] != "update_states" || told["model_name"] != "IntSliderModel" || told["state"].(dict)["value"] != 4.0 {
		t.Errorf("%v", answer)
	}
	other := newSight(page)
	for id, state := range states {
		other.models[id] = state.(dict)["state"].(dict)
	}
	other.displays = s.displays
	other.order = s.order
	if got := other.move(slider, dict{"value": 5}); got != "5" {
		t.Errorf("%q", got)
	}
	shown, _ := json.Marshal(other.models[output]["outputs"])
	if !strings.Contains(string(shown), `"text":"5\n"`) || strings.Contains(string(shown), idKey) {
		t.Errorf("the box has %s", shown)
	}
}

// TestOnlyTheNewestValueWaits while a cell runs; every message is answered, and cells come first.
func TestOnlyTheNewestValueWaits(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	s := newSight(listen(t))
	s.run("nb.Interact(func(n int) { fmt.Println(\"n is\", n) }, nb.IntSlider{Name: \"n\", Max: 99})")
	slider := s.model("IntSlider", "n")
	busy := s.send("execute_request", dict{"code": "import \"github.com/janpfeifer/gonb/gonbui\"\n%%\ngonbui.RequestInput(\"\", false)\nvar line string\nfmt.Scanln(&line)", "allow_stdin": true})
	question := s.take(s.Questions, busy)
	var moves []string
	for n := range 20 {
		moves = append(moves, s.change(slider, dict{"value": n + 1}))
	}
	s.reply(s.send("kernel_info_request", dict{})) // so all have been read
	s.front.queue.mu.Lock()
	waiting := len(s.front.queue.all)
	s.front.queue.mu.Unlock()
	if waiting != 1 {
		t.Errorf("%d wait, want the newest alone", waiting)
	}
	if err := s.Answer(question, "go on"); err != nil {
		t.Fatal(err)
	}
	s.reply(busy)
	idle := map[string]bool{}
	runs := 0
	for deadline := time.After(patience); len(idle) < len(moves)+1; {
		select {
		case m := <-s.Published:
			c := read(t, m)
			if c["execution_state"] == "idle" && (m.Parent.ID == busy || slices.Contains(moves, m.Parent.ID)) {
				idle[m.Parent.ID] = true
			}
			if m.Header.Type == "update_display_data" {
				s.display(m, c)
				runs++
			}
		case <-deadline:
			t.Fatalf("%d of %d messages are answered", len(idle), len(moves))
		}
	}
	if got := s.below(); got != "n is 20" || runs != 1 {
		t.Errorf("%q after %d runs", got, runs)
	}
}

// TestControlsAreFixed where nobody could run the call alone.
func TestControlsAreFixed(t *testing.T) {
	if testing.Short() {
		t.Skip("builds cells")
	}
	const call = "nb.Interact(func(n int) { fmt.Println(n) }, nb.IntSlider{Name: \"n\", Max: 9, Value: 2})"
	s := newSight(listen(t))
	for _, code := range []string{"for range 1 {\n" + call + "\n}", "%%\n" + call} {
		s.run(code)
	}
	old := newSight(listen(t))
	old.run("%%\n" + call)
	for _, one := range []*sight{s, old} {
		if len(one.models) != 0 || len(one.views) == 0 || !strings.HasPrefix(one.views[0], "n = 2 (fixed: ") || len(one.order) != 0 {
			t.Errorf("%v %q %q", one.models, one.views, one.displays)
		}
	}
}
