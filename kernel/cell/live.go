package cell

import (
	"context"
	"fmt"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

const (
	keepName, keepPath = "_keep", "github.com/gensci/gensci/kernel/keep"
	showName, showPath = "_show", "github.com/gensci/gensci/kernel/show"
)

// live is a program whose variables keep their values, in the making.
type live struct {
	p     *Program
	r     *reading
	m     *Memory
	units []*unit // all, those of the cell last
	found *reach
	own   set              // variables that the statements define
	olds  map[string]*unit // variables of earlier cells that the cell defines again and uses before
	w     *rewriter
	head  string // imports
}

// writeLive fills in Source for a cell whose variables keep their values.
func (p *Program) writeLive(ctx context.Context, r *reading) error {
	l := &live{p: p, r: r, m: p.memory, own: set{}, olds: map[string]*unit{}}
	l.gather()
	if err := l.lost(); err != nil {
		return err
	}
	l.imports(nil)
	t := &typed{info: &types.Info{}}
	importer, err := l.importer(ctx)
	if err != nil {
		return l.blame(err)
	}
	if r.loose != "" {
		if t, err = r.check(importer, l.head, l.declarations()); err != nil {
			return err
		}
		if errs := t.wrong(r); len(errs) > 0 {
			return errs
		}
	}
	if err := l.before(t); err != nil {
		return err
	}
	l.w = &rewriter{r: r, t: t, vars: map[string]*variable{}, others: map[string]bool{}, marks: map[string]bool{}, changed: map[string]bool{}, unused: t.unused()}
	if !l.w.variables() {
		return p.CompileErrors(t.everything())
	}
	return l.emit(importer)
}

// gather finds what the program is made of.
func (l *live) gather() {
	for _, s := range l.r.steps {
		for _, id := range defined(s.stmt) {
			l.own[id.Name] = true
		}
	}
	for _, u := range l.m.units {
		if u.value != nil && l.own[u.names[0].text] && l.r.looseUses.names[u.names[0].text] {
			l.olds[u.names[0].text] = u
		}
	}
	l.units = merge(forget(l.m.units, l.own), l.r.units)
	for _, n := range slices.Sorted(maps.Keys(l.own)) { // so that no import is looked for
		l.units = append(l.units, &unit{kind: token.VAR, names: []name{{text: n}}, from: l.r.from})
	}
	l.found = l.p.reach(l.r, l.units)
	l.found.addUses(l.r.looseUses)
	for _, u := range l.olds {
		l.found.add(u)
	}
	l.together()
}

func (l *live) addNamed(name string) {
	for _, u := range l.found.byName[name] {
		l.found.add(u)
	}
}

// lost refuses a cell that uses a variable without a value.
func (l *live) lost() error {
	for u := range l.found.found {
		name := u.names[0].text
		if u.value != nil && u.value.lost != "" && l.olds[name] == nil {
			return Errors{l.r.from.error(l.place(name), "%s", u.value.why(name))}
		}
	}
	return nil
}

// before forgets the variables of earlier cells of which only the names are used: the new ones are meant.
func (l *live) before(t *typed) error {
	direct := set{}
	for id, o := range t.info.Uses {
		if o.Pkg() != nil && o.Parent() == o.Pkg().Scope() && t.at(o.Pos()) < 0 {
			direct[id.Name] = true
		}
	}
	for n, old := range l.olds {
		switch lost := old.value.lost != ""; {
		case direct[n] && lost:
			return Errors{l.r.from.error(l.place(n), "%s", old.value.why(n))}
		case !direct[n] && (lost || !l.functionsUse(n)):
			delete(l.olds, n)
		}
	}
	return nil
}

// functionsUse says whether a declaration that the program has uses a name.
func (l *live) functionsUse(n string) bool {
	for u := range l.found.found {
		if u.value == nil && u.uses.names[n] {
			return true
		}
	}
	return false
}

// place is where the cell uses a name first, as a word.
func (l *live) place(name string) int {
	file, scan := scanned(l.r.parts.Code)
	for {
		pos, tok, text := scan.Scan()
		if tok == token.EOF {
			return 0
		}
		if tok == token.IDENT && text == name {
			return file.Offset(pos)
		}
	}
}

// imports writes all imports but those that code made by us needs.
func (l *live) imports(more []string) {
	var b strings.Builder
	missing := l.p.missing(l.r, l.units, l.found)
	list := slices.Concat(missing, l.aliases(), more)
	list = append(list, companions(l.r.packages.Companions, list, l.found.found)...)
	slices.Sort(list)
	for _, path := range slices.Compact(list) {
		fmt.Fprintf(&b, "import %s\n", path)
	}
	for _, u := range l.units {
		if l.found.found[u] && u.kind == token.IMPORT {
			l.p.know(u.from)
			b.WriteString(u.text + "\n")
		}
	}
	l.head = b.String()
}

// aliases are the imports that the types of variables need, as they are written.
func (l *live) aliases() (imports []string) {
	imports = importsOf(l.all(), l.found.found)
	if l.w != nil {
		for _, v := range l.w.vars {
			if !v.local {
				imports = append(imports, written(v.value.imports)...)
			}
		}
	}
	return imports
}

// all are the units and the variables of earlier cells that are defined again.
func (l *live) all() []*unit {
	return append(l.units[:len(l.units):len(l.units)], slices.Collect(maps.Values(l.olds))...)
}

// blame puts an error about a package where the cell imports it.
func (l *live) blame(err error) error {
	for _, u := range l.r.units {
		if u.kind == token.IMPORT && strings.Contains(err.Error(), u.path) {
			return Errors{l.r.from.error(u.at, "%s", strings.TrimSpace(err.Error()))}
		}
	}
	return err
}

// paths are the packages that the program imports.
func (l *live) paths() (paths []string) {
	f, err := parser.ParseFile(token.NewFileSet(), "", prefix+l.head, parser.ImportsOnly)
	if err != nil {
		return nil // the parser said so before
	}
	for _, s := range f.Imports {
		if path := strings.Trim(s.Path.Value, `"`); !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// importer prepares the packages that the type checker will ask for, and those that the program will need.
func (l *live) importer(ctx context.Context) (types.Importer, error) {
	if l.r.loose == "" && len(l.needs()) == 0 {
		return nil, nil
	}
	return l.m.Importer(ctx, append(l.paths(), keepPath, showPath, "reflect"))
}

// declarations is what the statements may use.
func (l *live) declarations() string {
	var b strings.Builder
	for _, u := range l.all() {
		if l.found.found[u] && u.kind != token.IMPORT {
			b.WriteString(u.text + "\n")
		}
	}
	return b.String()
}

// moves says whether the program may change the working directory or the environment, which stay.
func (l *live) moves() bool {
	for _, f := range []string{"Chdir", "Setenv", "Unsetenv", "Clearenv"} {
		if l.found.used.selected["os"][f] {
			return true
		}
	}
	return false
}

// emit writes the program.
func (l *live) emit(importer types.Importer) error {
	l.renameOlds()
	steps := l.steps()
	vars := l.variables()
	recipes := l.recipes()
	kept := len(vars) > 0 || recipes != "" || l.w.zeros || l.moves()
	var more []string
	known := registry{}
	if kept {
		known = l.registry(importer)
		more = append(more, fmt.Sprintf("%s %q", keepName, keepPath))
		more = append(more, written(known.imports)...)
	}
	repeated := l.r.body != nil && l.r.body.repeated
	if l.w.shows || repeated {
		more = append(more, fmt.Sprintf("%s %q", showName, showPath))
	}
	if l.r.body != nil && !repeated {
		more = append(more, flags+` "flag"`)
	}
	l.imports(more)
	var b strings.Builder
	b.WriteString(prefix + l.head)
	l.writeUnits(&b)
	l.writeVariables(&b)
	l.writeMain(&b, parts{steps, recipes, known.text(), vars}, kept)
	l.p.Source = b.String()
	if kept {
		l.p.Source = withPolls(l.p.Source)
	}
	l.remembered()
	return nil
}
