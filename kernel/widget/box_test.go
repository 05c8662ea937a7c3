package widget

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/gensci/gensci/kernel/control"
)

// five is a box with a control of each kind, as it comes from a program: its numbers are those of JSON.
func five(t *testing.T) *Box {
	t.Helper()
	var b control.Box
	err := json.Unmarshal([]byte(`{"controls": [
		{"kind": "slider", "name": "x", "value": 1, "min": 0, "max": 5, "step": 0.25}, {"kind": "int slider", "name": "n", "value": 3, "min": 1, "max": 9, "step": 2},
		{"kind": "choice", "name": "kind", "value": "cos", "options": ["sin", "cos"]}, {"kind": "checkbox", "name": "on", "value": true}, {"kind": "text", "name": "title", "value": "a"}]}`), &b)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	return New(b, func() string { n++; return strconv.Itoa(n) })
}

// TestModels: what front ends need to know is there, and a model comes after those that it names.
func TestModels(t *testing.T) {
	b := five(t)
	known := map[string]bool{}
	for _, m := range b.Models {
		for _, key := range []string{"_model_module", "_model_module_version", "_model_name", "_view_module", "_view_module_version", "_view_name"} {
			if text, _ := m.State[key].(string); text == "" {
				t.Errorf("%v has no %s", m, key)
			}
		}
		named, _ := m.State["children"].([]string)
		for _, key := range []string{"layout", "style"} {
			if name, ok := m.State[key].(string); ok {
				named = append(named, name)
			}
		}
		for _, name := range named {
			if id, ok := strings.CutPrefix(name, "IPY_MODEL_"); !ok || !known[id] {
				t.Errorf("%s names %s, which is not open then", m.State["_model_name"], name)
			}
		}
		known[m.ID] = true
	}
	if root := b.Model(b.Root); len(root.State["children"].([]string)) != 6 || b.Model(b.Output).State["_model_name"] != "OutputModel" || b.Model("none") != nil {
		t.Errorf("%+v", root)
	}
	for i, want := range []map[string]any{
		{"_model_name": "FloatSliderModel", "value": 1.0, "min": 0.0, "max": 5.0, "step": 0.25, "readout_format": ".2f", "description": "x"},
		{"_model_name": "IntSliderModel", "value": 3, "max": 9.0, "step": 2.0, "readout_format": "d"},
		{"_model_name": "DropdownModel", "index": 1, "_options_labels": []string{"sin", "cos"}},
		{"_model_name": "CheckboxModel", "value": true},
		{"_model_name": "TextModel", "value": "a", "continuous_update": false},
	} {
		state := b.Model(b.controls[i]).State
		for key, value := range want {
			if !reflect.DeepEqual(state[key], value) {
				t.Errorf("%s: %s is %v, want %v", want["_model_name"], key, state[key], value)
			}
		}
	}
}

func TestUpdate(t *testing.T) {
	for _, c := range []struct {
		control int
		key     string
		value   string
		want    any // nil: it is refused
	}{
		{0, "value", "2.5", 2.5},
		{0, "value", "2", 2.0},
		{0, "value", "7", 5.0},
		{0, "value", `"a"`, nil},
		{0, "value", "null", nil},
		{1, "value", "5", 5},
		{1, "value", "0", 1},
		{1, "value", "2.5", nil},
		{2, "index", "0", "sin"},
		{2, "index", "2", nil},
		{2, "index", "-1", nil},
		{3, "value", "false", false},
		{3, "value", "1", nil},
		{4, "value", `"ä"`, "ä"},
		{4, "value", "1", nil},
	} {
		b := five(t)
		old := b.Controls[c.control].Value
		moved, err := b.Update(b.controls[c.control], map[string]json.RawMessage{c.key: json.RawMessage(c.value)})
		got := b.Controls[c.control].Value
		if c.want == nil && (err == nil || moved || got != old) || c.want != nil && (err != nil || !moved || got != c.want) {
			t.Errorf("control %d, %s: %v, %v, %v, want %v", c.control, c.value, moved, err, got, c.want)
		}
	}
	b := five(t)
	if moved, err := b.Update(b.controls[1], map[string]json.RawMessage{"value": []byte("3")}); moved || err != nil {
		t.Errorf("the same value: %v, %v", moved, err)
	}
	if moved, err := b.Update(b.Output, map[string]json.RawMessage{"msg_id": []byte(`"m"`)}); moved || err != nil || b.Model(b.Output).State["msg_id"] != "m" {
		t.Errorf("another setting: %v, %v", moved, err)
	}
	if _, err := b.Update("none", nil); err == nil {
		t.Error("a widget that is not there was changed")
	}
}

func TestDecimals(t *testing.T) {
	for step, want := range map[float64]int{1: 0, 0.5: 1, 0.1: 1, 0.25: 2, 0.049: 3, 20: 0, 1.0 / 3: 6} {
		if got := decimals(step); got != want {
			t.Errorf("%v: %d, want %d", step, got, want)
		}
	}
}
