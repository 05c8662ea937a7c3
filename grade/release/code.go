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
)

// code is what a code cell says: imports, declarations and statements stand there in any order.
type code struct {
	imports []*ast.ImportSpec
	decls   []ast.Decl
	stmts   []ast.Stmt
}

// parseCode parses the source of a code cell. Its error names the line.
func parseCode(source string) (code, error) {
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

// split finds the pieces of a cell: they end at semicolons outside of brackets, written ones and those that line ends stand for.
func split(source string) ([]piece, error) {
	file := token.NewFileSet().AddFile("", -1, len(source))
	var s scanner.Scanner
	s.Init(file, []byte(source), nil, 0) // the parser finds the errors again
	var pieces []piece
	var toks []token.Token
	start, depth := 0, 0
	for {
		pos, tok, _ := s.Scan()
		at := file.Offset(pos)
		if tok == token.EOF || tok == token.SEMICOLON && depth == 0 {
			if len(toks) > 0 {
				pieces = append(pieces, piece{kindOf(toks), start, endOf(source, at)})
			}
			if tok == token.EOF {
				return pieces, nil
			}
			toks = nil
			continue
		}
		if len(toks) == 0 {
			start = at
			if tok == token.REM || tok == token.NOT {
				return nil, fmt.Errorf("has a magic or shell line, line %d; sheets are Go alone", file.Line(pos))
			}
		}
		toks = append(toks, tok)
		depth = max(0, depth+bracket(tok))
	}
}

// endOf is where the piece ends that a semicolon at a place ends: behind one that is written.
func endOf(source string, at int) int {
	if at < len(source) && source[at] == ';' {
		return at + 1
	}
	return at
}

// bracket is 1 for opening and -1 for closing brackets.
func bracket(tok token.Token) int {
	switch tok {
	case token.LPAREN, token.LBRACK, token.LBRACE:
		return 1
	case token.RPAREN, token.RBRACK, token.RBRACE:
		return -1
	}
	return 0
}

// kindOf tells from the tokens of a piece what it is. A function has a name, a method a name and a ( behind its receiver; all other func are literals in statements.
func kindOf(toks []token.Token) int {
	switch toks[0] {
	case token.IMPORT:
		return importing
	case token.CONST, token.TYPE, token.VAR:
		return declaring
	case token.FUNC:
	default:
		return doing
	}
	name := 1
	if len(toks) > 1 && toks[1] == token.LPAREN {
		for depth := 0; name < len(toks); name++ {
			if depth += bracket(toks[name]); depth == 0 {
				name++
				break
			}
		}
		if name+1 >= len(toks) || toks[name+1] != token.LPAREN {
			return doing
		}
	}
	if name < len(toks) && toks[name] == token.IDENT {
		return declaring
	}
	return doing
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
