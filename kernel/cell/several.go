package cell

import (
	"go/ast"
	"go/parser"
	"strings"
)

// spread makes statements of a list of expressions in the last line of a cell, a, b: its commas become semicolons. It returns where the list begins,
// or the length of the code if there is none.
func spread(code string) (spreaded string, from int) {
	last := chunk{}
	for _, c := range chunks(code, 0, len(code)) {
		if strings.TrimSpace(code[c.start:c.end]) != "" {
			last = c
		}
	}
	const before = "f("
	e, err := parser.ParseExpr(before + code[last.start:last.end] + ",\n)")
	call, ok := e.(*ast.CallExpr)
	if err != nil || !ok || len(call.Args) < 2 || call.Ellipsis.IsValid() {
		return code, len(code)
	}
	at := func(n ast.Node) int { return last.start + int(n.End()) - 1 - len(before) }
	b := []byte(code)
	for _, a := range call.Args[:len(call.Args)-1] {
		comma := at(a) + strings.IndexByte(code[at(a):], ',')
		if strings.TrimSpace(code[at(a):comma]) != "" {
			return code, len(code) // a comment, in which there may be commas
		}
		b[comma] = ';'
	}
	return string(b), last.start
}

// listed is a member of a list of expressions in the last line, as the program has it: together they are the arguments of one call.
func (w *rewriter) listed(s ast.Stmt, one step, show bool) string {
	w.edits = nil
	w.rename(s)
	w.sortEdits()
	open, end := "_ = []any{", "}"
	if show {
		w.shows = true
		open, end = showName+".Values(", ")"
	}
	text := w.r.from.directive(one.start)
	if one.list == first {
		text += open + w.r.from.inline(one.start)
	}
	text += w.apply(one.start, one.end)
	if one.list == final {
		return text + end + "\n"
	}
	return text + ",\n"
}
