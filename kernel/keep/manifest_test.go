package keep

import (
	"reflect"
	"strings"
	"testing"
)

func someManifest() *Manifest {
	return &Manifest{
		Generation: 7, Cell: 4, Outcome: Panicked,
		Variables: []Variable{{"x", "int", 3, "3-1.keep", 8}, {"größe", "map[string]\"a\"", 4, "4-1.keep", 1 << 40}, {"z", "", 0, "4-1.keep", 0}},
		Components: []Component{
			{"3-1.keep", 679, []string{"x"}, nil, nil, nil, nil},
			{"4-1.keep", 1 << 40, []string{"größe", "z"}, []string{`*"fmt".wrapError`, ""}, []string{"math.Sin"}, []string{"io.EOF"}, []string{"model@1"}},
		},
		Lost:  []Loss{{"ch", "ch can't be used:\nit holds \"a channel\"", 4}},
		Notes: []string{"a", "b\\"},
	}
}

func TestManifestText(t *testing.T) {
	for _, m := range []*Manifest{{}, someManifest()} {
		got, err := parse(string(m.text()))
		if err != nil || !reflect.DeepEqual(got, m) {
			t.Errorf("%v\n%+v became\n%+v", err, m, got)
		}
	}
}

func TestManifestDamaged(t *testing.T) {
	text := string(someManifest().text())
	for n := range len(text) {
		if _, err := parse(text[:n]); err == nil {
			t.Errorf("%d of %d bytes were read", n, len(text))
		}
	}
	for _, bad := range []string{"variable \"x\"", "variable 1 2 3 4 5", "cell x", "cell", "nothing", "vars \"x\"", "note \"a\" \"b\"", "note \"a"} {
		if _, err := parse(firstLine + "\n" + bad + "\n" + lastLine + "\n"); err == nil {
			t.Errorf("%s was read", bad)
		}
	}
	if _, err := parse("keep 2\nend\n"); err == nil || !strings.Contains(err.Error(), "another version") {
		t.Error(err)
	}
}

func FuzzManifest(f *testing.F) {
	f.Add(string(someManifest().text()))
	f.Fuzz(func(t *testing.T, text string) {
		m, err := parse(text)
		if err != nil {
			return
		}
		again, err := parse(string(m.text()))
		if err != nil || string(again.text()) != string(m.text()) {
			t.Errorf("%v\n%s", err, m.text())
		}
	})
}
