package cell

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is something wrong in a cell: a syntax error, one of the compiler's, or the place of a panic.
type Error struct {
	Cell    int    // 0 if the place is in no cell
	Line    int    // from 1
	Column  int    // in bytes, from 1; 0 if unknown
	Message string // several lines where the compiler writes several
	Text    string // the line in the cell
}

// Error is "cell 3, line 7: undefined: foo".
func (e Error) Error() string {
	if e.Cell == 0 && e.Line == 0 {
		return e.Message
	}
	return fmt.Sprintf("cell %d, line %d: %s", e.Cell, e.Line, e.Message)
}

// Render is plain text: Error, and below it the line and a caret under the column.
//
//	cell 3, line 7: undefined: foo
//	    x := foo + 1
//	         ^
func (e Error) Render() string {
	text := e.Error() + "\n"
	if strings.TrimSpace(e.Text) == "" {
		return text
	}
	text += "    " + e.Text + "\n"
	if e.Column < 1 {
		return text
	}
	// Columns are bytes, carets stand under characters; tabs stay, so that they are as wide as those above.
	before := e.Text[:min(e.Column-1, len(e.Text))]
	indent := strings.Map(func(c rune) rune {
		if c == '\t' {
			return c
		}
		return ' '
	}, before)
	return text + "    " + indent + "^\n"
}

// Errors are all that is wrong with a cell.
type Errors []Error

// Error is the first one, and how many follow.
func (e Errors) Error() string {
	switch len(e) {
	case 0:
		return "no error"
	case 1:
		return e[0].Error()
	}
	return fmt.Sprintf("%s (and %d more)", e[0].Error(), len(e)-1)
}

// Render joins what the single ones render.
func (e Errors) Render() string {
	var b strings.Builder
	for _, one := range e {
		b.WriteString(one.Render())
	}
	return b.String()
}

// sorted orders by place and keeps the first of each line: what follows it there is mostly its consequence.
func (e Errors) sorted() Errors {
	slices.SortStableFunc(e, func(a, b Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(e, func(a, b Error) bool { return a.Line == b.Line })
}
