package control

import (
	"strings"
	"testing"
)

func TestValuesComeBack(t *testing.T) {
	b := Box{Controls: []Control{{Name: "x", Value: 0.5}, {Name: "n", Value: 3}, {Name: "kind", Value: `"quoted"`}, {Name: "on", Value: true}}}
	if got := b.Line(); got != `x = 0.5, n = 3, kind = "quoted", on = true` {
		t.Error(got)
	}
	setting, err := b.Environment()
	if err != nil {
		t.Fatal(err)
	}
	name, text, _ := strings.Cut(setting, "=")
	t.Setenv(name, text)
	values, err := Values()
	if err != nil || len(values) != 4 || string(values[2]) != `"\"quoted\""` {
		t.Errorf("%s, %v", values, err)
	}
	t.Setenv(name, "")
	if values, err = Values(); err != nil || values != nil {
		t.Errorf("%s, %v", values, err)
	}
	t.Setenv(name, "{")
	if _, err = Values(); err == nil {
		t.Error("no error")
	}
}
