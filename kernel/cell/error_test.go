package cell

import (
	"fmt"
	"testing"
)

func place(e Error) string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message) }

func TestRender(t *testing.T) {
	for want, e := range map[string]Error{
		"cell 3, line 7: undefined: foo\n    x := foo + 1\n         ^\n": {3, 7, 6, "undefined: foo", "x := foo + 1"},
		"cell 1, line 2: m\n    \tä := \"ö\" + x\n    \t           ^\n":  {1, 2, 15, "m", "\tä := \"ö\" + x"},
		"cell 1, line 2: m\n    a\n     ^\n":                             {1, 2, 99, "m", "a"},
		"cell 1, line 2: panic: boom\n    f()\n":                         {1, 2, 0, "panic: boom", "f()"},
		"cell 1, line 2: m\n":                                            {1, 2, 3, "m", " \t"},
		"no place\n":                                                     {Message: "no place"},
	} {
		if got := e.Render(); got != want {
			t.Errorf("%+v: %q, want %q", e, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	one, two := Error{Cell: 1, Line: 2, Message: "a"}, Error{Cell: 1, Line: 3, Message: "b"}
	for want, errs := range map[string]Errors{
		"no error":                       nil,
		"cell 1, line 2: a":              {one},
		"cell 1, line 2: a (and 1 more)": {one, two},
	} {
		if errs.Error() != want {
			t.Errorf("%q, want %q", errs.Error(), want)
		}
	}
	if got := (Errors{one, two}).Render(); got != "cell 1, line 2: a\ncell 1, line 3: b\n" {
		t.Errorf("%q", got)
	}
}
