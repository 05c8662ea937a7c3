package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gensci/gensci/gen/fit"
)

func TestFlags(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"-rounds 1", "-rounds ≥ 2"},
		{"plain", `want flags only, got "plain"`},
		{"-rows conv", `no row is called "conv": want some of autoencoder,`},
		{"-o cells.txt", "want a file .json"},
		{"worker nobody", `no model is called "nobody"`},
	} {
		err := run(t.Context(), strings.Fields(c.args))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("cells %s: %v, want %q", c.args, err, c.want)
		}
	}
}

func TestRoundsAlternateAndAreWhole(t *testing.T) {
	var order []string
	measured := func(name string) step {
		return func(_ context.Context, round int, into taken) error {
			order = append(order, name)
			into[name] = float64(round)
			return nil
		}
	}
	ended := false
	r := row{name: "x", sums: map[string][]string{"sum": {"a", "b"}}, open: func(context.Context, *lab) ([]step, func(), error) {
		return []step{measured("a"), measured("b")}, func() { ended = true }, nil
	}}
	got, err := r.measure(t.Context(), &lab{log: io.Discard}, 3)
	if err != nil || !ended {
		t.Fatal(err, ended)
	}
	if want := "b a a b b a a b"; strings.Join(order, " ") != want { // the first two warm up
		t.Errorf("order %v, want %s", order, want)
	}
	for name, want := range map[string][]float64{"a": {0, 1, 2}, "b": {0, 1, 2}, "sum": {0, 2, 4}} {
		if !slices.Equal(got.Series[name], want) {
			t.Errorf("%s: %v, want %v", name, got.Series[name], want)
		}
	}
	broken := errors.New("broken")
	r.open = func(context.Context, *lab) ([]step, func(), error) { return nil, nil, broken }
	if _, err := r.measure(t.Context(), &lab{log: io.Discard}, 3); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestEditsMakeOtherPrograms(t *testing.T) {
	for _, r := range allRows()[:3] {
		seen := map[string]bool{}
		for _, edit := range [][2]int{{20, 64}, {21, 64}, {20, 65}} {
			source, err := sourceOf(first(), edited(r.name, edit[0], edit[1]))
			if err != nil {
				t.Fatal(err)
			}
			if seen[source] || strings.Contains(source, "STEPS") || strings.Contains(source, "WIDTH") {
				t.Errorf("%s, edit %v: %s", r.name, edit, source)
			}
			seen[source] = true
		}
	}
	if plainCell(-2) == plainCell(0) || plotCell(0) == plotCell(1) || strings.Contains(plainCell(0)+plotCell(0), "WIDTH") {
		t.Error("plain cells are not edited")
	}
}

// A stopwatch counts full calls alone, and answers with the median of as many as it was asked for.
func TestStopwatch(t *testing.T) {
	var out strings.Builder
	s := stopwatch{in: strings.NewReader("2\n"), out: &out, perCall: 4}
	h := &fit.History{}
	call := func(steps int) error {
		h.Loss = append(h.Loss, make([]float64, steps)...)
		return s.called(h)
	}
	for i, steps := range []int{1, 2, 4, 4, 3} { // a call of 4 asks for the first line
		if err := call(steps); err != nil || out.Len() > 0 {
			t.Fatalf("call %d: %v, %q", i, err, &out)
		}
	}
	if err := call(4); !errors.Is(err, errEnough) || strings.Count(out.String(), "\n") != 1 {
		t.Errorf("after two full calls: %v, %q", err, &out)
	}
	for range patience {
		_ = call(1)
	}
	if err := call(1); err == nil || !strings.Contains(err.Error(), "too busy") {
		t.Errorf("no full call comes: %v", err)
	}
}

func TestTree(t *testing.T) {
	if _, err := os.Stat("/proc/self/smaps_rollup"); err != nil {
		t.Skip("needs Linux's /proc: ", err)
	}
	self := tree(os.Getpid())
	i := slices.IndexFunc(self, func(p process) bool { return p.pid == os.Getpid() })
	if i < 0 || self[i].megabytes < 1 || self[i].role() != "other" {
		t.Errorf("this process among %+v", self)
	}
	if above := tree(os.Getppid()); len(above) <= len(self) {
		t.Errorf("the parent's tree has %d processes, ours %d", len(above), len(self))
	}
	for line, want := range map[string]string{
		"/x/gensci kernel file": "front", "/x/gensci front file": "front", "/x/gensci session /state": "engine", "/x/gonb -kernel f": "GoNB", "gopls serve": "gopls", "/x/gensci": "other", "": "other",
	} {
		if got := (process{words: strings.Split(line, " ")}).role(); got != want {
			t.Errorf("%q is %s, want %s", line, got, want)
		}
	}
	all := []process{{1, 0, []string{"gensci", "kernel"}, 1}, {2, 1, []string{"gopls"}, 1}, {3, 2, []string{"go", "list"}, 1}, {4, 3, []string{"compile"}, 1}, {5, 1, []string{"sh"}, 1}}
	if got := roles(all); got[3] != "gopls" || got[4] != "gopls" || got[5] != "other" || got[1] != "front" {
		t.Errorf("roles %v", got)
	}
}
