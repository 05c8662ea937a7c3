package cell

import (
	"fmt"
	"sort"
	"strings"
)

// origin is the cell that code comes from.
type origin struct {
	number int // by which the compiler knows it
	shown  int // by which its readers do
	source string
	starts []int // of its lines
	end    int   // of the last line that says something
}

func newOrigin(number int, source string) *origin {
	return &origin{number, number, source, lineStarts(source), len(strings.TrimRight(source, " \t\n"))}
}

// place returns line and column (in bytes), from 1, of a byte. What lies behind the text, where the parser finds that something is
// missing, is put at the end of the last line that says something.
func (o *origin) place(at int) (line, column int) {
	at = max(0, min(at, o.end))
	line = sort.SearchInts(o.starts, at+1)
	return line, at - o.starts[line-1] + 1
}

// line returns the text of a line, "" if there is none.
func (o *origin) line(n int) string {
	if n < 1 || n > len(o.starts) {
		return ""
	}
	return lineAt(o.source, o.starts[n-1])
}

// name is what the compiler calls the cell.
func (o *origin) name(at int) string {
	line, column := o.place(at)
	return fmt.Sprintf("cell[%d]:%d:%d", o.number, line, column)
}

// directive is a line that tells the compiler where the next line comes from, byte at of the cell.
func (o *origin) directive(at int) string { return "//line " + o.name(at) + "\n" }

// inline does the same for the rest of its line.
func (o *origin) inline(at int) string { return "/*line " + o.name(at) + "*/" }

func (o *origin) error(at int, format string, args ...any) Error {
	line, column := o.place(at)
	return Error{Cell: o.shown, Line: line, Column: column, Message: fmt.Sprintf(format, args...), Text: o.line(line)}
}
