package widget

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/gensci/gensci/kernel/control"
)

// Box are the models of a call of nb.Interact: its controls one below the other, and an output below them, which is empty at first.
type Box struct {
	control.Box
	Models []Model
	Root   string // what is to be shown
	Output string

	controls []string // the ids of the controls' models
}

// New makes the models. newID makes ids that nobody else has.
func New(described control.Box, newID func() string) *Box {
	b := &Box{Box: described}
	b.Controls = slices.Clone(described.Controls) // whose values change
	add := func(state map[string]any) string {
		id := newID()
		b.Models = append(b.Models, Model{id, state})
		return id
	}
	layout := func(more map[string]any) string { return reference(add(state(base, baseVersion, "Layout", more))) }
	row := layout(map[string]any{"max_width": "100%"})
	var children []string
	for i, c := range b.Controls {
		if x, ok := c.Value.(float64); ok && c.Kind == control.IntSlider { // JSON has one kind of numbers
			c.Value = int(x)
			b.Controls[i] = c
		}
		class, styleClass, settings := of(c)
		settings["style"], settings["layout"] = reference(add(style(styleClass))), row
		id := add(state(controls, controlsVersion, class, settings))
		b.controls, children = append(b.controls, id), append(children, reference(id))
	}
	b.Output = add(state(output, outputVersion, "Output", map[string]any{"outputs": []any{}, "msg_id": "", "layout": layout(nil)}))
	b.Root = add(state(controls, controlsVersion, "VBox", map[string]any{"children": append(children, reference(b.Output)), "layout": layout(nil), "box_style": ""}))
	return b
}

// Model returns the model of an id, or nil.
func (b *Box) Model(id string) *Model {
	for i := range b.Models {
		if b.Models[i].ID == id {
			return &b.Models[i]
		}
	}
	return nil
}

// Update changes a model as a front end wishes, and says whether a value of a control has changed by it. What is no value of the control is an error,
// and changes nothing.
func (b *Box) Update(id string, changes map[string]json.RawMessage) (moved bool, err error) {
	m := b.Model(id)
	if m == nil {
		return false, fmt.Errorf("there is no widget %q", id)
	}
	if at := slices.Index(b.controls, id); at >= 0 {
		if moved, err = move(&b.Controls[at], changes); err != nil {
			return false, err
		}
	}
	for key, text := range changes {
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			return false, err
		}
		m.State[key] = value
	}
	return moved, nil
}

// move gives a control the value that is among the changes, if there is one.
func move(c *control.Control, changes map[string]json.RawMessage) (moved bool, err error) {
	key := "value"
	if c.Kind == control.Choice {
		key = "index"
	}
	text, ok := changes[key]
	if !ok {
		return false, nil
	}
	value, err := valueOf(*c, text)
	if err != nil {
		return false, fmt.Errorf("%s: %s is no value of this control", c.Name, text)
	}
	moved = value != c.Value
	c.Value = value
	return moved, nil
}

func valueOf(c control.Control, text json.RawMessage) (any, error) {
	switch c.Kind {
	case control.Slider:
		x, err := read[float64](text)
		return math.Min(math.Max(x, c.Min), c.Max), err
	case control.IntSlider:
		x, err := read[int](text)
		return min(max(x, int(c.Min)), int(c.Max)), err
	case control.Choice:
		i, err := read[int](text)
		if err != nil || i < 0 || i >= len(c.Options) {
			return nil, fmt.Errorf("there is no option %s", text)
		}
		return c.Options[i], nil
	case control.Checkbox:
		return read[bool](text)
	}
	return read[string](text)
}

func read[T any](text json.RawMessage) (value T, err error) {
	var maybe *T // null is no value
	if err = json.Unmarshal(text, &maybe); err != nil || maybe == nil {
		return value, fmt.Errorf("%s is no %T", text, value)
	}
	return *maybe, nil
}
