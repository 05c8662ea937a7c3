package cell

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"slices"
	"strings"
)

// reading is what a cell says.
type reading struct {
	parts Parts
	from  *origin
	units []*unit
	body  *body // nil if nothing is to be executed
	args  []string
	timed bool

	captured bool   // what the cell shows is not shown
	into     string // a variable gets it as text; "" for none

	packages Packages
	errs     Errors
	stray    bool // a statement before %% was found; one error about that is enough

	live      bool   // statements may stand before %%, and variables keep their values
	loose     string // the code before %% without what is in units, in the places of the cell; "" if nothing is left
	steps     []step // of loose
	looseUses uses
}

// body is the code after %%.
type body struct {
	text     string // with line directive
	uses     uses
	repeated bool // for %timeit
}

// readCell parses a cell. Its errors are in errs.
func readCell(source string, number int, packages Packages, live bool) *reading {
	r := &reading{parts: Split(source), from: newOrigin(number, normalize(source)), packages: packages, live: live}
	if r.parts.Whole {
		return r
	}
	end := len(r.parts.Code)
	for _, m := range r.parts.marks {
		if live && m.name == "%time" && len(m.args) == 0 { // statements need no func main here
			m.name = "time"
		}
		r.mark(m)
		if m.startsMain() && end == len(r.parts.Code) {
			end = m.end
		}
	}
	for _, s := range r.parts.Specials {
		if slices.Contains(cellMagics, s.Name) {
			r.fail(r.from.starts[s.Line-1], "%%%s can only be the first line of a cell", s.Name)
		}
	}
	loose := []byte(r.parts.Code[:end])
	for _, c := range chunks(r.parts.Code, 0, end) {
		if live && !r.declares(c) {
			continue
		}
		blank(loose[c.start:min(c.end+1, end)]) // with the semicolon
		r.declaration(c)
	}
	if live {
		r.readSteps(string(loose))
	}
	r.checkMain()
	return r
}

func (r *reading) fail(at int, format string, args ...any) {
	r.errs = append(r.errs, r.from.error(at, format, args...))
}

// mark does what a magic says about the program.
func (r *reading) mark(m mark) {
	if m.setsArgs() {
		r.args = m.args
	}
	r.timed = r.timed || m.name == "time" || m.name == "%time"
	if m.name == "time" && len(m.args) > 0 {
		r.fail(m.start, "%%time times the whole cell and stands alone in its line; %%timeit times a statement")
	}
	if m.name == "%capture" {
		r.capture(m)
	}
	if !m.startsMain() && m.name != "exec" && m.name != "timeit" {
		return
	}
	if r.body != nil {
		r.fail(m.start, "a cell has one %%%% (or %%main, %%exec) at most")
		return
	}
	r.body = &body{}
	switch {
	case m.name == "timeit":
		r.body.repeated = true
		r.statements(m.start+len("%timeit"), m.end)
		r.body.use(r.from, m.start+len("%timeit"), r.parts.Code[:m.end])
	case m.startsMain():
		r.body.repeated = m.name == "%timeit"
		r.statements(m.end, len(r.parts.Code))
	case len(m.args) == 0 || !token.IsIdentifier(m.args[0]):
		r.fail(m.start, "%%exec wants the name of a function: %%exec f")
	default:
		r.args = m.args[1:]
		r.body.text = r.from.directive(m.start) + m.args[0] + "()"
		r.body.uses = uses{names: set{m.args[0]: true}}
	}
}

// capture hides what the cell shows, or keeps its text in a variable.
func (r *reading) capture(m mark) {
	r.captured = true
	if len(m.args) > 1 || len(m.args) == 1 && !token.IsIdentifier(m.args[0]) {
		r.fail(m.start, "%%%%capture wants nothing, or the name of a variable: %%%%capture text")
	}
	r.into = strings.Join(m.args, "")
}

// statements reads code[from:to], the body of func main.
func (r *reading) statements(from, to int) {
	code := r.parts.Code[:to]
	if strings.TrimSpace(code[from:]) == "" && to < len(r.parts.Code) { // a line that was blanked since it is a magic
		code = r.from.source[:to]
	}
	if at := strayBracket(code, from); at >= 0 {
		r.fail(at, "unexpected %c, nothing is open here", code[at])
		return
	}
	for _, c := range chunks(code, from, len(code)) {
		switch {
		case c.kind == token.IMPORT:
			r.fail(c.first, "imports stand before the line with %%%%")
		case c.kind == token.FUNC && c.named:
			r.fail(c.first, "functions with a name stand before the line with %%%%")
		}
	}
	r.body.text = r.from.directive(from) + code[from:]
	if f := r.parseText("package main\nfunc _() {", code[from:], from, "\n}"); f != nil {
		r.body.uses = usesOf(f)
	}
}

// use makes a statement of a mere expression, so that it can be repeated.
func (b *body) use(from *origin, at int, code string) {
	e, err := parser.ParseExpr(code[at:])
	if _, isCall := e.(*ast.CallExpr); err == nil && !isCall {
		b.text = "_ = " + from.inline(at) + code[at:]
	}
}

// parse returns the file before + code[start:end] + after, nil if it has errors: those are placed in the cell.
func (r *reading) parse(before string, start, end int, after string) *ast.File {
	return r.parseText(before, r.parts.Code[start:end], start, after)
}

// parseText does the same for a text that stands at a place in the cell.
func (r *reading) parseText(before, text string, start int, after string) *ast.File {
	f, err := parser.ParseFile(token.NewFileSet(), "", before+text+after, parser.ParseComments)
	var list scanner.ErrorList
	if errors.As(err, &list) {
		for _, e := range list {
			r.fail(start+max(0, e.Pos.Offset-len(before)), "%s", e.Msg)
		}
		return nil
	}
	return f
}

// checkMain refuses a second func main, which the compiler would report at a place that nobody wrote.
func (r *reading) checkMain() {
	for _, u := range r.units {
		if u.kind == token.FUNC && u.is("main") && r.body != nil {
			r.fail(u.at, "a cell has %%%% or a func main of its own, not both")
		}
	}
}
