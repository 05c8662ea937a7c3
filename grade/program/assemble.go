package program

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/gensci/gensci/grade/source"
)

// Source is the source of a program: packages in the order in which they are compiled, the last one being main.
type Source struct {
	Packages []Package

	cells map[string]string // of the functions that students write
}

// Package is the source of one package.
type Package struct {
	Path    string
	Files   map[string]string // by name
	Imports []string          // of all files, sorted
}

// files collects the files of a package.
type files struct {
	path, name string
	texts      map[string]string // without the package clause and imports
	written    map[string][]source.Import
	declared   map[string]bool
	allowed    func(path string) bool
}

func newFiles(path, name string, allowed func(path string) bool) *files {
	return &files{path: path, name: name, texts: map[string]string{}, written: map[string][]source.Import{}, declared: map[string]bool{}, allowed: allowed}
}

// add puts declarations into files, one for each cell. Compilers' messages name cells and their lines.
func (f *files) add(declarations []source.Declaration) {
	for _, d := range declarations {
		f.texts[d.Cell] += fmt.Sprintf("\n//line %s:%d\n%s\n", d.Cell, d.Line, d.Text)
		for _, name := range d.Names {
			f.declared[name] = true
		}
	}
}

// addText puts text into a file of its own; declared are the names that it declares.
func (f *files) addText(file, text string, declared ...string) {
	f.texts[file] = text
	for _, name := range declared {
		f.declared[name] = true
	}
}

// imported notes the imports that are written in a cell, for its own file and, after their own, for all others.
func (f *files) imported(t *source.Text) { f.written[t.Cell] = append(f.written[t.Cell], t.Imports...) }

// build adds what files import. fixed are imports of single files that are there in any case.
func (f *files) build(fixed map[string][]source.Import) (Package, error) {
	p := Package{Path: f.path, Files: map[string]string{}}
	all := map[string]bool{}
	for _, cell := range slices.Sorted(maps.Keys(f.texts)) {
		n, err := missing("package "+f.name+"\n"+f.texts[cell], f.declared)
		if err != nil {
			return p, err
		}
		written := slices.Clone(f.written[cell])
		for _, other := range slices.Sorted(maps.Keys(f.written)) {
			written = append(written, f.written[other]...)
		}
		imports := slices.Clone(fixed[cell])
		for _, i := range fixed[cell] {
			delete(n.selected, i.Name)
		}
		imports = append(imports, n.imports(written, f.allowed)...)
		var s strings.Builder
		fmt.Fprintf(&s, "package %s\n", f.name)
		for _, i := range imports {
			fmt.Fprintf(&s, "import %s %q\n", i.Name, i.Path)
			all[i.Path] = true
		}
		p.Files[cell+".go"] = s.String() + f.texts[cell]
	}
	p.Imports = slices.Sorted(maps.Keys(all))
	return p, nil
}

// Text is all of the source in one text, which says whether two programs are the same.
func (s Source) Text() string {
	var out strings.Builder
	for _, p := range s.Packages {
		for _, name := range slices.Sorted(maps.Keys(p.Files)) {
			fmt.Fprintf(&out, "== %s %s\n%s", p.Path, name, p.Files[name])
		}
	}
	return out.String()
}
