package assist

import (
	"reflect"
	"testing"
)

func TestCursor(t *testing.T) {
	for marked, want := range map[string]cursor{
		"%%\nfoo|":                     {name: "foo"},
		"%%\nfoo|bar":                  {name: "foo"},
		"%%\np.Na|":                    {name: "Na", qualifier: "p", selects: true},
		"%%\np . |":                    {qualifier: "p", selects: true},
		"%%\na.p.|":                    {selects: true},
		"%%\nf().|":                    {selects: true},
		"%%\nf(x...|":                  {},
		"%%\n\"日本𝄞\" + é.ü|":           {name: "ü", qualifier: "é", selects: true},
		"%%\nx := \"a|\"":              {name: "a", quoted: true},
		"%%\nx := \"a|":                {name: "a", quoted: true},
		"%%\nx := `a\n%b|\n`":          {name: "b", quoted: true},
		"%%\nx := \"a\"|":              {},
		"%%\n// a|":                    {name: "a", quoted: true},
		"%%\n/* a */|":                 {},
		"%%\n/* a|":                    {name: "a", quoted: true},
		"!it's\nx := 'a'\nfoo|":        {name: "foo"},
		"\r\n%%\r\nx := \"\"\r\nfoo|":  {name: "foo"},
		"%ti|":                         {name: "%ti", magic: true},
		"x\n%|":                        {name: "%", magic: true},
		"!ls a|":                       {name: "!ls a", magic: true},
		"%%bash\nfoo|":                 {name: "foo", magic: true},
		"|":                            {},
		"%%\nx := `\n%|":               {quoted: true},
		"%%\nx := 7\n//gonb:%time\na|": {name: "a"},
	} {
		code, position := at(marked)
		want.code = code
		got := newCursor(code, position)
		if back := codePoints(code, got.at); back != position || got.start != got.at-len(got.name) {
			t.Errorf("%q: position %d became %d; starts at %d", marked, position, back, got.start)
		}
		got.at, got.start = 0, 0
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, want %+v", marked, got, want)
		}
	}
	for position, want := range map[int]int{-1: 0, 0: 0, 1: 2, 2: 6, 9: 6} {
		if got := newCursor("é𝄞", position).at; got != want {
			t.Errorf("code point %d is byte %d, want %d", position, got, want)
		}
	}
}

// Places of the protocol count UTF-16 code units, there and back.
func TestPosition(t *testing.T) {
	text := "a\nb𝄞é\n\nz"
	for at, want := range map[int]position{0: {0, 0}, 1: {0, 1}, 2: {1, 0}, 3: {1, 1}, 7: {1, 3}, 9: {1, 4}, 10: {2, 0}, 11: {3, 0}, 12: {3, 1}} {
		if got := positionOf(text, at); got != want || offsetOf(text, got) != at {
			t.Errorf("byte %d: %v, want %v; back %d", at, got, want, offsetOf(text, got))
		}
	}
	for _, p := range []position{{1, 99}, {99, 0}} {
		if got, want := offsetOf(text, p), map[int]int{1: 9, 99: 12}[p.Line]; got != want {
			t.Errorf("%v is byte %d, want %d", p, got, want)
		}
	}
}

func TestSubject(t *testing.T) {
	for marked, want := range map[string]string{
		"%%\nf|oo(1)":           "foo",
		"%%\nfoo|(1)":           "foo",
		"%%\nfoo(1|)":           "foo",
		"%%\nfoo(bar(1), |":     "foo",
		"%%\nfoo(bar(1, |":      "bar",
		"%%\nfoo(a, \")\" + |":  "foo",
		"%%\nfoo([]int{|":       "",
		"%%\n(|":                "",
		"%%\n|":                 "",
		"%cd fo|o":              "",
		"%%\nfoo(\"ba|r\")":     "foo",
		"%%\nfmt.Prin|tln(\"\"": "Println",
	} {
		code, position := at(marked)
		end, ok := subject(code, position)
		got := ""
		if ok {
			got = newCursor(code, codePoints(code, end)).name
		}
		if got != want {
			t.Errorf("%q is about %q, want %q", marked, got, want)
		}
	}
}
