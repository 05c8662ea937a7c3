package cell

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"

	"github.com/gensci/gensci/kernel/keep/static"
)

// value is what is known of a variable whose value later cells see.
type value struct {
	typ     string            // as a program writes it, with the aliases of imports
	shown   string            // as a reader knows it
	imports map[string]string // alias → path
	recipe  string            // statement that makes the value again, with line directives; "" if the value itself is kept
	lost    string            // why there is no value: a sentence without its beginning; "" if there is one
}

// variable is what a live cell defines.
type variable struct {
	name  string
	value value
	typ   types.Type
	local bool // its type cannot be written, so that it is known in the statements of its cell only
}

// newVariable makes a variable of a type.
func newVariable(name string, t types.Type) *variable {
	v := &variable{name: name, typ: t}
	v.value.imports = map[string]string{}
	v.value.typ = types.TypeString(t, func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		a := alias(p)
		v.value.imports[a] = p.Path()
		return a
	})
	v.value.shown = types.TypeString(t, func(p *types.Package) string {
		if p.Path() == "main" {
			return ""
		}
		return p.Name()
	})
	v.value.lost = static.Why(t)
	if isRemade(t) {
		v.value.lost = "it holds compiled computations (" + v.value.shown + ")"
	}
	if hidden := unexported(t); hidden != "" {
		v.local, v.value.lost = true, "its type "+hidden+" is not exported by its package"
	}
	return v
}

// alias is a name for a package that no cell uses.
func alias(p *types.Package) string {
	sum := sha256.Sum256([]byte(p.Path()))
	return "_" + p.Name() + "_" + hex.EncodeToString(sum[:3])
}

// unexported returns a type in t that a program cannot write, "" if there is none.
func unexported(t types.Type) string {
	hidden := ""
	seen := map[types.Type]bool{}
	var visit func(types.Type)
	all := func(tuple *types.Tuple) {
		for v := range tuple.Variables() {
			visit(v.Type())
		}
	}
	visit = func(t types.Type) {
		if seen[t] || hidden != "" {
			return
		}
		seen[t] = true
		switch t := t.(type) {
		case *types.Named:
			if foreign(t.Obj()) {
				hidden = t.Obj().Pkg().Name() + "." + t.Obj().Name()
			}
			for a := range t.TypeArgs().Types() {
				visit(a)
			}
		case *types.Alias:
			visit(types.Unalias(t))
		case *types.Pointer:
			visit(t.Elem())
		case *types.Slice:
			visit(t.Elem())
		case *types.Array:
			visit(t.Elem())
		case *types.Chan:
			visit(t.Elem())
		case *types.Map:
			visit(t.Key())
			visit(t.Elem())
		case *types.Signature:
			all(t.Params())
			all(t.Results())
		case *types.Struct:
			for f := range t.Fields() {
				if foreign(f) {
					hidden = "of a struct with unexported fields"
				}
				visit(f.Type())
			}
		}
	}
	visit(t)
	return hidden
}

func foreign(o types.Object) bool { return o.Pkg() != nil && o.Pkg().Path() != "main" && !o.Exported() }

// unit makes v something to remember.
func (v *variable) unit(from *origin, at int) *unit {
	text := "var " + v.name + " " + v.value.typ
	u := &unit{kind: token.VAR, names: []name{{text: v.name}}, text: here + text, from: from, at: at, value: &v.value}
	u.uses = usesIn(prefix + text)
	if v.value.recipe != "" {
		u.uses.add(usesIn(beforeSteps + "\n" + v.value.recipe + afterSteps))
		delete(u.uses.names, v.name)
	}
	for a := range v.value.imports {
		delete(u.uses.names, a)
		delete(u.uses.selected, a)
	}
	return u
}

// importsOf are the imports that the types of variables need, as they are written.
func importsOf(units []*unit, found map[*unit]bool) []string {
	all := map[string]string{}
	for _, u := range units {
		if u.value != nil && found[u] {
			maps.Copy(all, u.value.imports)
		}
	}
	return written(all)
}

// written are imports as a program has them, of a table alias → path.
func written(all map[string]string) (imports []string) {
	for _, a := range slices.Sorted(maps.Keys(all)) {
		imports = append(imports, fmt.Sprintf("%s %q", a, all[a]))
	}
	return imports
}

// remedy is what to do.
const remedy = "; make it again there, or write " + rerunMark + " above its definition"

// why is the sentence about a variable that cannot be used any more.
func (v *value) why(name string) string {
	reason, bare := strings.CutPrefix(v.lost, name+" is not kept for later cells: ")
	if !bare && strings.HasPrefix(v.lost, name+" ") {
		return strings.Replace(v.lost, "; make it again there", remedy, 1)
	}
	return fmt.Sprintf("%s can't be used in a later cell: %s%s", name, reason, remedy)
}
