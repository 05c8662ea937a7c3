package nb

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/gensci/gensci/kernel/control"
)

// Control is one of [Slider], [IntSlider], [Choice], [Checkbox] and [Text].
type Control interface {
	// describe is what the kernel shows, or an error about the control's fields.
	describe() (control.Control, error)
	// fits says whether a parameter of that kind can take the values, wants which one can.
	fits(reflect.Kind) bool
	wants() string
}

// Slider is a number from Min to Max, in steps of Step; 0 is a hundredth of the way. Value is where it begins.
type Slider struct {
	Name                  string
	Min, Max, Step, Value float64
}

// IntSlider is a whole number from Min to Max; a Step of 0 is 1.
type IntSlider struct {
	Name                  string
	Min, Max, Step, Value int
}

// Choice is one of Options. Value is the one that it begins with; "" is the first.
type Choice struct {
	Name    string
	Options []string
	Value   string
}

// Checkbox is yes or no.
type Checkbox struct {
	Name  string
	Value bool
}

// Text is a line of text, which counts when Enter is pressed.
type Text struct {
	Name, Value string
}

var _, _, _, _, _ Control = Slider{}, IntSlider{}, Choice{}, Checkbox{}, Text{}

func (s Slider) describe() (control.Control, error) {
	c := control.Control{Kind: control.Slider, Name: s.Name, Value: s.Value, Min: s.Min, Max: s.Max, Step: s.Step}
	if s.Step == 0 {
		c.Step = (s.Max - s.Min) / 100
	}
	return c, between(c, s.Value)
}

func (s IntSlider) describe() (control.Control, error) {
	c := control.Control{Kind: control.IntSlider, Name: s.Name, Value: s.Value, Min: float64(s.Min), Max: float64(s.Max), Step: float64(s.Step)}
	if s.Step == 0 {
		c.Step = 1
	}
	return c, between(c, float64(s.Value))
}

// between checks the numbers of a slider.
func between(c control.Control, value float64) error {
	numbers := []float64{c.Min, c.Max, c.Step, value}
	switch {
	case slices.ContainsFunc(numbers, func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) }):
		return fmt.Errorf("the slider %q has a number that is infinite or none: %v", c.Name, numbers)
	case c.Min >= c.Max:
		return fmt.Errorf("the slider %q goes from %v to %v: its Max must be larger than its Min", c.Name, c.Min, c.Max)
	case c.Step < 0:
		return fmt.Errorf("the slider %q has a negative Step, %v", c.Name, c.Step)
	case value < c.Min || value > c.Max:
		return fmt.Errorf("the slider %q begins at %v, which is not between %v and %v: set its Value", c.Name, value, c.Min, c.Max)
	}
	return nil
}

func (c Choice) describe() (control.Control, error) {
	d := control.Control{Kind: control.Choice, Name: c.Name, Value: c.Value, Options: c.Options}
	if len(c.Options) == 0 {
		return d, fmt.Errorf("the choice %q has no Options", c.Name)
	}
	if c.Value == "" {
		d.Value = c.Options[0]
	} else if !slices.Contains(c.Options, c.Value) {
		return d, fmt.Errorf("the choice %q begins with %q, which is none of its Options: %s", c.Name, c.Value, strings.Join(c.Options, ", "))
	}
	return d, nil
}

func (c Checkbox) describe() (control.Control, error) {
	return control.Control{Kind: control.Checkbox, Name: c.Name, Value: c.Value}, nil
}

func (t Text) describe() (control.Control, error) {
	return control.Control{Kind: control.Text, Name: t.Name, Value: t.Value}, nil
}

func (Slider) fits(k reflect.Kind) bool   { return k == reflect.Float64 || k == reflect.Float32 }
func (Slider) wants() string              { return "a float64" }
func (Choice) fits(k reflect.Kind) bool   { return k == reflect.String }
func (Choice) wants() string              { return "a string" }
func (Text) fits(k reflect.Kind) bool     { return k == reflect.String }
func (Text) wants() string                { return "a string" }
func (Checkbox) fits(k reflect.Kind) bool { return k == reflect.Bool }
func (Checkbox) wants() string            { return "a bool" }
func (IntSlider) wants() string           { return "an int or a float64" }

func (s IntSlider) fits(k reflect.Kind) bool {
	return k >= reflect.Int && k <= reflect.Int64 || k == reflect.Float32 || k == reflect.Float64
}

// argument makes a value, in JSON, one of a parameter's type.
func argument(t reflect.Type, value json.RawMessage) (reflect.Value, error) {
	v := reflect.New(t)
	if err := json.Unmarshal(value, v.Interface()); err != nil {
		return v, fmt.Errorf("the value %s is no %s", value, t)
	}
	return v.Elem(), nil
}
