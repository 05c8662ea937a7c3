package assist

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// alone is an Assistant without gopls.
func alone(t *testing.T) *Assistant {
	a, _ := withFake(t, "dies at start", Options{})
	return a
}

// What is known without gopls; "!" before a text that must not be there.
func TestLocal(t *testing.T) {
	a := alone(t)
	m := memory(t, session...)
	m.Packages.Module = map[string][]string{"flow": {"github.com/gensci/gensci/gen/flow"}}
	for marked, want := range map[string][]string{
		"%%\ntwi|":                {"twice function "},
		"%%\nPo|":                 {"Point class "},
		"%%\nor|":                 {"origin variable "},
		"%%\nra|":                 {"range keyword ", "rand module "},
		"%%\nmak|":                {"make function "},
		"%%\nlonger := 1\nlo|":    {"longer text ", "log module ", "!lo "},
		"%%\nflo|":                {"flow module ", "float64 class "},
		"%%\nNor|":                {"!Norm "},
		"%%\nstrings.toup|":       {"ToUpper function func(s string) string"},
		"%%\nstrings.To|":         {"ToUpper function ", "!Title "},
		"%%\nos.Std|":             {"Stdin variable "},
		"%%\nmath.Pi|":            {"Pi constant "},
		"%%\nfmt.String|":         {"Stringer interface type"},
		"%%\nrand.|":              {"Intn function ", "Reader variable ", "!lockedSource "},
		"%%\nflow.Real|":          {"RealNVP struct type"},
		"%%\ng.ReduceS|":          {"ReduceSum function func("}, // of an earlier cell's import
		"%%\norigin.|":            {"!"},
		"%%\n|":                   {"twice function ", "!break "},
		"import m \"math/ra|\"":   {"math/rand module package rand", "math/rand/v2 module ", "!crypto/rand "},
		"import (\n\t\"fm|":       {"fmt module "},
		"import \"github.com/ge|": {"github.com/gensci/gensci/gen/flow module package flow"},
		"%t|":                     {"%time magic ", "%track magic ", "!%%bash "},
		"x\n%%t|":                 {"%%time magic ", "!%%bash "},
		"\n%%|":                   {"%% magic ", "%%bash magic ", "!%time "},
		"%cd |":                   {"!"},
	} {
		code, position := at(marked)
		got := a.Complete(t.Context(), m.Clone(), code, position)
		for _, w := range want {
			text, none := strings.CutPrefix(w, "!")
			there := slices.ContainsFunc(got.Matches, func(m Match) bool { return strings.HasPrefix(m.Text+" "+m.Type+" "+m.Signature, text) })
			if there == none {
				t.Errorf("%q: %q is there: %v, in %.300v", marked, w, there, got)
			}
		}
	}
}

func TestLocalInspect(t *testing.T) {
	a := alone(t)
	for marked, want := range map[string]string{
		"%%\ntwi|ce(1)":              "func twice(x float64) float64\n\ntwice doubles *its* argument.",
		"%%\nstrings.ToUpper(|":      "func ToUpper(s string) string\n\nToUpper returns s",
		"%%\nmath.P|i":               "const Pi\n\nMathematical constants.",
		"%%\nPoi|nt{}":               "type Point",
		"var mi|ne int\n%%\n_ = 1":   "var mine int",
		"%%\norigin.No|rm()":         "",
		"%%\nstrings.noth|ing(\"\")": "",
	} {
		code, position := at(marked)
		got := a.Inspect(t.Context(), memory(t, session...), code, position, 0)
		if !strings.HasPrefix(got.Plain, want) || got.Found != (want != "") {
			t.Errorf("%q: %+v, want %q", marked, got, want)
		}
	}
}

// A package that is not there yet is looked for again.
func TestUnknownPackage(t *testing.T) {
	a := alone(t)
	for range 2 {
		if list := a.exports.of(t.Context(), "example.org/nowhere"); list != nil {
			t.Error(list)
		}
		waitFor(t, "forgetting", func() bool {
			a.exports.mu.Lock()
			defer a.exports.mu.Unlock()
			return len(a.exports.known) == 0
		})
	}
}

func TestReplies(t *testing.T) {
	c := Completion{Matches: []Match{{"Sin", "function", "func(x float64) float64"}, {"Pi", "constant", ""}}, Start: 3, End: 4}
	for want, reply := range map[string]any{
		`{"cursor_end":4,"cursor_start":3,"matches":["Sin","Pi"],"metadata":{"_jupyter_types_experimental":[` +
			`{"start":3,"end":4,"text":"Sin","type":"function","signature":"func(x float64) float64"},{"start":3,"end":4,"text":"Pi","type":"constant"}]},"status":"ok"}`: c,
		`{"cursor_end":0,"cursor_start":0,"matches":[],"metadata":{"_jupyter_types_experimental":[]},"status":"ok"}`:                                                  Completion{},
		`{"data":{"text/markdown":"a \\*b\\*","text/plain":"a *b*"},"found":true,"metadata":{},"status":"ok"}`:                                                        inspectionOf("a \\*b\\*"),
		`{"data":{"text/markdown":"see [x](http://y)","text/plain":"see x"},"found":true,"metadata":{},"status":"ok"}`:                                                inspectionOf("see [x](http://y)\n"),
		`{"data":{"text/markdown":"` + "```go\\na[0](1) \\\\_\\n```\\n\\n---\\n\\nb" + `","text/plain":"a[0](1) \\_\n\nb"},"found":true,"metadata":{},"status":"ok"}`: inspectionOf("```go\na[0](1) \\_\n```\n\n---\n\nb"),
	} {
		want = strings.ReplaceAll(want, "\n", `\n`)
		if got, err := json.Marshal(reply); err != nil || string(got) != want {
			t.Errorf("%s %v, want %s", got, err, want)
		}
	}
}
