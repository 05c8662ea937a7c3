package nb

import (
	"encoding/json"
	"fmt"
	"path"
	"reflect"
	"runtime"

	"github.com/gensci/gensci/kernel/control"
	"github.com/gensci/gensci/kernel/display"
	"github.com/gensci/gensci/kernel/show"
)

// Interact calls f with the values of the controls, and again whenever one of them is moved. What f prints and shows, and what it returns, stands below
// the controls, in place of what stood there before.
//
//	nb.Interact(func(freq float64, kind string) {
//		nb.Plot(wave(freq, kind))
//	}, nb.Slider{Name: "freq", Min: 0.1, Max: 5, Value: 1}, nb.Choice{Name: "kind", Options: []string{"sin", "cos"}})
//
// f has a parameter for each control, in their order. It sees the variables of the notebook as they are when a control is moved; what it changes is not kept.
//
// Controls work in live cells, where the call is a statement of its own. Elsewhere f is called once, with the values that the controls begin with.
func Interact(f any, controls ...Control) {
	box, err := describe(f, controls)
	if err != nil {
		fail(fmt.Errorf("nb.Interact: %w", err))
		return
	}
	box.Place = caller()
	nested := inside
	inside = true
	defer func() { inside = nested }()
	values, err := control.Values()
	switch {
	case err != nil:
	case values != nil && !nested: // the kernel runs this call alone
		err = call(f, values)
	case nested || !display.InNotebook():
		fmt.Println(box.Line())
		err = call(f, box.values())
	default:
		send(control.MIME, box.json())
		if err = call(f, box.values()); err == nil {
			send(control.Done, display.JSON("true"))
		}
	}
	if err != nil {
		fail(fmt.Errorf("nb.Interact: %w", err))
	}
}

// inside says that the function of a call of Interact runs: another one within it has no controls.
var inside bool

// box is a description that has been checked.
type box struct{ control.Box }

func (b box) json() display.JSON {
	text, _ := json.Marshal(b.Box) // of texts and finite numbers
	return text
}

func (b box) values() (list []json.RawMessage) {
	for _, c := range b.Controls {
		text, _ := json.Marshal(c.Value) // as above
		list = append(list, text)
	}
	return list
}

func send(key string, value display.JSON) { display.Send("", map[string]any{key: value}) }

// caller is the place of the call of Interact.
func caller() string {
	_, file, line, _ := runtime.Caller(2)
	return fmt.Sprintf("%s:%d", path.Base(file), line)
}

// describe checks that the controls are those that f wants.
func describe(f any, controls []Control) (b box, err error) {
	t := reflect.TypeOf(f)
	if t == nil || t.Kind() != reflect.Func || reflect.ValueOf(f).IsNil() {
		return b, fmt.Errorf("want a function and its controls, got %v", t)
	}
	if t.IsVariadic() || t.NumIn() != len(controls) {
		return b, fmt.Errorf("the function is a %s, and there are %d controls: it needs one parameter for each of them", t, len(controls))
	}
	for i, c := range controls {
		if c == nil {
			return b, fmt.Errorf("control %d is nil", i+1)
		}
		d, wrong := c.describe()
		if wrong != nil {
			return b, wrong
		}
		if !c.fits(t.In(i).Kind()) {
			return b, fmt.Errorf("parameter %d of the function is of type %s, and its control %q, %T, has values for %s", i+1, t.In(i), d.Name, c, c.wants())
		}
		b.Controls = append(b.Controls, d)
	}
	return b, nil
}

// call calls f and shows what it returns as a cell shows its last expression.
func call(f any, values []json.RawMessage) error {
	v := reflect.ValueOf(f)
	if len(values) != v.Type().NumIn() {
		return fmt.Errorf("%d values for %d parameters; run the cell again", len(values), v.Type().NumIn())
	}
	var arguments []reflect.Value
	for i, text := range values {
		value, err := argument(v.Type().In(i), text)
		if err != nil {
			return err
		}
		arguments = append(arguments, value)
	}
	var out []any
	for _, r := range v.Call(arguments) {
		out = append(out, r.Interface())
	}
	if len(out) > 0 {
		show.Result(out...)
	}
	return nil
}
