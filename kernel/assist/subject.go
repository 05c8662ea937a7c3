package assist

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
)

// subject is the end of the name that a request at a place, in code points, is about: the one that it is in or behind, or the function whose
// arguments it stands between. There is none in lines that are no Go, and in strings outside of calls.
func subject(code string, position int) (end int, ok bool) {
	c := newCursor(code, position)
	if c.magic {
		return 0, false
	}
	if end, ok = nameAt(code, c.at); ok && !c.quoted {
		return end, true
	}
	return calledAt(code, c.at)
}

// nameAt is the end of the name around a place.
func nameAt(code string, at int) (end int, ok bool) {
	rest := strings.TrimLeftFunc(code[at:], isNameRune)
	end = len(code) - len(rest)
	name := code[len(strings.TrimRightFunc(code[:end], isNameRune)):end]
	return end, token.IsIdentifier(name)
}

// calledAt is the end of the name before the innermost bracket ( that is open at a place.
func calledAt(code string, at int) (end int, ok bool) {
	goCode := cell.Split(code).Code
	if at > len(goCode) {
		return 0, false
	}
	file := token.NewFileSet().AddFile("", -1, at)
	var scan scanner.Scanner
	scan.Init(file, []byte(goCode[:at]), nil, 0)
	var open []int // the ends of names before brackets, -1 where there is none
	last := -1
	for {
		pos, tok, text := scan.Scan()
		switch tok {
		case token.EOF:
			if n := len(open); n > 0 && open[n-1] >= 0 {
				return open[n-1], true
			}
			return 0, false
		case token.LPAREN:
			open = append(open, last)
		case token.LBRACK, token.LBRACE:
			open = append(open, -1)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			open = open[:max(0, len(open)-1)]
		}
		last = -1
		if tok == token.IDENT {
			last = file.Offset(pos) + len(text)
		}
	}
}

// sourceAt is the declaration around a place in a Go file, with its comment.
func sourceAt(text string, place position) string {
	fset := token.NewFileSet()
	f, _ := parser.ParseFile(fset, "", text, parser.ParseComments|parser.SkipObjectResolution)
	if f == nil {
		return ""
	}
	at := f.FileStart + token.Pos(offsetOf(text, place))
	for _, d := range f.Decls {
		if d.Pos() <= at && at < d.End() {
			return text[start(d)-f.FileStart : d.End()-f.FileStart]
		}
	}
	return ""
}

// start is where a declaration begins, its comment included.
func start(d ast.Decl) token.Pos {
	doc := (*ast.CommentGroup)(nil)
	switch d := d.(type) {
	case *ast.FuncDecl:
		doc = d.Doc
	case *ast.GenDecl:
		doc = d.Doc
	}
	if doc != nil {
		return doc.Pos()
	}
	return d.Pos()
}
