package cell

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"slices"
	"strings"
)

// Program is a cell made ready to be compiled.
type Program struct {
	// Source is the program, package main, with line directives. It is empty if the cell has no Go code.
	Source string
	// Main says that the cell executes something: it has %%, %exec or a func main. Without, main is empty, and compiling shows
	// what is wrong with the declarations.
	Main bool
	// Args are the program's arguments.
	Args []string
	// Timed says that the cell asks for the time that the program takes.
	Timed bool
	// Captured says that what the program shows is not to be shown. Into is the variable that is to get it as text, "" for none.
	Captured bool
	Into     string
	// Specials are the lines that belong to GoNB, to be run before the program.
	Specials []Special
	// Unresolved are the names p in p.Name for which no package was found, sorted. They may be misspelt variables too; the
	// compiler says so.
	Unresolved []string

	// Live says that the program restores and keeps values: see Settle.
	Live bool
	// Notes are what the user should know before the program runs, a sentence each.
	Notes []string

	memory  *Memory
	own     []*unit
	source  string  // of the cell
	number  int     // by which the compiler knows it
	values  []*unit // variables that the cell defines, if it is live
	origins map[int]*origin
}

// Commit remembers what the cell declares. It is called when the program has compiled.
func (p *Program) Commit() {
	kept := slices.DeleteFunc(slices.Clone(p.own), func(u *unit) bool { return !u.remembered() })
	p.memory.units = merge(p.memory.units, kept)
	p.memory.numbers.keep(p.source, p.number)
}

// Settle remembers the variables that the cell has defined, after its program has ended. kept says whether the value of a variable has
// been kept, and if not why; a variable that the program did not reach is neither.
func (p *Program) Settle(kept func(name string) (yes bool, why string)) {
	var settled []*unit
	for _, u := range p.values {
		v := *u.value
		yes, why := kept(u.names[0].text)
		switch {
		case v.recipe != "" || v.lost != "" || yes:
		case why != "":
			v.lost = why
		default:
			continue
		}
		now := *u
		now.value = &v
		settled = append(settled, &now)
	}
	p.memory.units = merge(p.memory.units, settled)
	p.memory.lose(kept)
}

const (
	// here is what the compiler calls lines that stand in no cell.
	here = "//line main.go:1:1\n"
	// flags is package flag, under a name that no cell uses.
	flags = "_flag"
)

// write fills in Source from the cell and all units, its own included.
func (p *Program) write(r *reading, units []*unit) {
	found := p.reach(r, units)
	var b strings.Builder
	b.WriteString("package main\n")
	if r.body != nil && r.body.repeated {
		fmt.Fprintf(&b, "import %s %q\n", showName, showPath)
	} else if r.body != nil {
		b.WriteString("import " + flags + " \"flag\"\n")
	}
	missing := p.missing(r, units, found)
	for _, path := range append(missing, companions(r.packages.Companions, missing, found.found)...) {
		fmt.Fprintf(&b, "import %s\n", path)
	}
	for _, imports := range []bool{true, false} { // Go wants imports first
		for _, u := range units {
			if found.found[u] && imports == (u.kind == token.IMPORT) {
				p.know(u.from)
				b.WriteString(u.text + "\n")
			}
		}
	}
	writeInit(&b, units)
	p.writeMain(&b, r)
	p.Source = b.String()
}

// reach finds what the program needs. All that the cell declares is in, and what runs before main of every program.
func (p *Program) reach(r *reading, units []*unit) *reach {
	found := newReach(units)
	for _, u := range units {
		own := u.from == r.from && u.kind != token.IMPORT
		if own || u.runsFirst() || u.isBlank() {
			found.add(u)
		}
	}
	if r.body != nil {
		found.addUses(r.body.uses)
	}
	return found
}

// missing returns the imports, as they are written, that nobody wrote, and takes the dot imports that are used.
func (p *Program) missing(r *reading, units []*unit, found *reach) []string {
	selected, bare := found.unknown()
	for _, u := range units {
		if u.isDot() && r.packages.exportsAny(u.path, bare) {
			found.add(u)
			maps.DeleteFunc(selected, func(n string, _ set) bool { // Stdout.Write, of import . "os"
				return ast.IsExported(n) && r.packages.exportsAny(u.path, set{n: true})
			})
		}
	}
	var imports []string
	for _, n := range slices.Sorted(maps.Keys(selected)) {
		if path := r.packages.find(n, selected[n]); path != "" {
			imports = append(imports, fmt.Sprintf("%s %q", n, path))
		} else {
			p.Unresolved = append(p.Unresolved, n)
		}
	}
	return imports
}

// companions returns the imports, as they are written, of packages that others need for their effect. missing are imports as they are written.
func companions(of map[string]string, missing []string, found map[*unit]bool) (imports []string) {
	needed := set{}
	add := func(path string) {
		for prefix, companion := range of {
			if path == prefix || strings.HasPrefix(path, prefix+"/") {
				needed[companion] = true
			}
		}
	}
	for _, text := range missing {
		_, path, _ := strings.Cut(strings.TrimSuffix(text, `"`), `"`)
		add(path)
	}
	for u := range found {
		add(u.path) // "" if it is no import
	}
	for _, path := range slices.Sorted(maps.Keys(needed)) {
		imports = append(imports, fmt.Sprintf("_ %q", path))
	}
	return imports
}

// writeInit calls the functions init_x. An error in a call, since the function wants arguments, is shown where it is declared.
func writeInit(b *strings.Builder, units []*unit) {
	named := initOrder(units)
	if len(named) == 0 {
		return
	}
	b.WriteString(here + "func init() {\n")
	for _, u := range named {
		b.WriteString(u.from.directive(u.at) + u.names[0].text + "()\n")
	}
	b.WriteString(here + "}\n")
}

// writeMain writes func main, unless the cell has one of its own.
func (p *Program) writeMain(b *strings.Builder, r *reading) {
	own := slices.ContainsFunc(r.units, func(u *unit) bool { return u.kind == token.FUNC && u.is("main") })
	p.Main = own || r.body != nil
	switch {
	case own:
	case r.body == nil:
		b.WriteString(here + "func main() {}\n")
	default:
		fmt.Fprintf(b, "%sfunc main() {\n%s\n}\n", here, r.body.statements())
	}
}

// statements are those of the program.
func (b *body) statements() string {
	if b.repeated {
		return showName + ".Timeit(func() {\n" + b.text + "\n})"
	}
	return flags + ".Parse()\n" + b.text
}
