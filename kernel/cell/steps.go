package cell

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
)

// step is a statement at the outermost level of a live cell.
type step struct {
	start, end int // bytes of the cell
	stmt       ast.Stmt
	again      bool // it is run again wherever its variables are used: see rerunMark
	quiet      bool // a semicolon was written behind it
	list       int  // alone, or where it stands in a list of expressions
}

const (
	alone = iota
	first
	middle
	final
)

// rerunMark, in a comment before a definition, says that its value is not to be kept but to be made again.
const rerunMark = "//gensci:rerun"

// declares says whether a chunk is no statement. A variable that is a flag of the program, or an embedded file, is defined by its
// declaration in each program anew.
func (r *reading) declares(c chunk) bool {
	switch c.kind {
	case token.PACKAGE, token.IMPORT, token.CONST, token.TYPE, token.COMMENT:
		return true
	case token.FUNC:
		return c.named || c.method
	case token.VAR:
		return definedByProgram.MatchString(r.parts.Code[c.start:c.end])
	}
	return false
}

var definedByProgram = regexp.MustCompile(`(?m)^//go:embed |\bflag\.`)

const (
	beforeSteps = prefix + "func _() {"
	afterSteps  = "\n}"
)

// readSteps reads the statements. Whatever is no statement has been replaced by blanks.
func (r *reading) readSteps(loose string) {
	if strings.TrimSpace(loose) == "" {
		return
	}
	if at := strayBracket(loose, 0); at >= 0 {
		r.fail(at, "unexpected %c, nothing is open here", loose[at])
		return
	}
	loose, list := spread(loose)
	f := r.parseText(beforeSteps, loose, 0, afterSteps)
	if f == nil {
		return
	}
	base := int(f.FileStart) + len(beforeSteps)
	end := 0
	for _, s := range single(f.Decls[0].(*ast.FuncDecl).Body.List) {
		one := step{start: int(s.Pos()) - base, end: int(s.End()) - base, stmt: s}
		one.again = strings.Contains(loose[end:one.start], rerunMark)
		one.quiet = semicolonAt(loose[one.end:])
		if one.start >= list {
			one.list = middle
		}
		r.steps, end = append(r.steps, one), one.end
	}
	r.markList()
	if len(r.steps) > 0 {
		r.loose, r.looseUses = loose, usesOf(f)
	}
}

// markList marks the ends of a list of expressions.
func (r *reading) markList() {
	last := len(r.steps) - 1
	if last < 0 || r.steps[last].list == alone {
		return
	}
	r.steps[last].list = final
	for i := last; i >= 0 && r.steps[i].list != alone; i-- {
		if i == 0 || r.steps[i-1].list == alone {
			r.steps[i].list = first
		}
	}
}

// single are the statements without empty ones, and with one for each line of a block of variables.
func single(list []ast.Stmt) (all []ast.Stmt) {
	for _, s := range list {
		d, ok := s.(*ast.DeclStmt)
		switch {
		case ok:
			all = append(all, members(d.Decl.(*ast.GenDecl))...)
		default:
			if _, empty := s.(*ast.EmptyStmt); !empty {
				all = append(all, s)
			}
		}
	}
	return all
}

func members(d *ast.GenDecl) (all []ast.Stmt) {
	for _, s := range d.Specs {
		at := d.TokPos
		if d.Lparen.IsValid() {
			at = s.Pos()
		}
		all = append(all, &ast.DeclStmt{Decl: &ast.GenDecl{TokPos: at, Tok: d.Tok, Specs: []ast.Spec{s}}})
	}
	return all
}

// onlyDeclares says whether the statements are declarations of variables, which Go initialises in the order that their values need.
func (r *reading) onlyDeclares() bool {
	for _, s := range r.steps {
		if _, ok := s.stmt.(*ast.DeclStmt); !ok {
			return false
		}
	}
	return true
}

// semicolonAt says whether text begins with a semicolon, blanks aside.
func semicolonAt(text string) bool { return strings.HasPrefix(strings.TrimLeft(text, " \t"), ";") }

// defined are the variables that a statement defines, blank ones not.
func defined(s ast.Stmt) (names []*ast.Ident) {
	switch s := s.(type) {
	case *ast.AssignStmt:
		if s.Tok != token.DEFINE {
			return nil
		}
		for _, e := range s.Lhs {
			if id, ok := e.(*ast.Ident); ok && id.Name != gone {
				names = append(names, id)
			}
		}
	case *ast.DeclStmt:
		d := s.Decl.(*ast.GenDecl)
		if d.Tok != token.VAR {
			return nil
		}
		for _, spec := range d.Specs {
			for _, id := range declared(spec) {
				if id.Name != gone {
					names = append(names, id)
				}
			}
		}
	}
	return names
}
