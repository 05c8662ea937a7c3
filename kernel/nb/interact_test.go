package nb

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"github.com/janpfeifer/gonb/gonbui/protocol"

	"github.com/gensci/gensci/kernel/control"
	"github.com/gensci/gensci/kernel/run"
	"github.com/gensci/gensci/kernel/show"
)

// interactive is the cell "interact".
func interactive() {
	Interact(func(x float64, n int8, y float32, kind string, on bool, title string) (string, error) {
		Interact(func(inner bool) { Show(kind) }, Checkbox{Name: "inner", Value: true})
		if on {
			return "", errors.New("it is on")
		}
		return title + strings.Repeat("!", int(n)) + strings.Repeat("?", int(x+float64(y))), nil
	}, Slider{Name: "x", Max: 5}, IntSlider{Name: "n", Min: 1, Max: 9, Value: 2}, IntSlider{Name: "y", Max: 9}, Choice{Name: "kind", Options: []string{"sin", "cos"}}, Checkbox{Name: "on"}, Text{Name: "title", Value: "a"})
}

func interact(t *testing.T, env ...string) (stdout, stderr string, failed bool) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), append(env, cellVariable+"=interact")...)
	var out, wrong bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &wrong
	err = cmd.Run()
	return out.String(), wrong.String(), err != nil
}

func TestInteractOutsideANotebook(t *testing.T) {
	if out, _, failed := interact(t); failed || out != "x = 0, n = 2, y = 0, kind = sin, on = false, title = a\ninner = true\nsin\na!!\n" {
		t.Errorf("%q, failed: %v", out, failed)
	}
	for values, want := range map[string]string{
		`[2.5, 1, 1, "cos", false, "b"]`: "cos\nb!???\n",
		`[0, 1, 0, "cos", true, ""]`:     "error: it is on\n",
		`[0]`:                            "error: nb.Interact: 1 values for 6 parameters; run the cell again\n",
		`["a", 1, 0, "cos", true, ""]`:   "error: nb.Interact: the value \"a\" is no float64\n",
		`[0, 300, 0, "cos", true, ""]`:   "error: nb.Interact: the value 300 is no int8\n",
	} {
		out, wrong, failed := interact(t, control.Variable+"="+values)
		if got := out + wrong; !strings.HasSuffix(got, want) || failed != strings.HasPrefix(want, "error") {
			t.Errorf("%s: %q, failed: %v, want %q", values, got, failed, want)
		}
	}
}

func TestInteractInANotebook(t *testing.T) {
	var shown []*protocol.DisplayData
	runCell(t, "interact", run.Sink{Display: func(d *protocol.DisplayData) { shown = append(shown, d) }})
	if len(shown) != 4 || shown[0].Data[control.MIME] == nil || shown[1].Data[show.Text] != "sin" || shown[2].Data[show.Text] != "a!!" || shown[3].Data[control.Done] == nil {
		t.Fatalf("%v", shown)
	}
	text, _ := json.Marshal(shown[0].Data[control.MIME])
	var b control.Box
	if err := json.Unmarshal(text, &b); err != nil || !strings.HasPrefix(b.Place, "interact_test.go:") || len(b.Controls) != 6 {
		t.Errorf("%v, %+v", err, b)
	}
	want := []control.Control{{Kind: control.Slider, Name: "x", Value: 0.0, Max: 5, Step: 0.05}, {Kind: control.IntSlider, Name: "n", Value: 2.0, Min: 1, Max: 9, Step: 1}}
	if !reflect.DeepEqual(b.Controls[:2], want) {
		t.Errorf("%+v", b.Controls)
	}
}

func TestWhatDoesNotFit(t *testing.T) {
	one := func(float64) {}
	for want, c := range map[string]struct {
		f        any
		controls []Control
	}{
		"want a function and its controls, got int":                                                                {f: 3},
		"want a function and its controls, got <nil>":                                                              {},
		"the function is a func(float64), and there are 0 controls: it needs one parameter for each of them":       {f: one},
		"the function is a func(...int), and there are 1 controls: it needs one parameter for each of them":        {func(...int) {}, []Control{IntSlider{Max: 1}}},
		`parameter 1 of the function is of type int, and its control "x", nb.Slider, has values for a float64`:     {func(int) {}, []Control{Slider{Name: "x", Max: 1}}},
		`parameter 1 of the function is of type float64, and its control "on", nb.Checkbox, has values for a bool`: {one, []Control{Checkbox{Name: "on"}}},
		`the slider "x" goes from 2 to 1: its Max must be larger than its Min`:                                     {one, []Control{Slider{Name: "x", Min: 2, Max: 1}}},
		`the slider "x" begins at 0, which is not between 1 and 2: set its Value`:                                  {one, []Control{Slider{Name: "x", Min: 1, Max: 2}}},
		`the slider "x" has a negative Step, -1`:                                                                   {one, []Control{Slider{Name: "x", Max: 2, Step: -1}}},
		`the choice "kind" has no Options`:                                                                         {func(string) {}, []Control{Choice{Name: "kind"}}},
		`the choice "kind" begins with "tan", which is none of its Options: sin, cos`:                              {func(string) {}, []Control{Choice{Name: "kind", Value: "tan", Options: []string{"sin", "cos"}}}},
		"control 1 is nil": {one, []Control{nil}},
	} {
		if _, err := describe(c.f, c.controls); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
