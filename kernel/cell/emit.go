package cell

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// renameOlds gives variables of earlier cells other names where the cell defines them again with another type.
func (l *live) renameOlds() {
	l.w.olds = map[types.Object]string{}
	for n, old := range l.olds {
		v := l.w.vars[n]
		if v == nil || v.value.typ == old.value.typ && !v.local {
			continue
		}
		for id, obj := range l.w.t.info.Uses {
			if id.Name == n && obj.Parent() != nil && obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope() {
				l.w.olds[obj] = "(*" + oldName(n) + ")"
			}
		}
	}
}

func oldName(n string) string { return "_old_" + n }

// renamed says whether a variable of an earlier cell has another name in the program.
func (l *live) renamed(n string) bool {
	return slices.Contains(slices.Collect(maps.Values(l.w.olds)), "(*"+oldName(n)+")")
}

// steps is the body of the cell's function, in the order in which variables without statements around them are initialised.
func (l *live) steps() string {
	var b strings.Builder
	for _, i := range l.w.t.order() {
		s, one := l.w.t.list[i], l.r.steps[i]
		if one.list != alone {
			b.WriteString(l.w.listed(s, one, l.r.body == nil && !l.r.steps[len(l.r.steps)-1].quiet))
		} else {
			b.WriteString(l.w.text(s, one, i == len(l.r.steps)-1 && l.r.body == nil))
		}
	}
	return b.String()
}

// variables are the program's that are kept, as keep.Var literals.
func (l *live) variables() (list []string) {
	for _, u := range l.units {
		if n := u.names[0].text; l.found.found[u] && u.value != nil && u.value.recipe == "" && !l.w.others[n] {
			list = append(list, fmt.Sprintf("{Name: %q, Type: %q, Ptr: &%s, Kept: %v}", n, u.value.shown, n, l.found.uses(n)))
		}
	}
	for _, n := range l.w.order {
		v := l.w.vars[n]
		if v.local || v.value.recipe != "" || v.value.lost != "" {
			continue
		}
		text := fmt.Sprintf("{Name: %q, Type: %q, Ptr: &%s, Set: &%s", n, v.value.shown, n, mark_(n))
		switch old := l.olds[n]; {
		case l.w.others[n]:
			text += fmt.Sprintf(", Kept: %v", l.keptBefore(n))
		case old == nil || old.value.recipe != "":
		case l.renamed(n):
			text += ", Old: &" + oldName(n)
		default:
			text += ", Kept: true"
		}
		list = append(list, text+"}")
	}
	return list
}

// keptBefore says whether a variable of an earlier cell has been kept by its value.
func (l *live) keptBefore(n string) bool {
	return slices.ContainsFunc(l.units, func(u *unit) bool { return u.value != nil && u.names[0].text == n && u.value.recipe == "" })
}

// recipes are the statements that make values again, then what runs before the statements of every cell.
func (l *live) recipes() string {
	var b strings.Builder
	var written []string // one may define several variables
	for _, u := range l.all() {
		if l.found.found[u] && u.value != nil && u.value.recipe != "" && !slices.Contains(written, u.value.recipe) {
			written = append(written, u.value.recipe)
			l.p.know(u.from)
			b.WriteString(u.value.recipe + "\n")
		}
	}
	for _, u := range initOrder(l.units) {
		b.WriteString(u.from.directive(u.at) + u.names[0].text + "()\n")
	}
	return b.String()
}

// writeUnits writes declarations. Functions init run when values are there, so they are called by hand.
func (l *live) writeUnits(b *strings.Builder) {
	for _, u := range l.units {
		if !l.found.found[u] || u.kind == token.IMPORT || u.text == "" {
			continue
		}
		l.p.know(u.from)
		text := u.text
		if u.kind == token.FUNC && u.is("main") {
			text = text[:u.names[0].at] + ownMain + text[u.names[0].at+len("main"):]
		}
		b.WriteString(text + "\n")
	}
}

// ownMain is what func main of a cell is called; it is as long, so that places stay.
const ownMain = "cell"

// writeVariables writes those that the cell defines, those that they replace, and their marks.
func (l *live) writeVariables(b *strings.Builder) {
	b.WriteString(here)
	for _, n := range l.w.order {
		if v := l.w.vars[n]; !v.local && !l.w.others[n] {
			fmt.Fprintf(b, "var %s %s\n", n, v.value.typ)
		}
		if l.renamed(n) {
			fmt.Fprintf(b, "var %s *%s\n", oldName(n), l.olds[n].value.typ)
		}
		if l.w.marks[n] {
			fmt.Fprintf(b, "var %s bool\n", mark_(n))
		}
	}
}

// parts are what the functions of a program hold.
type parts struct {
	steps, recipes, known string
	vars                  []string
}

// writeMain writes func main and the function with the statements.
func (l *live) writeMain(b *strings.Builder, p parts, kept bool) {
	steps := p.steps
	own := slices.ContainsFunc(l.r.units, func(u *unit) bool { return u.kind == token.FUNC && u.is("main") })
	l.p.Main = steps != "" || own || l.r.body != nil
	if own {
		steps += here + ownMain + "()\n"
	}
	if l.r.body != nil {
		steps += fmt.Sprintf("%s{\n%s\n}\n", here, l.r.body.statements())
	}
	if !kept {
		fmt.Fprintf(b, "%sfunc main() {\n%s%s}\n", here, steps, here)
		return
	}
	l.p.Live = l.p.Main
	fmt.Fprintf(b, "%sfunc main() {\n%s.Main(%s.Program{Cell: %d, Run: _cell,\n", here, keepName, keepName, l.r.from.number)
	if p.recipes != "" {
		fmt.Fprintf(b, "Recipes: func() {\n%s%s},\n", p.recipes, here)
	}
	b.WriteString(p.known)
	fmt.Fprintf(b, "Vars: []%s.Var{\n%s}})\n}\n", keepName, strings.Join(append(p.vars, ""), ",\n"))
	fmt.Fprintf(b, "func _cell() {\n%s%s}\n", steps, here)
}

// between are the places behind statements, and behind what marks the variables that they have defined.
func between(list []ast.Stmt) (at []token.Pos) {
	for i, s := range list {
		if i+1 < len(list) && marks(list[i+1]) {
			continue
		}
		at = append(at, s.End())
	}
	return at
}

// marks says whether a statement is one of ours that marks a variable as defined.
func marks(s ast.Stmt) bool {
	a, ok := s.(*ast.AssignStmt)
	if !ok || len(a.Lhs) != 1 {
		return false
	}
	id, ok := a.Lhs[0].(*ast.Ident)
	return ok && strings.HasPrefix(id.Name, mark_(""))
}

// withPolls lets cells look whether they are to end: in each round of a loop, and after each statement.
func withPolls(source string) string {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "main.go", source, parser.SkipObjectResolution)
	if err != nil {
		return source // the compiler says it
	}
	var at []token.Pos
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ForStmt:
			at = append(at, n.Body.Lbrace+1)
		case *ast.RangeStmt:
			at = append(at, n.Body.Lbrace+1)
		case *ast.FuncDecl:
			if n.Name.Name == "_cell" {
				at = append(at, between(n.Body.List)...)
			}
		}
		return true
	})
	slices.Sort(at)
	var b strings.Builder
	done := 0
	for _, pos := range at {
		offset := fset.PositionFor(pos, false).Offset
		b.WriteString(source[done:offset] + ";" + keepName + ".Poll();")
		if strings.TrimSpace(lineAt(source, offset)) != "" {
			p := fset.Position(pos)
			b.WriteString("/*line " + p.Filename + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column) + "*/")
		}
		done = offset
	}
	b.WriteString(source[done:])
	return b.String()
}

// remembered prepares what Commit and Settle remember.
func (l *live) remembered() {
	l.p.Notes = append(l.p.Notes, l.w.t.passes()...)
	for _, n := range l.w.order {
		v := l.w.vars[n]
		l.p.values = append(l.p.values, v.unit(l.r.from, l.place(n)))
		if v.value.lost != "" {
			l.p.Notes = append(l.p.Notes, fmt.Sprintf("%s is not kept for later cells: %s", n, v.value.lost))
		}
	}
}
