package assist

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"strings"
)

// exportsIn are the exported declarations of a file. Its text is read from disk if src is nil.
func exportsIn(file string, src any) (list []export) {
	for _, e := range declarationsIn(file, src) {
		if ast.IsExported(e.Text) {
			list = append(list, e)
		}
	}
	return list
}

// declarationsIn are the names that a file declares, methods aside. What does not parse is left out.
func declarationsIn(file string, src any) (list []export) {
	fset := token.NewFileSet()
	f, _ := parser.ParseFile(fset, file, src, parser.ParseComments|parser.SkipObjectResolution)
	if f == nil {
		return nil
	}
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				list = append(list, export{Match{d.Name.Name, "function", source(fset, d.Type)}, d.Doc.Text()})
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				list = append(list, specExports(fset, d, s)...)
			}
		}
	}
	return list
}

func specExports(fset *token.FileSet, d *ast.GenDecl, s ast.Spec) (list []export) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		list = append(list, export{Match{s.Name.Name, typeKind(s.Type), "type"}, docOf(s.Doc, d)})
	case *ast.ValueSpec:
		m := Match{Type: "variable"}
		if d.Tok == token.CONST {
			m.Type = "constant"
		}
		if s.Type != nil {
			m.Signature = source(fset, s.Type)
		}
		for _, n := range s.Names {
			m.Text = n.Name
			list = append(list, export{m, docOf(s.Doc, d)})
		}
	}
	return list
}

// typeKind is one of the kinds that the protocol has.
func typeKind(e ast.Expr) string {
	switch e.(type) {
	case *ast.StructType:
		return "struct"
	case *ast.InterfaceType:
		return "interface"
	}
	return "class"
}

// docOf is the comment of a spec, or of the declaration around it.
func docOf(doc *ast.CommentGroup, d *ast.GenDecl) string {
	if doc == nil {
		doc = d.Doc
	}
	return doc.Text()
}

// source writes a node in one line.
func source(fset *token.FileSet, n ast.Node) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, fset, n); err != nil {
		return ""
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
