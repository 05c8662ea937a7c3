package cell

import (
	"fmt"
	"go/types"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/gensci/gensci/kernel/keep"
)

// needs are the components of values that the program restores.
func (l *live) needs() []keep.Component {
	if l.m.Kept == nil {
		return nil
	}
	names := slices.Collect(maps.Keys(l.own)) // what the cell defines anew may share memory with others
	for _, u := range l.all() {
		if l.found.found[u] && u.value != nil && u.value.recipe == "" {
			names = append(names, u.names[0].text)
		}
	}
	slices.Sort(names)
	return l.m.Kept.Needs(names...)
}

// together adds the variables that share memory with those that were found, and the types of what they hold.
func (l *live) together() {
	for again := true; again; {
		before := len(l.found.found)
		for _, c := range l.needs() {
			for _, n := range c.Vars {
				l.addNamed(n)
			}
			for _, m := range ownName.FindAllStringSubmatch(strings.Join(slices.Concat(c.Types, c.Funcs), " "), -1) {
				l.addNamed(m[1])
			}
		}
		again = len(l.found.found) > before
	}
}

// ownName is a name of a cell in what components need: "main".T for types, main.f, main.T.f and main.(*T).f for functions.
var ownName = regexp.MustCompile(`(?:"main"|\bmain)\.(?:\(\*)?(\w+)`)

// registry is what keep.Program has to know of the program: the types, functions and variables that values of components name, and the errors
// of the packages that the cell imports.
type registry struct {
	imports               map[string]string // alias → path
	types, funcs, globals map[string]string // name → expression
}

func (l *live) registry(importer types.Importer) registry {
	r := registry{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	for _, c := range l.needs() {
		for _, t := range c.Types {
			r.types[t] = keep.Source(t, r.name)
		}
		for _, f := range c.Funcs {
			r.funcs[f] = keep.Reference(f, r.name)
		}
		for _, g := range c.Globals {
			r.globals[g] = "&" + keep.Reference(g, r.name)
		}
	}
	l.errors(importer, r)
	return r
}

// name is what the program calls a package, which it imports from now on.
func (r registry) name(path string) string {
	a := alias(types.NewPackage(path, guessName(path)))
	r.imports[a] = path
	return a
}

// errors adds the exported errors of the packages that cells import.
func (l *live) errors(importer types.Importer, r registry) {
	if importer == nil {
		return
	}
	for _, path := range l.paths() {
		p, err := importer.Import(path)
		if err != nil {
			continue // the compiler says it
		}
		for _, n := range p.Scope().Names() {
			v, ok := p.Scope().Lookup(n).(*types.Var)
			if ok && v.Exported() && types.Identical(v.Type(), types.Universe.Lookup("error").Type()) {
				r.globals[keep.FullName(path, n)] = "&" + r.name(path) + "." + n
			}
		}
	}
}

// literal is one field of keep.Program, "" without elements.
func literal(field, typ string, elements map[string]string, keyed bool) string {
	if len(elements) == 0 {
		return ""
	}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(elements)) {
		if keyed {
			list = append(list, fmt.Sprintf("%q: %s", name, elements[name]))
		} else {
			list = append(list, elements[name])
		}
	}
	return fmt.Sprintf("%s: %s{\n%s,\n},\n", field, typ, strings.Join(list, ",\n"))
}

func (r registry) text() string {
	list := "[]"
	if len(r.types) > 0 {
		list += r.name("reflect") + ".Type"
	}
	return literal("Types", list, r.types, false) + literal("Funcs", "map[string]any", r.funcs, true) + literal("Globals", "map[string]any", r.globals, true)
}
