package program

import (
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/source"
	"github.com/gensci/gensci/internal/nbformat"
)

// Plan is a sheet that is prepared for making programs of it.
type Plan struct {
	Allowed source.Allowed // what solutions may import

	own bool // there is no reference: all functions are the student's own

	cells     []planned            // code cells, in the sheet's order
	functions map[string]*function // those that students write, by name
	tests     map[string]*test     // by the id of their cell
}

// planned is a code cell that declares something.
type planned struct {
	release.Cell
	master, released *source.Text
}

// function is one that students write.
type function struct {
	name, cell string
	order      int    // of its cell
	signature  string // func(x float64) float64, in the names of the sheet
	graph      bool   // it builds a graph
}

// test is one test cell.
type test struct {
	id       string
	body     string              // the function literal of nb.Check, with Hide where markers were
	text     *source.Text        // of the master, without nb.Check
	under    []string            // functions that it calls, sorted
	cells    map[string]bool     // of these
	before   int                 // the order of the first of these cells
	bodyUses *source.Declaration // what the literal uses
}

// New prepares a master. An error is one sentence for its author.
func New(sheet *release.Sheet) (*Plan, error) { return plan(sheet, false) }

// NewOwn prepares a sheet as students have it, for checks of one's own work: there is no reference, so earlier parts are one's own too.
func NewOwn(sheet *release.Sheet) (*Plan, error) { return plan(sheet, true) }

func plan(sheet *release.Sheet, own bool) (*Plan, error) {
	p := &Plan{own: own, Allowed: slices.Concat(source.Standard, source.Allowed(sheet.Imports)), functions: map[string]*function{}, tests: map[string]*test{}}
	for i, c := range sheet.Cells {
		if c.Type != nbformat.Code {
			continue
		}
		if err := p.add(c, i); err != nil {
			return nil, fmt.Errorf("cell %s: %w", c.ID, err)
		}
	}
	for _, t := range p.tests {
		if err := p.aim(t); err != nil {
			return nil, fmt.Errorf("cell %s: %w", t.id, err)
		}
	}
	return p, nil
}

func (p *Plan) add(c release.Cell, order int) error {
	switch c.Kind {
	case release.Test:
		t, err := readTest(c)
		p.tests[c.ID] = t
		return err
	case release.Given, release.Solution:
		master, err := source.Read(c.ID, c.Source)
		if err != nil {
			return err
		}
		released, err := source.Read(c.ID, c.Released)
		if err != nil {
			return err
		}
		p.cells = append(p.cells, planned{c, master, released})
		if c.Kind == release.Solution {
			return p.addFunctions(released, order)
		}
	}
	return nil
}

func (p *Plan) addFunctions(released *source.Text, order int) error {
	for _, d := range released.Declarations {
		if d.Function == nil || d.Receiver != "" {
			continue
		}
		name := d.Names[0]
		if d.Function.Type.TypeParams != nil {
			return fmt.Errorf("%s has type parameters, which cannot cross between processes; write it for one type", name)
		}
		if other := p.functions[name]; other != nil {
			return fmt.Errorf("%s is declared in cell %s too", name, other.cell)
		}
		p.functions[name] = &function{name: name, cell: released.Cell, order: order, signature: signature(d.Function.Type)}
		p.functions[name].graph = onNodes.MatchString(p.functions[name].signature)
	}
	return nil
}

// onNodes finds the nodes of a graph in a signature.
var onNodes = regexp.MustCompile(`\*(graph\.)?Node\b`)

// signature is a function's type as it is written.
func signature(t *ast.FuncType) string {
	var s strings.Builder
	if err := printer.Fprint(&s, token.NewFileSet(), t); err != nil {
		panic(err) // a strings.Builder takes everything
	}
	return strings.Join(strings.Fields(s.String()), " ")
}

// aim finds the functions that a test calls, itself or through functions of the sheet's own cells.
func (p *Plan) aim(t *test) error {
	seen := map[string]bool{}
	var visit func(uses map[string]bool)
	visit = func(uses map[string]bool) {
		for name := range uses {
			if seen[name] {
				continue
			}
			seen[name] = true
			if p.functions[name] != nil {
				t.under = append(t.under, name)
				continue
			}
			for _, d := range p.sheetDeclarations(t) {
				if slices.Contains(d.Names, name) {
					visit(d.Uses)
				}
			}
		}
	}
	visit(t.bodyUses.Uses)
	if len(t.under) == 0 {
		return fmt.Errorf("the test calls none of the functions that students write")
	}
	slices.Sort(t.under)
	t.cells, t.before = map[string]bool{}, len(p.functions)+1<<20
	for _, name := range t.under {
		f := p.functions[name]
		t.cells[f.cell] = true
		t.before = min(t.before, f.order)
	}
	return nil
}

// sheetDeclarations are those of the sheet's own cells and of a test's.
func (p *Plan) sheetDeclarations(t *test) []source.Declaration {
	all := slices.Clone(t.text.Declarations)
	for _, c := range p.cells {
		if c.Kind == release.Given {
			all = append(all, c.master.Declarations...)
		}
	}
	return all
}

// Tests are the ids of the test cells.
func (p *Plan) Tests() []string {
	var ids []string
	for id := range p.tests {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Cells are the ids of the solution cells whose functions a test calls.
func (p *Plan) Cells(test string) []string {
	var ids []string
	for id := range p.tests[test].cells {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
