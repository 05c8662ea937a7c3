package cell

import (
	"context"
	"go/token"
	"slices"

	"github.com/gensci/gensci/kernel/keep"
)

// Memory is what a session's cells have declared. Its zero value is empty and ready to use. It serves one caller at a time.
type Memory struct {
	// Packages says where missing imports are looked for.
	Packages Packages
	// Importer lets cells be live: statements stand wherever they like, and variables keep their values. Without it cells are GoNB's.
	Importer Importer
	// Kept tells of the values that are kept. It may be nil: then nothing is known of them.
	Kept *keep.Manifest

	units   []*unit // in the order of their cells; no name twice but init
	numbers numbers
}

// Prepare makes a program of a cell; number names the cell in line directives. It changes nothing: see [Program.Commit]. Its error is
// an [Errors] with the syntax errors.
func (m *Memory) Prepare(ctx context.Context, source string, number int) (*Program, error) {
	r := readCell(source, m.numbers.of(source, number), m.Packages, m.Importer != nil)
	r.from.shown = number
	return m.program(ctx, r, source)
}

// program makes a program of what a cell says.
func (m *Memory) program(ctx context.Context, r *reading, source string) (*Program, error) {
	if len(r.errs) > 0 {
		return nil, r.errs.sorted()
	}
	p := &Program{Specials: r.parts.Specials, Args: r.args, Timed: r.timed, Captured: r.captured, Into: r.into, memory: m, own: r.units}
	p.source, p.number, p.origins = source, r.from.number, map[int]*origin{r.from.number: r.from}
	switch {
	case len(r.units) == 0 && r.body == nil && r.loose == "":
	case r.live:
		if err := p.writeLive(ctx, r); err != nil {
			return nil, err
		}
	default:
		p.write(r, merge(m.units, r.units))
	}
	return p, nil
}

// merge returns old without what own declares again, and own.
func merge(old, own []*unit) []*unit {
	taken := set{}
	for _, u := range own {
		for _, n := range u.names {
			taken[n.text] = true
		}
	}
	return append(forget(old, taken), own...)
}

// forget returns units without the names.
func forget(units []*unit, names set) []*unit {
	var left []*unit
	for _, u := range units {
		if rest := u.without(names); rest != nil {
			left = append(left, rest)
		}
	}
	return left
}

// lose notes the variables whose values cannot be kept any more.
func (m *Memory) lose(kept func(name string) (yes bool, why string)) {
	for i, u := range m.units {
		if u.value == nil || u.value.recipe != "" || u.value.lost != "" {
			continue
		}
		if yes, why := kept(u.names[0].text); !yes && why != "" {
			v, now := *u.value, *u
			v.lost, now.value = why, &v
			m.units[i] = &now
		}
	}
}

// Declaration is a remembered name.
type Declaration struct {
	Kind token.Token // IMPORT, CONST, TYPE, VAR or FUNC
	Name string      // T.M for methods; "_ PATH" and ". PATH" for imports that bring no name
	Path string      // of an import
	Cell int
	Line int
}

// Declared lists what is remembered, in the order of the cells.
func (m *Memory) Declared() []Declaration {
	var list []Declaration
	for _, u := range m.units {
		line, _ := u.from.place(u.at)
		for _, n := range u.names {
			if n.text != gone {
				list = append(list, Declaration{u.kind, n.text, u.path, u.from.shown, line})
			}
		}
	}
	return list
}

// Forget removes a name, as Declared lists it, and says whether it was there.
func (m *Memory) Forget(name string) bool {
	known := slices.ContainsFunc(m.Declared(), func(d Declaration) bool { return d.Name == name })
	m.units = forget(m.units, set{name: known})
	return known
}
