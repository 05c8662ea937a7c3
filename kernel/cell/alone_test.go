package cell

import (
	"errors"
	"strings"
	"testing"
)

// TestAlone: the program of one statement has what the cell has declared and kept, and nothing else of it; places stay.
func TestAlone(t *testing.T) {
	m, check := liveMemory(t)
	source := "a := 2\nprintln(1) // no\ntwice := func(x int) int { return 2 * x }\n\nInteract(func(x int) {\n\tprintln(twice(x) + a)\n})\nfunc Interact(f func(int)) { f(1) }\nprintln(3)"
	p, err := m.Prepare(t.Context(), source, 4)
	if err != nil {
		t.Fatal(err)
	}
	p.Commit()
	p.Settle(func(string) (bool, string) { return true, "" })
	for _, place := range []string{"cell[4]:5", "cell[4]:7", "/folder/cell[4]:6"} {
		alone, wrong := m.Alone(t.Context(), p, place)
		if wrong != nil {
			t.Fatalf("%s: %v", place, wrong)
		}
		if errs := check.errors(alone.Source); errs != nil {
			t.Errorf("%s: %v\n%s", place, errs, alone.Source)
		}
		for what, want := range map[string]bool{"println(1)": false, "println(3)": false, "cell[4]:5:1\nInteract(": true, `{Name: "a", Type: "int", Ptr: &a, Kept: true}`: true, "twice = ": true} {
			if strings.Contains(alone.Source, what) != want {
				t.Errorf("%s: %q is there: %v\n%s", place, what, !want, alone.Source)
			}
		}
	}
	for _, place := range []string{"cell[4]:2", "cell[4]:8", "cell[4]:4", "cell[5]:5", "cell[4]", "", "cell[x]:1"} {
		if alone, wrong := m.Alone(t.Context(), p, place); !errors.Is(wrong, ErrNotAlone) {
			t.Errorf("%s: %v, %v", place, alone, wrong)
		}
	}
}

// TestNotAlone: in a loop, in a line with another statement, and in GoNB's cells, nobody knows what belongs to the call.
func TestNotAlone(t *testing.T) {
	for _, source := range []string{"for range 2 {\nInteract(1)\n}", "a := 1\nInteract(a); Interact(a)", "%%\nInteract(1)", "f := func() {\nInteract(1)\n}\nf()"} {
		m, _ := liveMemory(t)
		p, err := m.Prepare(t.Context(), "func Interact(int) {}\n"+source, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, place := range []string{"cell[1]:3", "cell[1]:2"} {
			if alone, wrong := m.Alone(t.Context(), p, place); wrong == nil && !strings.Contains(source, "a := 1") {
				t.Errorf("%q at %s: %s", source, place, alone.Source)
			}
		}
		if _, wrong := m.Alone(t.Context(), p, "cell[1]:3"); !errors.Is(wrong, ErrNotAlone) {
			t.Errorf("%q: %v", source, wrong)
		}
	}
}
