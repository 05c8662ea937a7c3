package cell

import (
	"go/token"
	"strings"
)

// unit is the smallest part of a cell that is kept or replaced as a whole: one import, function or method, one line of a block of
// variables, one block of constants that counts.
type unit struct {
	kind  token.Token // IMPORT, CONST, TYPE, VAR or FUNC
	names []name
	text  string // with line directives, ready to be written into a program
	uses  uses
	from  *origin
	at    int // where it begins in its cell

	alias, path string // of an import
	receiver    string // the type of a method
	aliased     string // B of "type A = B"
	value       *value // of a variable that keeps its value; nil for all others
}

// name is a name that a unit declares: "T.M" for the method M of T, "_ path" and ". path" for imports without a name of their own.
type name struct {
	text string
	at   int // of its first byte in the unit's text, for those that can be replaced by _
}

// gone is the text of names that later cells have declared again.
const gone = "_"

// declares says whether u declares a name that others can use.
func (u *unit) declares() bool {
	for _, n := range u.names {
		if n.text != gone {
			return true
		}
	}
	return false
}

// remembered says whether u outlives its cell.
func (u *unit) remembered() bool { return u.declares() && !u.is("main") }

func (u *unit) is(name string) bool { return len(u.names) == 1 && u.names[0].text == name }

// runsFirst says whether u is a function init, or one that is called like one.
func (u *unit) runsFirst() bool {
	return u.kind == token.FUNC && (u.is("init") || strings.HasPrefix(u.names[0].text, "init_"))
}

// isBlank and isDot say how an import brings its names.
func (u *unit) isBlank() bool { return u.kind == token.IMPORT && u.alias == "_" }
func (u *unit) isDot() bool   { return u.kind == token.IMPORT && u.alias == "." }

// without returns u after others have taken names from it, nil if none is left. The text keeps its length, so that places stay right.
func (u *unit) without(taken set) *unit {
	left := *u
	left.names = make([]name, len(u.names))
	for i, n := range u.names {
		if taken[n.text] {
			if len(u.names) > 1 {
				left.text = left.text[:n.at] + gone + strings.Repeat(" ", len(n.text)-1) + left.text[n.at+len(n.text):]
			}
			n.text = gone
		}
		left.names[i] = n
	}
	if !left.declares() {
		return nil
	}
	return &left
}
