package program

import (
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/source"
)

// engine is what a program imports that computes with tensors: the engine in pure Go, and what chooses it.
var engine = []source.Import{{Name: "_", Path: ours + "backend"}, {Name: "_", Path: ours + "backend/pure"}}

// computes tells whether a program that imports some packages needs an engine: GoMLX's, or ours but for the laws of package data.
func computes(imports []string) bool {
	return slices.ContainsFunc(imports, func(path string) bool {
		return strings.HasPrefix(path, "github.com/gomlx/") || strings.HasPrefix(path, ours+"gen") && path != ours+"gen/data" || path == ours+"grade/sheet/graphs"
	})
}

// carriers are the imports of packages that have the types in some functions' signatures cross between processes.
func (p *Plan) carriers(functions []string) (imports []source.Import) {
	for _, c := range []struct{ uses, path string }{{"mat.", "grade/wire/matrix"}, {"tensors.", "grade/wire/tensor"}} {
		if slices.ContainsFunc(functions, func(name string) bool { return strings.Contains(p.types(name), c.uses) }) {
			imports = append(imports, source.Import{Name: "_", Path: ours + c.path})
		}
	}
	return imports
}

// types is a function's signature with the declarations of the sheet's types in it.
func (p *Plan) types(name string) string {
	signature := p.functions[name].signature
	wanted := map[string]bool{}
	for _, n := range signatureNames(signature) {
		wanted[n] = true
	}
	var all pool
	for _, t := range p.given(true) {
		all.declarations = append(all.declarations, t.Declarations...)
	}
	for _, d := range all.need(wanted) {
		signature += "\n" + d.Text
	}
	return signature
}

// Packages are those that the programs of the sheet may import, the engine's with them if they compute with one, and those of the checker.
func (p *Plan) Packages(checker Source) []string {
	paths := append(p.Allowed.Paths(), checker.Imports()...)
	if computes(paths) {
		for _, i := range engine {
			paths = append(paths, i.Path)
		}
		paths = append(paths, ours+"grade/sheet/graphs")
	}
	return append(paths, ours+"grade/wire/matrix", ours+"grade/wire/tensor")
}
