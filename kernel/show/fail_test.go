package show

import (
	"context"
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

// figure is a picture that may not have been made.
type figure struct{ err error }

func (*figure) MimeBundle() map[string]any { return map[string]any{Text: "figure"} }
func (f *figure) Err() error               { return f.err }

// What a cell shows last must be there: a picture that could not be made fails the cell, wherever it stands.
func TestBrokenPicturesFail(t *testing.T) {
	var failed error
	fail = func(err error) { failed = err }
	defer func() { fail = Fail }()
	lengths := errors.New("lengths differ")
	for name, show := range map[string]func(){
		"value": func() { Value(&figure{lengths}) }, "list": func() { Values(1, &figure{lengths}) }, "call": func() { Result(&figure{lengths}) },
		"call of two": func() { Result(&figure{lengths}, 2) }, "error": func() { Result(1, lengths) },
	} {
		failed = nil
		show()
		if !errors.Is(failed, lengths) {
			t.Errorf("%s: %v", name, failed)
		}
	}
	for _, v := range []any{nil, 1, (*figure)(nil), &figure{}, context.Canceled} {
		if err := Broken(v); err != nil {
			t.Errorf("%v: %v", v, err)
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
