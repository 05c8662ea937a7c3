package control

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

const (
	// MIME is the key of a display whose value is a Box in JSON: the displays and texts that follow, up to Done, are what its function shows.
	MIME = "application/vnd.gensci.controls+json"
	// Done is the key of the display that ends them.
	Done = "application/vnd.gensci.controls-done"
	// Variable is the environment variable with the values of the controls, a JSON array.
	Variable = "GENSCI_CONTROLS"
)

// Box is a call of nb.Interact.
type Box struct {
	Place    string    `json:"place"` // of the call, "cell[3]:7"
	Controls []Control `json:"controls"`
}

// Kinds of controls.
const (
	Slider    = "slider"
	IntSlider = "int slider"
	Choice    = "choice"
	Checkbox  = "checkbox"
	Text      = "text"
)

// Control is one of them. Value is a float64, int, string, bool or string.
type Control struct {
	Kind    string   `json:"kind"`
	Name    string   `json:"name"`
	Value   any      `json:"value"`
	Min     float64  `json:"min,omitempty"`
	Max     float64  `json:"max,omitempty"`
	Step    float64  `json:"step,omitempty"`
	Options []string `json:"options,omitempty"`
}

// Line says the values: "freq = 0.5, kind = sin".
func (b Box) Line() string {
	parts := make([]string, len(b.Controls))
	for i, c := range b.Controls {
		parts[i] = fmt.Sprint(c.Name, " = ", c.Value)
	}
	return strings.Join(parts, ", ")
}

// Environment tells a program the values of the controls.
func (b Box) Environment() (string, error) {
	values := make([]any, len(b.Controls))
	for i, c := range b.Controls {
		values[i] = c.Value
	}
	text, err := json.Marshal(values)
	return Variable + "=" + string(text), err
}

// Values are those that the kernel has told this program, nil if it has told none.
func Values() ([]json.RawMessage, error) {
	text := os.Getenv(Variable)
	if text == "" {
		return nil, nil
	}
	values := []json.RawMessage{}
	err := json.Unmarshal([]byte(text), &values)
	return values, err
}
