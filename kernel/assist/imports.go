package assist

import (
	"regexp"

	"github.com/gensci/gensci/kernel/cell"
)

// openImport is the line of an import up to a place in its path.
var openImport = regexp.MustCompile(`(?m)^[ \t]*(?:import[ \t]*\(?[ \t]*)?(?:[\pL_.][\pL\pN_]*[ \t]+)?"([^"\n]*)\z`)

// importPaths are the packages whose paths begin like the one that an import is about to name. The path is then what matches replace.
func importPaths(c *cursor, p cell.Packages) (list []Match) {
	found := openImport.FindStringSubmatch(c.code[:c.at])
	if c.magic || found == nil {
		return nil
	}
	c.name = found[1]
	c.start = c.at - len(c.name)
	for _, name := range p.Names() {
		for _, path := range p.Paths(name) {
			list = append(list, Match{path, "module", "package " + name})
		}
	}
	return unique(beginning(c.name, list))
}
