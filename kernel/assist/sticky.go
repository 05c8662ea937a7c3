package assist

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/gensci/gensci/kernel/cell"
)

// declaredImport finds the imports of the declarations.
var declaredImport = regexp.MustCompile(`(?m)^import (?:\S+ )?"([^"\n]+)"`)

const clause = "package main\n"

// files are the two files of a sketch as gopls gets them. Whenever a file's imports change, gopls has the go command look at all packages
// again, which takes a third of a second. So each import that was there once stays, as a blank one in the first line, where it moves nothing.
func (p *process) files(s cell.Sketch) (cellText, declaredText string) {
	paths := slices.Collect(maps.Values(s.Imports))
	for _, found := range declaredImport.FindAllStringSubmatch(s.Declared, -1) {
		paths = append(paths, found[1])
	}
	p.imports = append(p.imports, paths...)
	slices.Sort(p.imports)
	p.imports = slices.Compact(p.imports)
	first := strings.TrimSuffix(clause, "\n")
	for _, path := range p.imports {
		first += "; import _ " + strconv.Quote(path)
	}
	return first + "\n" + strings.TrimPrefix(s.Cell, clause), first + "\n" + strings.TrimPrefix(s.Declared, clause)
}
