package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// remade are types of values that are compiled from functions, which belong to one program. What they compute with stays elsewhere, so making
// them again gives the same: a definition of one is run again in each cell that uses it.
var remade = map[string]bool{
	"github.com/gomlx/gomlx/core/graph.Exec":  true,
	"github.com/gomlx/gomlx/ml/model.Exec":    true,
	"github.com/gomlx/gomlx/ml/train.Trainer": true,
	"github.com/gomlx/gomlx/ml/train.Loop":    true,
}

// isRemade says whether values of a type, or what they point to, are made again.
func isRemade(t types.Type) bool {
	of := types.Unalias(t)
	if p, ok := of.(*types.Pointer); ok {
		of = types.Unalias(p.Elem())
	}
	n, ok := of.(*types.Named)
	return ok && n.Obj().Pkg() != nil && remade[n.Obj().Pkg().Path()+"."+n.Obj().Name()]
}

// madeAgain are the variables of a statement that is run again wherever they are used: it is marked, or one of them is of such a type and gets
// its value here.
func (w *rewriter) madeAgain(s ast.Stmt, marked bool) (ids []*ast.Ident) {
	if marked {
		return defined(s)
	}
	switch s := s.(type) {
	case *ast.AssignStmt:
		if ids = defined(s); s.Tok == token.ASSIGN && len(s.Lhs) == 1 {
			ids = idents(s.Lhs)
		}
	case *ast.DeclStmt:
		if v, ok := s.Decl.(*ast.GenDecl).Specs[0].(*ast.ValueSpec); ok && len(v.Values) > 0 {
			ids = defined(s)
		}
	}
	for _, id := range ids {
		if v := w.vars[id.Name]; v != nil && !v.local && isRemade(v.typ) && !w.changed[id.Name] {
			return ids
		}
	}
	return nil
}

func idents(list []ast.Expr) (ids []*ast.Ident) {
	for _, e := range list {
		if id, ok := e.(*ast.Ident); ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// rerun makes a statement the recipe of variables.
func (w *rewriter) rerun(ids []*ast.Ident, text string) {
	for _, id := range ids {
		if v := w.vars[id.Name]; v != nil && !v.local {
			v.value.recipe, v.value.lost = strings.TrimSuffix(text, "\n"), ""
		}
	}
}
