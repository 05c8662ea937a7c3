package show

import (
	"errors"
	"fmt"
	"testing"
)

// traced prints its stack, as errors of GoMLX do.
type traced struct{}

func (traced) Error() string { return "the axes differ" }

func (traced) Format(f fmt.State, verb rune) {
	if fmt.Fprint(f, "the axes differ"); f.Flag('+') {
		fmt.Fprint(f, "\ngraph.Add\n\t/lib/graph.go:12\nmain.f\n\t/tmp/a/cell[3]:7\nmain.main\n\t/tmp/a/cell[3]:9")
	}
}

func TestWhereAnErrorWasMade(t *testing.T) {
	if got := made(fmt.Errorf("adding: %w", traced{})); got != "cell 3, line 7" {
		t.Errorf("got %q", got)
	}
	if got := made(errors.New("in cell[3]:7")); got != "" {
		t.Errorf("got %q", got)
	}
	for line, want := range map[string]string{
		"\tcell[12]:345\n": "cell 12, line 345", "    C:\\x\\cell[1]:2": "cell 1, line 2", "cell[1]:2": "", "\tcell[a]:2": "", "\tcell[1]:": "", "\tcell[1]:2 +0x1": "", "\t": "",
	} {
		if got := inCell(line); got != want {
			t.Errorf("%q: got %q, want %q", line, got, want)
		}
	}
}

func TestErrorsOfSeveralLines(t *testing.T) {
	for text, want := range map[string][2]string{"a": {"", "a"}, "a\n": {"", "a"}, "a\nb\nc": {"a\nb", "c"}, "": {}} {
		if before, last := lastLine(text); before != want[0] || last != want[1] {
			t.Errorf("%q: %q, %q", text, before, last)
		}
	}
}
