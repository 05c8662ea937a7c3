package cell

import (
	"go/ast"
	"go/types"
	"maps"
	"slices"
)

// passing are functions that set what a library holds in variables of its own, which begin anew in each cell.
var passing = map[string]bool{
	"log.SetFlags": true, "log.SetOutput": true, "log.SetPrefix": true, "log/slog.SetDefault": true, "log/slog.SetLogLoggerLevel": true,
	"math/rand.Seed": true, "runtime.GOMAXPROCS": true, "runtime/debug.SetGCPercent": true, "runtime/debug.SetMemoryLimit": true,
	"encoding/gob.Register": true, "encoding/gob.RegisterName": true, "net/http.Handle": true, "net/http.HandleFunc": true,
}

// passes says what the statements set that does not stay: a sentence each.
func (t *typed) passes() (notes []string) {
	found := set{}
	for _, s := range t.list {
		ast.Inspect(s, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false // it may never be called
			case *ast.CallExpr:
				if f, ok := t.selected(n.Fun).(*types.Func); ok && passing[f.Pkg().Path()+"."+f.Name()] {
					found[f.Pkg().Name()+"."+f.Name()] = true
				}
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					if v, ok := t.selected(e).(*types.Var); ok {
						found["setting "+v.Pkg().Name()+"."+v.Name()] = true
					}
				}
			}
			return true
		})
	}
	for _, what := range slices.Sorted(maps.Keys(found)) {
		notes = append(notes, what+" holds in this cell only, since each cell is a program of its own; put it into func init_x() to have it in all")
	}
	return notes
}

// selected is what p.Name means if p is a package, nil otherwise.
func (t *typed) selected(e ast.Expr) types.Object {
	s, ok := ast.Unparen(e).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	p, ok := ast.Unparen(s.X).(*ast.Ident)
	if !ok {
		return nil
	}
	if _, ok = t.info.Uses[p].(*types.PkgName); !ok {
		return nil
	}
	return t.info.Uses[s.Sel]
}
