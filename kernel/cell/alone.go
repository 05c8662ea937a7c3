package cell

import (
	"context"
	"errors"
	"go/ast"
	"strconv"
	"strings"
)

// ErrNotAlone says that a call is no statement of its own at the outermost level of a live cell.
var ErrNotAlone = errors.New("the call of Interact is no statement of its own in a live cell")

// Alone makes a program of one statement of a cell, the call of a function Interact at a place ("cell[3]:7", as the compiler knows it), with what is
// declared and kept by now. Its places are those in the cell. It errs with [ErrNotAlone] if there is no such statement.
func (m *Memory) Alone(ctx context.Context, of *Program, place string) (*Program, error) {
	source, ok := of.alone(place)
	if !ok || m.Importer == nil {
		return nil, ErrNotAlone
	}
	r := readCell(source, of.number, m.Packages, true)
	r.from.shown = of.origins[of.number].shown
	return m.program(ctx, r, source)
}

// Interacts says whether there is a statement that [Memory.Alone] can make a program of.
func (p *Program) Interacts(place string) bool {
	_, ok := p.alone(place)
	return ok && p.memory.Importer != nil
}

// alone is the cell's source with blanks in place of all but the statement.
func (p *Program) alone(place string) (source string, ok bool) {
	number, line, ok := readPlace(place)
	if !ok || number != p.number {
		return "", false
	}
	r := readCell(p.source, p.number, Packages{}, true)
	var found []step
	for _, s := range r.steps {
		first, _ := r.from.place(s.start)
		last, _ := r.from.place(s.end - 1)
		if first <= line && line <= last {
			found = append(found, s)
		}
	}
	if len(found) != 1 || !interacts(found[0].stmt) {
		return "", false
	}
	text := []byte(r.loose)
	blank(text[:found[0].start])
	blank(text[found[0].end:])
	return strings.TrimRight(string(text), " \t\n"), true
}

// interacts says whether a statement is a call of nb.Interact, whatever the package is called there.
func interacts(s ast.Stmt) bool {
	e, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := ast.Unparen(e.X).(*ast.CallExpr)
	if !ok {
		return false
	}
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name == "Interact"
	case *ast.Ident:
		return f.Name == "Interact"
	}
	return false
}

// readPlace reads "cell[3]:7", whatever folder stands before it.
func readPlace(place string) (number, line int, ok bool) {
	_, rest, ok := strings.Cut(place, "cell[")
	first, second, both := strings.Cut(rest, "]:")
	number, errNumber := strconv.Atoi(first)
	line, errLine := strconv.Atoi(second)
	return number, line, ok && both && errNumber == nil && errLine == nil
}
