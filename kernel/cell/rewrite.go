package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// rewriter makes the statements of a live cell those of a program whose variables are known to all its functions.
type rewriter struct {
	r       *reading
	t       *typed
	vars    map[string]*variable
	order   []string                // of vars
	others  map[string]bool         // of vars, those of earlier cells that get another value here, which is made again like the one before
	zeros   bool                    // keep.Zero is called
	olds    map[types.Object]string // variables of earlier cells that are other ones from here on, and what they are called now
	edits   []edit
	changed map[string]bool    // variables whose function is not the one that they were defined with
	marks   map[string]bool    // variables that tell whether they have been reached
	shows   bool               // the last statement shows its value
	last    ast.Expr           // the last statement, if it is an expression
	unused  map[token.Pos]bool // places of variables inside of statements that nothing uses
}

// variables are those that the statements define, in their order, with their types. Nil means that a type is not known, since something is wrong.
func (w *rewriter) variables() bool {
	for _, s := range w.t.list {
		w.assigned(s)
		for _, id := range defined(s) {
			v, ok := w.t.info.Defs[id].(*types.Var)
			if !ok {
				continue // defined before, in the same cell
			}
			if v.Type() == types.Typ[types.Invalid] {
				return false
			}
			if w.vars[id.Name] == nil {
				w.order = append(w.order, id.Name)
				w.vars[id.Name] = newVariable(id.Name, v.Type())
			}
		}
	}
	return true
}

// assigned notes variables of earlier cells that are made again rather than kept, as functions are, and get another value: that is a definition.
func (w *rewriter) assigned(s ast.Stmt) {
	ast.Inspect(s, func(n ast.Node) bool {
		a, ok := n.(*ast.AssignStmt)
		if !ok || a.Tok != token.ASSIGN {
			return true
		}
		for i, e := range a.Lhs {
			id, isName := ast.Unparen(e).(*ast.Ident)
			if !isName {
				continue
			}
			v, isVar := w.t.info.Uses[id].(*types.Var)
			if !isVar || !isFunc(v.Type()) && !isRemade(v.Type()) {
				continue
			}
			again := len(a.Lhs) == len(a.Rhs) && isLiteral(a.Rhs[i]) || len(a.Lhs) == 1 && isRemade(v.Type())
			if n != s || !again {
				w.changed[id.Name] = true
			}
			if v.Pkg() != nil && v.Parent() == v.Pkg().Scope() && w.vars[id.Name] == nil {
				w.order = append(w.order, id.Name)
				w.vars[id.Name] = newVariable(id.Name, v.Type())
				w.others[id.Name] = true
			}
		}
		return true
	})
}

// otherValues are the variables of earlier cells that get another value in a statement, and are kept by that value from now on.
func (w *rewriter) otherValues(s ast.Stmt) (names []string) {
	ast.Inspect(s, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && a.Tok == token.ASSIGN {
			for _, id := range idents(a.Lhs) {
				if v := w.vars[id.Name]; w.others[id.Name] && v.value.recipe == "" && v.value.lost == "" {
					names = append(names, id.Name)
				}
			}
		}
		return true
	})
	return names
}

func isFunc(t types.Type) bool {
	_, ok := t.Underlying().(*types.Signature)
	return ok
}

func isLiteral(e ast.Expr) bool {
	_, ok := ast.Unparen(e).(*ast.FuncLit)
	return ok
}

// text is a statement as the program has it, and what marks the variables that it has defined.
func (w *rewriter) text(s ast.Stmt, one step, last bool) string {
	w.edits = nil
	if e, ok := s.(*ast.ExprStmt); ok && last {
		w.last = e.X
	}
	after := w.statement(s, last && !one.quiet)
	w.rename(s)
	w.useUnused(s)
	w.sortEdits()
	text := w.r.from.directive(one.start) + w.apply(one.start, one.end) + "\n"
	if again := w.madeAgain(s, one.again); len(again) > 0 {
		w.rerun(again, text)
		after = w.reached(defined(s))
	}
	for _, name := range append(after, w.otherValues(s)...) {
		text += here + mark_(name) + " = true\n"
		w.marks[name] = true
	}
	return text
}

func (w *rewriter) sortEdits() {
	slices.SortStableFunc(w.edits, func(a, b edit) int { return a.at - b.at })
}

// mark_ is the variable that tells whether name has been reached.
func mark_(name string) string { return "_set_" + name }

// apply makes the edits in a part of the cell. What stands behind an edit in its line keeps its place.
func (w *rewriter) apply(start, end int) string {
	var b strings.Builder
	code := w.r.loose
	at := start
	for _, e := range w.edits {
		b.WriteString(code[at:e.at] + e.text)
		at = e.end
		rest := lineAt(code[:end], at)
		if len(e.text) != e.end-e.at && strings.TrimSpace(rest) != "" {
			b.WriteString(w.r.from.inline(at))
		}
	}
	b.WriteString(code[at:end])
	return b.String()
}

func (w *rewriter) edit(from, to token.Pos, text string) {
	w.edits = append(w.edits, edit{at: w.t.at(from), end: w.t.at(to), text: text})
}

// statement rewrites one, and returns the variables that it defines.
func (w *rewriter) statement(s ast.Stmt, show bool) (after []string) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE && !w.locally(defined(s)) {
			w.edit(s.TokPos, s.TokPos+2, "= ")
			w.recipes(s)
			after = w.reached(defined(s))
		} else if s.Tok == token.ASSIGN {
			w.recipes(s)
		}
	case *ast.DeclStmt:
		after = w.declaration(s.Decl.(*ast.GenDecl))
	case *ast.ExprStmt:
		w.expression(s.X, show)
	}
	return after
}

// locally says whether names cannot be known outside of their statement's block: one type that cannot be written is enough.
func (w *rewriter) locally(ids []*ast.Ident) bool {
	local := slices.ContainsFunc(ids, func(id *ast.Ident) bool { return w.vars[id.Name] != nil && w.vars[id.Name].local })
	if !local {
		return false
	}
	for _, id := range ids {
		if v := w.vars[id.Name]; v != nil && !v.local {
			v.local, v.value.lost = true, "it is defined together with a variable that can't be kept"
		}
	}
	return true
}

func (w *rewriter) reached(ids []*ast.Ident) (names []string) {
	for _, id := range ids {
		if v := w.vars[id.Name]; v != nil && !v.local && v.value.recipe == "" && v.value.lost == "" {
			names = append(names, id.Name)
		}
	}
	return names
}

// declaration makes assignments of var x T = y.
func (w *rewriter) declaration(d *ast.GenDecl) (after []string) {
	s, ok := d.Specs[0].(*ast.ValueSpec)
	if d.Tok != token.VAR || !ok {
		return nil
	}
	keyword := d.TokPos != s.Pos()
	named := slices.ContainsFunc(s.Names, func(id *ast.Ident) bool { return id.Name != gone })
	switch {
	case named && !w.locally(s.Names):
		if keyword {
			w.edit(d.TokPos, d.TokPos+3, "   ")
		}
		w.spec(s)
		return w.reached(s.Names)
	case !keyword:
		w.edit(s.Pos(), s.Pos(), "var ")
	}
	return nil
}

// spec makes x, y = f() of x, y T = f(), and zeros of x, y T. The type is mentioned behind it, since it may be all that uses an import.
func (w *rewriter) spec(s *ast.ValueSpec) {
	last := s.Names[len(s.Names)-1]
	if s.Type != nil {
		w.edit(s.End(), s.End(), "; var _ "+w.r.loose[w.t.at(s.Type.Pos()):w.t.at(s.Type.End())])
	}
	if len(s.Values) == 0 {
		var zeros []string
		for _, id := range s.Names {
			if id.Name == gone {
				zeros = append(zeros, "0")
			} else {
				zeros = append(zeros, keepName+".Zero("+id.Name+")")
				w.zeros = true
			}
		}
		w.edit(last.End(), s.Type.End(), " = "+strings.Join(zeros, ", "))
		return
	}
	if s.Type != nil {
		w.edit(s.Type.Pos(), s.Type.End(), strings.Repeat(" ", int(s.Type.End()-s.Type.Pos())))
	}
	if len(s.Values) == len(s.Names) {
		for i, id := range s.Names {
			w.recipe(id, s.Values[i])
		}
	}
}

// recipes notes functions that are assigned at the outermost level: they are made again from their source.
func (w *rewriter) recipes(s *ast.AssignStmt) {
	for i, e := range s.Lhs {
		if len(s.Lhs) != len(s.Rhs) {
			return
		}
		if id, ok := e.(*ast.Ident); ok {
			w.recipe(id, s.Rhs[i])
		}
	}
}

func (w *rewriter) recipe(id *ast.Ident, e ast.Expr) {
	v := w.vars[id.Name]
	if v == nil || !isLiteral(e) || w.changed[id.Name] {
		return
	}
	start, end := w.t.at(e.Pos()), w.t.at(e.End())
	v.value.recipe = id.Name + " = " + w.r.from.inline(start) + w.r.loose[start:end]
}

// expression shows the value of the last statement, unless it has none. Suppressed, it is still no error.
func (w *rewriter) expression(e ast.Expr, show bool) {
	tv := w.t.info.Types[e]
	call, isCall := ast.Unparen(e).(*ast.CallExpr)
	switch {
	case tv.IsVoid() || tv.Type == nil || isCall && prints(call, w.t.info):
	case show:
		w.shows = true
		how := ".Value("
		if isCall {
			how = ".Result("
		}
		w.edit(e.Pos(), e.Pos(), showName+how)
		w.edit(e.End(), e.End(), ")")
	case w.last == e && !isCall:
		w.edit(e.Pos(), e.Pos(), "_ = ")
	}
}

// prints says whether a call is one of fmt's that say what they have to say themselves.
func prints(call *ast.CallExpr, info *types.Info) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	f, ok := info.Uses[s.Sel].(*types.Func)
	if !ok || f.Pkg() == nil || f.Pkg().Path() != "fmt" {
		return false
	}
	return strings.HasPrefix(f.Name(), "Print") || strings.HasPrefix(f.Name(), "Fprint") || strings.HasPrefix(f.Name(), "Scan")
}

// rename gives variables of earlier cells their new names.
func (w *rewriter) rename(s ast.Stmt) {
	if len(w.olds) == 0 {
		return
	}
	ast.Inspect(s, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if now, isOld := w.olds[w.t.info.Uses[id]]; isOld {
				w.edit(id.Pos(), id.End(), now)
			}
		}
		return true
	})
}

// useUnused uses the variables inside of a statement that nothing uses, so that the compiler does not mind.
func (w *rewriter) useUnused(s ast.Stmt) {
	ast.Inspect(s, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt:
			for _, one := range n.List {
				w.useBehind(one, one.End())
			}
		case *ast.CaseClause:
			for _, one := range n.Body {
				w.useBehind(one, one.End())
			}
		case *ast.RangeStmt:
			w.useIn(n.Body, n.Key, n.Value)
		case *ast.ForStmt:
			w.useInit(n.Init, n.Body)
		case *ast.IfStmt:
			w.useInit(n.Init, n.Body)
		}
		return true
	})
}

func (w *rewriter) useBehind(s ast.Stmt, at token.Pos) {
	for _, id := range defined(s) {
		if w.unused[id.Pos()] {
			w.edit(at, at, fmt.Sprintf("; _ = %s", id.Name))
		}
	}
}

func (w *rewriter) useInit(init ast.Stmt, body *ast.BlockStmt) {
	if init != nil {
		for _, id := range defined(init) {
			w.useIn(body, id)
		}
	}
}

func (w *rewriter) useIn(body *ast.BlockStmt, names ...ast.Expr) {
	for _, e := range names {
		if id, ok := e.(*ast.Ident); ok && w.unused[id.Pos()] {
			w.edit(body.Lbrace+1, body.Lbrace+1, "_ = "+id.Name+";")
		}
	}
}
