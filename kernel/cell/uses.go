package cell

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
)

// set is a set of names.
type set map[string]bool

// uses are the names that code takes from outside of itself.
type uses struct {
	names set // all of them, predeclared ones like len too
	// keys are the identifiers before a colon in composite literals. Without types nobody knows whether Seed in T{Seed: 1} is a field or,
	// as in [...]int{Seed: 1}, a constant.
	keys     set
	selected map[string]set // p → {Name} for each p.Name, where p may be a package or a variable
}

// usesOf finds the names that f does not declare itself.
func usesOf(f *ast.File) uses {
	u := uses{names: set{}, keys: set{}, selected: map[string]set{}}
	open := map[*ast.Ident]bool{}
	// The field is deprecated in favour of the type checker; that wants the packages, which are found by these names.
	for _, name := range f.Unresolved {
		open[name] = true
		u.names[name.Name] = true
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && open[x] {
				u.selected[x.Name] = with(u.selected[x.Name], n.Sel.Name)
			}
		case *ast.CompositeLit:
			u.addKeys(n)
		}
		return true
	})
	return u
}

// usesIn finds them in a file's text, which must parse.
func usesIn(text string) uses {
	f, err := parser.ParseFile(token.NewFileSet(), "", text, 0)
	if err != nil { // it was parsed before, as a part of something else
		return uses{names: set{}, keys: set{}, selected: map[string]set{}}
	}
	return usesOf(f)
}

func (u uses) addKeys(n *ast.CompositeLit) {
	for _, e := range n.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			if key, isName := pair.Key.(*ast.Ident); isName {
				u.keys[key.Name] = true
			}
		}
	}
}

// add makes u the uses of both.
func (u uses) add(more uses) {
	maps.Copy(u.names, more.names)
	maps.Copy(u.keys, more.keys)
	for name, selected := range more.selected {
		u.selected[name] = with(u.selected[name])
		maps.Copy(u.selected[name], selected)
	}
}

func with(s set, names ...string) set {
	if s == nil {
		s = set{}
	}
	for _, n := range names {
		s[n] = true
	}
	return s
}
