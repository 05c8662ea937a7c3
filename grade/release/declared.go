package release

import (
	"go/ast"
	"go/printer"
	"go/token"
	"strings"
)

// declarations are what the source of a cell declares: names (T.M for methods) with their signatures, without the bodies of functions. Nothing, if it does not parse.
func declarations(source string) map[string]string {
	parsed, err := parseCode(source)
	if err != nil {
		return nil
	}
	named := map[string]string{}
	for _, d := range parsed.decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			d.Body, d.Doc = nil, nil
			named[funcName(d)] = text(d)
		case *ast.GenDecl:
			for i, s := range d.Specs {
				nameSpec(named, d, s, i)
			}
		}
	}
	return named
}

// nameSpec adds the names of one line of a const, type or var declaration.
func nameSpec(named map[string]string, d *ast.GenDecl, s ast.Spec, line int) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		named[s.Name.Name] = "type " + text(s)
	case *ast.ValueSpec:
		what := d.Tok.String() + " " + text(s)
		if d.Tok == token.CONST && len(d.Specs) > 1 { // its value may depend on the lines above
			what = text(&ast.GenDecl{Tok: d.Tok, Lparen: 1, Specs: d.Specs[:line+1]})
		}
		for _, n := range s.Names {
			named[n.Name] = what
		}
	}
}

// funcName is F for functions and T.M for methods.
func funcName(d *ast.FuncDecl) string {
	if d.Recv.NumFields() != 1 {
		return d.Name.Name
	}
	receiver := strings.TrimPrefix(text(d.Recv.List[0].Type), "*")
	receiver, _, _ = strings.Cut(receiver, "[")
	return receiver + "." + d.Name.Name
}

// text is a node on one line.
func text(node any) string {
	var b strings.Builder
	if err := printer.Fprint(&b, token.NewFileSet(), node); err != nil {
		return ""
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
