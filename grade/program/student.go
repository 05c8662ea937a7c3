package program

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/source"
)

// Names of the grader's files beside the cells'; source.Reserved begins them, so that no cell of a student's can have them.
const (
	mainFile  = source.Reserved + "_main"
	checkFile = source.Reserved + "_signature_" // + name of the function
)

// Student returns the program of the student's functions that a test calls. answers is the source text of solution cells by their ids; cells that are missing declare
// nothing. The problems are the student's: if there are any, there is no program.
func (p *Plan) Student(testID string, answers map[string]string) (Source, []source.Problem) {
	t := p.tests[testID]
	own, others, problems := p.read(t, answers)
	if len(problems) == 0 {
		problems = p.absent(t, own)
	}
	if len(problems) > 0 {
		return Source{}, problems
	}
	stubs := p.earlier(t)
	all := pool{stubs: map[string]bool{}}
	for _, f := range stubs {
		all.stubs[f.name] = true
	}
	f := newFiles("main", "main", p.Allowed.Allows)
	for _, text := range slices.Concat(own, p.given(false), others) {
		all.declarations = append(all.declarations, text.Declarations...)
	}
	for _, text := range slices.Concat(p.given(false), own, others) {
		f.imported(text)
	}
	wanted := map[string]bool{}
	for _, text := range own {
		for _, d := range text.Declarations {
			for _, name := range append(d.Names, d.Receiver) {
				wanted[name] = true
			}
		}
	}
	for _, name := range slices.Concat(t.under, slices.Sorted(maps.Keys(all.stubs))) {
		for _, needed := range signatureNames(p.functions[name].signature) { // types of the sheet
			wanted[needed] = true
		}
	}
	needed := all.need(wanted)
	f.add(needed)
	used := uses(needed)
	stubs = slices.DeleteFunc(stubs, func(s *function) bool { return !used[s.name] })
	fixed := p.glue(f, t, stubs)
	pkg, err := f.build(fixed)
	if err == nil && computes(pkg.Imports) {
		fixed[mainFile] = append(fixed[mainFile], engine...)
		pkg, err = f.build(fixed)
	}
	if err != nil {
		return Source{}, []source.Problem{{Cell: own[0].Cell, Text: err.Error()}}
	}
	return Source{[]Package{pkg}, p.homes()}, nil
}

// read reads the answers: the cells under test, whose problems count, and other cells, of which only what is right is used.
func (p *Plan) read(t *test, answers map[string]string) (own, others []*source.Text, problems []source.Problem) {
	for _, c := range p.cells {
		answer, ok := answers[c.ID]
		if c.Kind != release.Solution || !ok {
			continue
		}
		text, err := source.Read(c.ID, answer)
		wrong := text.Problems(p.Allowed)
		if err != nil {
			wrong = append(wrong, err.(source.Problem))
		}
		switch {
		case t.cells[c.ID]:
			own, problems = append(own, text), append(problems, wrong...)
		case len(wrong) == 0:
			others = append(others, text)
		}
	}
	return own, others, problems
}

// absent finds the functions under test that the answers do not declare.
func (p *Plan) absent(t *test, own []*source.Text) []source.Problem {
	var problems []source.Problem
	for _, name := range t.under {
		cell := p.functions[name].cell
		if !slices.ContainsFunc(own, func(text *source.Text) bool { return text.Cell == cell && declares(text, name) }) {
			problems = append(problems, source.Problem{Cell: cell, Text: "it has no function " + name + "; the sheet asks for " + p.declaration(name)})
		}
	}
	return problems
}

// homes are the cells of all functions.
func (p *Plan) homes() map[string]string {
	cells := map[string]string{}
	for name, f := range p.functions {
		cells[name] = f.cell
	}
	return cells
}

func declares(t *source.Text, name string) bool {
	return slices.ContainsFunc(t.Declarations, func(d source.Declaration) bool { return slices.Contains(d.Names, name) })
}

// declaration is how the sheet declares a function.
func (p *Plan) declaration(name string) string {
	return "func " + name + strings.TrimPrefix(p.functions[name].signature, "func")
}

// earlier are the functions of cells before the first one under test: their references are called instead of the student's. No function from there on is served
// by the checker, since that could be the answer. Graph functions are the student's own in any case: what they build belongs to a graph of the student's process.
func (p *Plan) earlier(t *test) []*function {
	if p.own {
		return nil
	}
	var out []*function
	for _, name := range slices.Sorted(maps.Keys(p.functions)) {
		if f := p.functions[name]; f.order < t.before && !f.graph {
			out = append(out, f)
		}
	}
	return out
}

// given are the texts of the sheet's own cells: the master's, or what students have.
func (p *Plan) given(master bool) []*source.Text {
	var out []*source.Text
	for _, c := range p.cells {
		switch {
		case c.Kind != release.Given:
		case master:
			out = append(out, c.master)
		default:
			out = append(out, c.released)
		}
	}
	return out
}

// uses are the names that stand in declarations.
func uses(declarations []source.Declaration) map[string]bool {
	all := map[string]bool{}
	for _, d := range declarations {
		maps.Copy(all, d.Uses)
	}
	return all
}

// glue adds what serves the functions and asks for the references. It names nothing that Go predeclares but through the sheet's signatures.
func (p *Plan) glue(f *files, t *test, stubs []*function) map[string][]source.Import {
	var functions, references strings.Builder
	var names []string
	var graphs []source.Import
	for _, s := range stubs {
		names = append(names, s.name)
		fmt.Fprintf(&references, "{%q, &%s}, ", s.name, s.name)
		f.addText(checkFile+s.name, fmt.Sprintf("\nvar %s %s\n", s.name, s.signature), s.name)
	}
	for _, name := range t.under {
		served := name
		if p.functions[name].graph {
			served, graphs = "gensci_graphs.Adapt("+name+")", []source.Import{{Name: "gensci_graphs", Path: ours + "grade/sheet/graphs"}}
		}
		fmt.Fprintf(&functions, "{%q, %s}, ", name, served)
		f.addText(checkFile+name, fmt.Sprintf("\n//line %s%s:1\nvar _ %s = %s\n", checkFile, name, p.functions[name].signature, name))
		names = append(names, name)
	}
	f.addText(mainFile, fmt.Sprintf("\nfunc main() {\n\tgensci_remote.Main(gensci_remote.Functions{%s}, gensci_remote.Functions{%s})\n}\n", functions.String(), references.String()), "main")
	imports := append(graphs, source.Import{Name: "gensci_remote", Path: ours + "grade/remote"})
	return map[string][]source.Import{mainFile: append(imports, p.carriers(names)...)}
}
