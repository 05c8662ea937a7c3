package release

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
	"unicode"

	"github.com/gensci/gensci/kernel/cell"
)

// code is what a code cell says: imports, declarations and statements stand there in any order.
type code struct {
	imports []*ast.ImportSpec
	decls   []ast.Decl
	stmts   []ast.Stmt
}

// parseCode parses the source of a code cell. Its error names the line.
func parseCode(source string) (code, error) {
	source = strings.ReplaceAll(strings.TrimPrefix(source, "\ufeff"), "\r\n", "\n") // as the kernel reads it
	pieces, err := split(source)
	if err != nil {
		return code{}, err
	}
	var c code
	for _, of := range []struct {
		kinds         [3]bool
		before, after string
		take          func(*ast.File)
	}{
		{[3]bool{importing: true}, "package cell;", "", func(f *ast.File) { c.imports = f.Imports }},
		{[3]bool{declaring: true}, "package cell;", "", func(f *ast.File) { c.decls = f.Decls }},
		{[3]bool{doing: true}, "package cell; func _() {", "\n}", func(f *ast.File) { c.stmts = f.Decls[0].(*ast.FuncDecl).Body.List }},
	} {
		f, err := parser.ParseFile(token.NewFileSet(), "", of.before+only(source, pieces, of.kinds)+of.after, parser.SkipObjectResolution)
		if err != nil {
			return code{}, firstError(err)
		}
		of.take(f)
	}
	return c, nil
}

// firstError is the first of the parser's errors, with its line.
func firstError(err error) error {
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return fmt.Errorf("does not parse in line %d: %.200s", list[0].Pos.Line, strings.Map(printable, list[0].Msg))
	}
	return fmt.Errorf("does not parse: %w", err)
}

// printable replaces what the parser quotes of a source and would disturb a message.
func printable(r rune) rune {
	if !unicode.IsPrint(r) {
		return ' '
	}
	return r
}

// What a piece of a cell is.
const (
	importing = iota
	declaring
	doing
)

// piece is an import, a declaration or a statement at the outermost level: source[start:end].
type piece struct{ kind, start, end int }

// only is the source with all pieces of other kinds blanked out, so that places stay what they are.
func only(source string, pieces []piece, kinds [3]bool) string {
	text := []byte(source)
	for _, p := range pieces {
		for i := p.start; i < p.end && !kinds[p.kind]; i++ {
			if text[i] != '\n' {
				text[i] = ' '
			}
		}
	}
	return string(text)
}

// split finds the pieces of a cell.
func split(source string) ([]piece, error) {
	parts := cell.Split(source)
	if parts.Whole {
		return nil, errors.New("is a magic; sheets are Go alone")
	}
	for i := range min(len(source), len(parts.Code)) {
		if source[i] != parts.Code[i] { // special lines are blanks there
			return nil, fmt.Errorf("has a magic or shell line, line %d; sheets are Go alone", 1+strings.Count(source[:i], "\n"))
		}
	}
	var pieces []piece
	for _, p := range cell.Outermost(parts.Code) {
		if p.End < len(source) && source[p.End] == ';' {
			p.End++ // nothing that stands alone may be left of a piece that is blanked out
		}
		switch {
		case p.Kind == token.COMMENT:
		case p.Kind == token.IMPORT:
			pieces = append(pieces, piece{importing, p.Start, p.End})
		case p.Declaration:
			pieces = append(pieces, piece{declaring, p.Start, p.End})
		default:
			pieces = append(pieces, piece{doing, p.Start, p.End})
		}
	}
	return pieces, nil
}

// checkCall returns the function literal of nb.Check(func(t *sheet.T) { … }), or nil if the statement is something else.
func checkCall(s ast.Stmt) *ast.FuncLit {
	expr, _ := s.(*ast.ExprStmt)
	if expr == nil {
		return nil
	}
	call, _ := expr.X.(*ast.CallExpr)
	if call == nil || !selects(call.Fun, "nb", "Check") || len(call.Args) != 1 {
		return nil
	}
	f, _ := call.Args[0].(*ast.FuncLit)
	if f == nil || f.Type.Results != nil || f.Type.Params.NumFields() != 1 || f.Type.TypeParams != nil {
		return nil
	}
	param, _ := f.Type.Params.List[0].Type.(*ast.StarExpr)
	if param == nil || !selects(param.X, "sheet", "T") {
		return nil
	}
	return f
}

// selects tells whether an expression is pkg.name.
func selects(e ast.Expr, pkg, name string) bool {
	sel, _ := e.(*ast.SelectorExpr)
	if sel == nil {
		return false
	}
	x, _ := sel.X.(*ast.Ident)
	return x != nil && x.Name == pkg && sel.Sel.Name == name
}
