package program

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/source"
)

// libraries are packages that code may use without an import, as in notebooks, if the sheet allows them. A test compares ours with the module's folders.
var libraries = append(slices.Clone([]string(source.Standard)),
	"github.com/gomlx/gomlx/core/graph", "github.com/gomlx/gomlx/core/tensors", "github.com/gomlx/gomlx/ml/model", "github.com/gomlx/gomlx/ml/layers",
	"github.com/gomlx/compute/dtypes", "github.com/gomlx/compute/shapes",
	ours+"grade/sheet", ours+"grade/sheet/graphs",
	ours+"gen", ours+"gen/bijector", ours+"gen/data", ours+"gen/diffop", ours+"gen/diffop/rules", ours+"gen/dist", ours+"gen/doctor", ours+"gen/fit", ours+"gen/flow", ours+"gen/gentest", ours+"gen/linalg", ours+"gen/loop",
	ours+"gen/metric", ours+"gen/nets", ours+"gen/nets/act", ours+"gen/ode", ours+"gen/operator", ours+"gen/operator/multiplier", ours+"gen/opt", ours+"gen/pinn", ours+"gen/pinn/certify", ours+"gen/pinn/exact", ours+"gen/pinn/geom", ours+"gen/pinn/jet",
)

const ours = "github.com/gensci/gensci/"

// names are what a file uses and does not declare.
type names struct {
	plain    map[string]bool            // alone
	selected map[string]map[string]bool // before a point, with the names after it
}

// missing finds what a file uses that neither it nor its package declares.
func missing(text string, declared map[string]bool) (names, error) {
	n := names{map[string]bool{}, map[string]map[string]bool{}}
	file, err := parser.ParseFile(token.NewFileSet(), "", text, 0)
	if err != nil {
		return n, err
	}
	unresolved := map[*ast.Ident]bool{}
	for _, id := range file.Unresolved {
		if !declared[id.Name] && types.Universe.Lookup(id.Name) == nil {
			unresolved[id] = true
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if s, ok := node.(*ast.SelectorExpr); ok {
			if x, ok := s.X.(*ast.Ident); ok && unresolved[x] {
				if n.selected[x.Name] == nil {
					n.selected[x.Name] = map[string]bool{}
				}
				n.selected[x.Name][s.Sel.Name] = true
				delete(unresolved, x)
			}
		}
		return true
	})
	for id := range unresolved {
		n.plain[id.Name] = true
	}
	return n, nil
}

// imports chooses the imports of a file: those that are written, its own cell's first, then the libraries. What it finds none for is left to the compiler to complain of.
func (n names) imports(written []source.Import, allowed func(path string) bool) []source.Import {
	var out []source.Import
	for _, name := range slices.Sorted(maps.Keys(n.selected)) {
		if i, ok := n.choose(name, written, allowed); ok {
			out = append(out, i)
		}
	}
	if len(n.plain) == 0 {
		return out
	}
	for _, i := range written {
		if i.Name == "." && !slices.ContainsFunc(out, func(o source.Import) bool { return o.Name == "." && o.Path == i.Path }) {
			out = append(out, source.Import{Name: ".", Path: i.Path})
		}
	}
	return out
}

func (n names) choose(name string, written []source.Import, allowed func(path string) bool) (source.Import, bool) {
	for _, i := range written {
		if i.Name == name || i.Name == "" && packageName(i.Path) == name {
			return source.Import{Name: name, Path: i.Path}, true
		}
	}
	if name == "rand" { // two packages share the name
		if randVersion1(n.selected[name]) {
			return source.Import{Name: name, Path: "math/rand"}, allowed("math/rand")
		}
		return source.Import{Name: name, Path: "math/rand/v2"}, allowed("math/rand/v2")
	}
	for _, p := range libraries {
		if packageName(p) == name && allowed(p) {
			return source.Import{Name: name, Path: p}, true
		}
	}
	return source.Import{}, false
}

// randVersion1 tells whether names are of math/rand and not of math/rand/v2.
func randVersion1(selected map[string]bool) bool {
	for _, only := range []string{"NewSource", "Source64", "Seed", "Intn", "Int31", "Int31n", "Int63", "Int63n", "Read"} {
		if selected[only] {
			return true
		}
	}
	return false
}

var version = regexp.MustCompile(`^v[0-9]+$`)

// packageName is what the package at a path is usually called.
func packageName(p string) string {
	if base := path.Base(p); !version.MatchString(base) || !strings.Contains(p, "/") {
		return base
	}
	return path.Base(path.Dir(p))
}
