package widget

import (
	"maps"
	"math"
	"strconv"

	"github.com/gensci/gensci/kernel/control"
)

const (
	// Target is the comm target of models, ControlTarget that of the comm by which a front end asks for all of them.
	Target        = "jupyter.widget"
	ControlTarget = "jupyter.widget.control"
	// Version is that of the protocol, for the metadata of comm_open.
	Version = "2.1.0"
	// ControlVersion is the same for ControlTarget.
	ControlVersion = "1.0.0"
	// ViewMIME is the type of a display that shows a model.
	ViewMIME = "application/vnd.jupyter.widget-view+json"
)

// Model is one model.
type Model struct {
	ID    string
	State map[string]any
}

// View is what a display has under ViewMIME to show a model.
func View(id string) map[string]any {
	return map[string]any{"model_id": id, "version_major": 2, "version_minor": 0}
}

// reference is how models name each other.
func reference(id string) string { return "IPY_MODEL_" + id }

// modules have the models and their views, with the oldest version of them that has all that is used here.
const (
	base, baseVersion         = "@jupyter-widgets/base", "2.0.0"
	controls, controlsVersion = "@jupyter-widgets/controls", "2.0.0"
	output, outputVersion     = "@jupyter-widgets/output", "1.0.0"
)

// state is that of a model of a class, "FloatSlider", of a module.
func state(module, version, class string, more map[string]any) map[string]any {
	s := map[string]any{
		"_model_module": module, "_model_module_version": version, "_model_name": class + "Model",
		"_view_module": module, "_view_module_version": version, "_view_name": class + "View",
	}
	maps.Copy(s, more)
	return s
}

// style makes room for the whole name of a control.
func style(class string) map[string]any {
	return map[string]any{
		"_model_module": controls, "_model_module_version": controlsVersion, "_model_name": class + "Model",
		"_view_module": base, "_view_module_version": baseVersion, "_view_name": "StyleView", "description_width": "initial",
	}
}

// of is the class of a control, that of its style, and its settings. All of them are in ipywidgets 7 too, which VS Code takes for kernels of other
// languages than Python.
func of(c control.Control) (class, styleClass string, settings map[string]any) {
	settings = map[string]any{"description": c.Name, "disabled": false, "value": c.Value}
	switch c.Kind {
	case control.Slider:
		class, styleClass = "FloatSlider", "SliderStyle"
		settings["readout_format"] = "." + strconv.Itoa(decimals(c.Step)) + "f"
		slider(settings, c)
	case control.IntSlider:
		class, styleClass = "IntSlider", "SliderStyle"
		settings["readout_format"] = "d"
		slider(settings, c)
	case control.Choice:
		class, styleClass = "Dropdown", "DescriptionStyle"
		delete(settings, "value")
		settings["_options_labels"], settings["index"] = c.Options, index(c)
	case control.Checkbox:
		class, styleClass = "Checkbox", "DescriptionStyle"
		settings["indent"] = false
	default:
		class, styleClass = "Text", "DescriptionStyle"
		settings["continuous_update"], settings["placeholder"] = false, ""
	}
	return class, styleClass, settings
}

func slider(settings map[string]any, c control.Control) {
	settings["min"], settings["max"], settings["step"] = c.Min, c.Max, c.Step
	settings["continuous_update"], settings["readout"], settings["orientation"] = true, true, "horizontal"
}

// decimals are the digits behind the point that tell one step from the next.
func decimals(step float64) int {
	const most = 6
	for n := range most {
		scaled := step * math.Pow10(n)
		if math.Abs(scaled-math.Round(scaled)) < 1e-6*scaled {
			return n
		}
	}
	return most
}

// index is the place of a choice's value among its options.
func index(c control.Control) int {
	for i, o := range c.Options {
		if o == c.Value {
			return i
		}
	}
	return 0
}
