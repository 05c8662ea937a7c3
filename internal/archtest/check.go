package archtest

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// check returns one sentence for every rule that pkgs break, in the order of the packages.
func check(pkgs []pkg) []string {
	var broken []string
	used := map[edge]bool{}
	for _, p := range pkgs {
		if listed(exempt, p.Path) {
			continue
		}
		broken = append(broken, checkPackage(p)...)
		for _, i := range p.Imports {
			broken = append(broken, checkImport(p, i, used)...)
		}
	}
	return append(broken, unusedEdges(pkgs, used)...)
}

func checkPackage(p pkg) []string {
	var broken []string
	if !p.Doc {
		broken = append(broken, fmt.Sprintf("%s: no package comment; add a doc.go that says what it is, with an example", p.Path))
	}
	if slices.Contains(vagueNames, path.Base(p.Path)) {
		broken = append(broken, fmt.Sprintf("%s: the name says nothing; call the package by what it holds", p.Path))
	}
	if _, known := parts[partOf(p.Path)]; !known {
		broken = append(broken, fmt.Sprintf("%s: unknown part; say in internal/archtest/rules.go what %q may import", p.Path, partOf(p.Path)))
	}
	return broken
}

func checkImport(p pkg, i imp, used map[edge]bool) []string {
	var broken []string
	say := func(format string, args ...any) {
		broken = append(broken, fmt.Sprintf("%s imports %s: ", i.File, i.Path)+fmt.Sprintf(format, args...))
	}
	if i.Dot && i.Path != dotImportable {
		say("dot-import %s alone", dotImportable)
	}
	if i.Path == "math/rand" {
		say("use math/rand/v2, a *rand.Rand that the caller passes in")
	}
	if below(i.Path, module+"/solutions") {
		say("solutions are read by teachers, never by code")
		return broken
	}
	if belowAny(i.Path, backEnds) && !belowAny(p.Path, backEndImporters) {
		say("only backend/ imports GoMLX's engines; take a compute.Backend, in tests use internal/engines")
	}
	if below(p.Path, "gen") && !i.Test && belowAny(i.Path, ioPackages) && !listed(ioAllowed, familyOf(p.Path)) {
		say("only readers and checkpoints do input and output in gen/")
	}
	in, ok := strings.CutPrefix(i.Path, module+"/")
	if !ok {
		return broken
	}
	if why := checkParts(p.Path, in, i.Test, used); why != "" {
		say("%s", why)
	}
	if below(p.Path, "gen") && below(in, "gen") && !i.Test { // tests use suites and training from above
		if why := checkLayers(familyOf(p.Path), familyOf(in), used); why != "" {
			say("%s", why)
		}
	}
	return broken
}

// checkParts says why the package from may not import the package to of another part; empty if it may.
func checkParts(from, to string, test bool, used map[edge]bool) string {
	a, b := partOf(from), partOf(to)
	if a == b || slices.Contains(parts[a], b) || (test && slices.Contains(testParts[a], b)) {
		return ""
	}
	for _, e := range partExceptions {
		if below(from, e.From) && below(to, e.To) {
			used[e] = true
			return ""
		}
	}
	return fmt.Sprintf("%s/ does not import %s/", a, b)
}

// checkLayers says why the package from of gen/ may not import the package to; empty if it may.
func checkLayers(from, to string, used map[edge]bool) string {
	if from == to {
		return ""
	}
	for _, e := range edges {
		if e.From == from && e.To == to {
			used[e] = true
			return ""
		}
	}
	a, b := layerOf(from), layerOf(to)
	switch {
	case a < b:
		return fmt.Sprintf("%q stands in a higher layer of gen/ than %q", to, from)
	case a == b:
		return "packages of one layer import each other only along an edge with a reason in internal/archtest/rules.go"
	case to == fitPackage && a == len(layers):
		return "families do not import fit; build the loss and let the caller train it"
	}
	return ""
}

// unusedEdges names exceptions that no import needs; those of packages that do not exist are left alone.
func unusedEdges(pkgs []pkg, used map[edge]bool) []string {
	exists := func(name string) bool {
		return slices.ContainsFunc(pkgs, func(p pkg) bool { return below(p.Path, name) })
	}
	var broken []string
	say := func(e edge) {
		broken = append(broken, fmt.Sprintf("internal/archtest/rules.go: nothing uses %q → %q any more; delete it", e.From, e.To))
	}
	for _, e := range edges {
		if !used[e] && exists("gen/"+e.From) {
			say(e)
		}
	}
	for _, e := range partExceptions {
		if !used[e] && exists(e.From) {
			say(e)
		}
	}
	return broken
}

// partOf is the first folder of a path below the module's root.
func partOf(p string) string {
	first, _, _ := strings.Cut(p, "/")
	return first
}

// familyOf is the first folder below gen/: subpackages belong to their family. Package gen itself is "".
func familyOf(p string) string {
	return partOf(strings.TrimPrefix(strings.TrimPrefix(p, "gen"), "/"))
}

// layerOf is the index of a package's layer; families stand in the last one, len(layers).
func layerOf(family string) int {
	for n, names := range layers {
		if slices.Contains(names, family) {
			return n
		}
	}
	return len(layers)
}

// below reports whether p is name or lies in it.
func below(p, name string) bool { return p == name || strings.HasPrefix(p, name+"/") }

func belowAny(p string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return below(p, name) })
}

func listed(list []edge, from string) bool {
	return slices.ContainsFunc(list, func(e edge) bool { return e.From == from })
}
