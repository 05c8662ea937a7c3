package cell

import "go/ast"

// declared are the names that a spec declares.
func declared(s ast.Spec) []*ast.Ident {
	switch s := s.(type) {
	case *ast.ValueSpec:
		return s.Names
	case *ast.TypeSpec:
		return []*ast.Ident{s.Name}
	}
	return nil
}

func docOf(s ast.Spec) *ast.CommentGroup {
	switch s := s.(type) {
	case *ast.ValueSpec:
		return s.Doc
	case *ast.TypeSpec:
		return s.Doc
	}
	return nil
}

// aliasOf is B for the spec A = B of a type that is another one's name.
func aliasOf(s ast.Spec) string {
	if t, ok := s.(*ast.TypeSpec); ok && t.Assign.IsValid() {
		return baseName(t.Type)
	}
	return ""
}

// receiverOf is T for a method of T, *T, T[P] or *T[P], "" for functions.
func receiverOf(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	return baseName(d.Recv.List[0].Type)
}

func baseName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return baseName(e.X)
	case *ast.ParenExpr:
		return baseName(e.X)
	case *ast.IndexExpr:
		return baseName(e.X)
	case *ast.IndexListExpr:
		return baseName(e.X)
	}
	return ""
}

// counts says whether a block of constants must stay together: it uses iota, or repeats an expression by leaving it out.
func counts(d *ast.GenDecl) (yes bool) {
	for _, s := range d.Specs {
		value := s.(*ast.ValueSpec)
		yes = yes || len(value.Values) == 0
		ast.Inspect(value, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			yes = yes || ok && id.Name == "iota"
			return true
		})
	}
	return yes
}
