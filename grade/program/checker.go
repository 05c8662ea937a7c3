package program

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/source"
)

// referencePath is the import path of the package in the checker that holds the solutions of the master.
const referencePath = "gensci_reference"

// Checker returns the program that runs the sheet's tests. Its source is the author's alone.
func (p *Plan) Checker() (Source, error) {
	reference, err := p.reference()
	if err != nil {
		return Source{}, err
	}
	main, err := p.tester(computes(reference.Imports))
	return Source{[]Package{reference, main}, p.homes()}, err
}

// everything allows all imports: the author's code is trusted.
func everything(string) bool { return true }

// reference is the package of the master's own functions, for those parts that build on earlier ones.
func (p *Plan) reference() (Package, error) {
	f := newFiles(referencePath, referencePath, everything)
	wanted := map[string]bool{}
	var all pool
	var table strings.Builder
	for _, name := range slices.Sorted(maps.Keys(p.functions)) {
		if p.functions[name].graph {
			continue
		}
		wanted[name] = true
		fmt.Fprintf(&table, "\t%q: %s,\n", name, name)
	}
	if p.own {
		wanted = nil
		table.Reset()
	}
	for _, c := range p.cells {
		f.imported(c.master)
		all.declarations = append(all.declarations, c.master.Declarations...)
	}
	f.add(all.need(wanted))
	f.addText(mainFile, fmt.Sprintf("\n// Functions are the solutions of the master.\nvar Functions = map[string]any{\n%s}\n", table.String()), "Functions")
	return f.build(nil)
}

// tester is the package main of the checker, with an engine if the references compute with one.
func (p *Plan) tester(withEngine bool) (Package, error) {
	f := newFiles("main", "main", everything)
	all := pool{stubs: map[string]bool{}}
	wanted := map[string]bool{}
	var main strings.Builder
	main.WriteString("\nfunc main() {\n\tgensci_checker.Main(gensci_checker.Sheet{\n\t\tReferences: gensci_reference.Functions,\n\t\tTests: []gensci_checker.Test{\n")
	for _, id := range p.Tests() {
		t := p.tests[id]
		f.imported(t.text)
		maps.Copy(wanted, t.bodyUses.Uses)
		all.declarations = append(all.declarations, t.text.Declarations...)
		p.testEntry(&main, t)
		f.addText(p.bodyFile(id), fmt.Sprintf("\nvar %s = \n%s\n", p.bodyName(id), t.body), p.bodyName(id))
	}
	main.WriteString("\t\t},\n\t})\n}\n")
	for _, c := range p.cells {
		f.imported(c.master)
		if c.Kind == release.Given {
			all.declarations = append(all.declarations, c.master.Declarations...)
		}
	}
	for name, function := range p.functions {
		all.stubs[name] = true
		f.addText(checkFile+name, fmt.Sprintf("\nvar %s %s\n", name, function.signature), name)
		for _, needed := range signatureNames(function.signature) { // types of the sheet
			wanted[needed] = true
		}
	}
	f.add(all.need(wanted))
	f.addText(mainFile, main.String(), "main")
	imports := []source.Import{{Name: "gensci_checker", Path: ours + "grade/checker"}, {Name: "gensci_reference", Path: referencePath}}
	if withEngine {
		imports = append(imports, engine...)
	}
	return f.build(map[string][]source.Import{mainFile: append(imports, p.carriers(slices.Sorted(maps.Keys(p.functions)))...)})
}

// testEntry writes the literal of one test.
func (p *Plan) testEntry(s *strings.Builder, t *test) {
	fmt.Fprintf(s, "\t\t\t{ID: %q, Run: %s,\n\t\t\t\tUnder: gensci_checker.Functions{", t.id, p.bodyName(t.id))
	for _, name := range t.under {
		fmt.Fprintf(s, "{%q, &%s}, ", name, name)
	}
	s.WriteString("},\n\t\t\t\tEarlier: []string{")
	for _, f := range p.earlier(t) {
		fmt.Fprintf(s, "%q, ", f.name)
	}
	s.WriteString("}},\n")
}

// bodyName and bodyFile are where a test's function stands. Ids may have hyphens, which names may not.
func (p *Plan) bodyName(id string) string {
	return fmt.Sprintf("%s_test_%d", source.Reserved, slices.Index(p.Tests(), id))
}

func (p *Plan) bodyFile(id string) string { return p.bodyName(id) }

// signatureNames are the names in a signature; types of the sheet are among them.
func signatureNames(signature string) []string {
	text, err := source.Read("signature", "type _ "+signature)
	if err != nil || len(text.Declarations) == 0 {
		return nil
	}
	return slices.Collect(maps.Keys(text.Declarations[0].Uses))
}
