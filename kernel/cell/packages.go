package cell

import (
	"cmp"
	_ "embed" // std.txt
	"go/token"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Packages says where missing imports are looked for. The zero value knows the standard library alone.
//
// For a name p in p.Name that nothing declares, the imports of the cell and of earlier cells come first, whatever they hold; then Module,
// then the standard library, then Last. Of several packages with the name the one that exports most of the selected names wins, in doubt the earlier.
// Such an import is looked for again in each program; it is not remembered.
type Packages struct {
	// Module maps package names to import paths, the preferred ones first.
	Module map[string][]string
	// Last is such a map for those that come after the standard library.
	Last map[string][]string
	// Describe returns the name of the package with an import path and what it exports (fields of types as T.Field, methods as T.Method()), "" if it doesn't know. It may be nil: names are
	// then guessed from paths, and of several packages the first is taken.
	Describe func(path string) (name string, exports []string)
	// Companions maps import paths to the package that a program must import too, for its effect, if it imports that one or one below it.
	Companions map[string]string
}

//go:embed std.txt
var stdList string

// standard is the standard library, a table like Packages.Module.
var standard = sync.OnceValue(func() map[string][]string {
	table := map[string][]string{}
	for line := range strings.Lines(stdList) {
		if path := strings.TrimSpace(line); path != "" && path[0] != '#' {
			table[guessName(path)] = append(table[guessName(path)], path)
		}
	}
	return table
})

// name is the name of the package at a path.
func (p Packages) name(path string) string {
	guess := guessName(path)
	if p.Describe == nil || slices.Contains(standard()[guess], path) {
		return guess
	}
	if name, _ := p.Describe(path); name != "" {
		return name
	}
	return guess
}

// guessName is what a package at a path is usually called: its last element, without a major version and without what can't
// stand in a name (go-yaml, yaml.v3, yaml-go are yaml).
func guessName(path string) string {
	parent, last := split(path)
	if isVersion(last) && parent != "" {
		_, last = split(parent)
	}
	if rest := strings.TrimPrefix(last, "go-"); rest != "" {
		last = rest
	}
	end := strings.IndexFunc(last, func(c rune) bool { return !token.IsIdentifier("_" + string(c)) })
	if end > 0 {
		last = last[:end]
	}
	return cmp.Or(last, path)
}

func split(path string) (parent, last string) {
	at := strings.LastIndexByte(path, '/')
	if at < 0 {
		return "", path
	}
	return path[:at], path[at+1:]
}

func isVersion(element string) bool {
	digits := strings.TrimLeft(strings.TrimPrefix(element, "v"), "0123456789")
	return len(element) > 1 && element[0] == 'v' && digits == ""
}

// find returns the package that a name with these selected names means, "" if there is none.
func (p Packages) find(name string, selected set) string {
	for _, table := range []map[string][]string{p.Module, standard(), p.Last} {
		if path := p.best(table[name], selected); path != "" {
			return path
		}
	}
	return ""
}

// best is the first of the paths with the most of the selected names. One that has none of them is no candidate: better an
// undefined name than a wrong package.
func (p Packages) best(paths []string, selected set) string {
	if len(paths) == 0 || p.Describe == nil {
		return slices.Concat(paths, []string{""})[0]
	}
	best, most := "", 0
	for _, path := range paths {
		if n := p.count(path, selected); n > most {
			best, most = path, n
		}
	}
	return best
}

// count is how many of the selected names a package exports. A package that Describe does not know may have any one.
func (p Packages) count(path string, selected set) (n int) {
	name, exports := p.Describe(path)
	if name == "" {
		return 1
	}
	for _, e := range exports {
		if selected[e] {
			n++
		}
	}
	return n
}

// exportsAny says whether a package may export one of the names.
func (p Packages) exportsAny(path string, names set) bool {
	return len(names) > 0 && (p.Describe == nil || p.count(path, names) > 0)
}

// likely is the package that a name most probably means, "" if several may be meant or none.
func (p Packages) likely(name string, selected set) string {
	if path := p.find(name, selected); path != "" && (p.Describe != nil || len(p.Paths(name)) == 1) {
		return path
	}
	if paths := p.Paths(name); len(paths) == 1 {
		return paths[0]
	}
	return ""
}

// Paths are the packages that a name may mean, those of Module first.
func (p Packages) Paths(name string) []string {
	return slices.Concat(p.Module[name], standard()[name], p.Last[name])
}

// Names are the names of all packages that need no import, sorted.
func (p Packages) Names() []string {
	names := slices.AppendSeq(slices.Collect(maps.Keys(p.Module)), maps.Keys(standard()))
	names = slices.AppendSeq(names, maps.Keys(p.Last))
	slices.Sort(names)
	return slices.Compact(names)
}
