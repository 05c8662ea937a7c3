package cell

import (
	"cmp"
	"fmt"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Sketch is a cell as a language server wants it while it is being typed: Go code that need not parse. It is two files of one package
// main, so that what is broken in the cell does not break what is remembered. It holds nothing that can be compiled for certain.
type Sketch struct {
	// Cell has the cell's code, and before it the imports that it uses but does not write.
	Cell string
	// Declared has everything remembered that the cell does not declare again, all of it, since a name that is being typed is yet unknown.
	Declared string
	// Imports are the packages that Cell knows, by their names.
	Imports map[string]string

	source string
	head   int // where the code begins in Cell
	edits  []edit
}

// Clone returns a Memory with the same content, which does not follow m any more. It takes no time: units are never changed.
func (m *Memory) Clone() *Memory {
	c := *m
	return &c
}

// Sketch makes a sketch of a cell; it accepts every text. Statements without %% before them stand in a function, and brackets that are
// open are closed.
func (m *Memory) Sketch(source string) Sketch {
	normal := normalize(source)
	r := readCell(source, 0, m.Packages, false)
	s := Sketch{source: source, Imports: map[string]string{}}
	old := forget(m.units, r.taken())
	s.Declared = m.declaredFile(old)
	imports := s.importsFor(r, old)
	s.head = len(imports)
	if r.parts.Whole { // no Go in it, but places
		s.Cell = imports + strings.Repeat(" ", len(normal))
		return s
	}
	s.edits = edits(r.parts)
	s.Cell = imports + apply(r.parts.Code, s.edits)
	return s
}

// At is the place in Cell of a byte of the source.
func (s Sketch) At(offset int) int {
	at := len(normalize(strings.TrimSuffix(s.source[:offset], "\r")))
	shift := s.head
	for _, e := range s.edits {
		if e.end < at || e.end == at && !e.closes {
			shift += len(e.text) - (e.end - e.at)
		}
	}
	return at + shift
}

// places are the line directives of units: here, places are those of the sketch.
var places = regexp.MustCompile(`//line cell\[\d+\]:\d+:\d+\n|//line main.go:1:1\n|/\*line cell\[\d+\]:\d+:\d+\*/`)

// declaredFile is the file of all units.
func (m *Memory) declaredFile(units []*unit) string {
	found := newReach(units)
	for _, u := range units {
		if u.kind != token.IMPORT || u.isBlank() {
			found.add(u)
		}
	}
	var b strings.Builder
	b.WriteString("package main\n")
	for _, path := range (&Program{}).missing(&reading{packages: m.Packages}, units, found) {
		fmt.Fprintf(&b, "import %s\n", path)
	}
	for _, path := range importsOf(units, found.found) {
		fmt.Fprintf(&b, "import %s\n", path)
	}
	for _, imports := range []bool{true, false} {
		for _, u := range units {
			if found.found[u] && imports == (u.kind == token.IMPORT) {
				b.WriteString(places.ReplaceAllString(u.text, "") + "\n")
			}
		}
	}
	return b.String()
}

// importsFor is the package clause and the imports before the cell's code; it fills in Imports.
func (s *Sketch) importsFor(r *reading, old []*unit) string {
	var b strings.Builder
	b.WriteString("package main\n")
	declared := set{}
	selected := selections(r.parts.Code)
	for _, u := range slices.Concat(r.units, old) {
		own := u.from == r.from
		for _, n := range u.names {
			declared[n.text] = true
		}
		if u.kind != token.IMPORT || u.isBlank() {
			continue
		}
		s.Imports[u.names[0].text] = u.path
		if _, used := selected[u.names[0].text]; !own && (used || u.isDot()) {
			fmt.Fprintf(&b, "import %s %q\n", cmp.Or(u.alias, u.names[0].text), u.path)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(selected)) {
		if path := r.packages.likely(n, selected[n]); !declared[n] && path != "" {
			s.Imports[n] = path
			fmt.Fprintf(&b, "import %s %q\n", n, path)
		}
	}
	return b.String()
}
