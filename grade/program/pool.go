package program

import (
	"slices"

	"github.com/gensci/gensci/grade/source"
)

// pool is declarations of which a program takes those that it needs.
type pool struct {
	declarations []source.Declaration // of several with one name the earlier one is taken
	stubs        map[string]bool      // names that stand for something else
}

// need returns the declarations that a set of names needs, with the methods of the types among them, in the pool's order.
func (p pool) need(names map[string]bool) []source.Declaration {
	taken := make([]bool, len(p.declarations))
	seen := map[string]bool{}
	var visit func(name string)
	take := func(i int) {
		if !taken[i] {
			taken[i] = true
			for name := range p.declarations[i].Uses {
				visit(name)
			}
			for _, name := range p.declarations[i].Names { // a group brings others along, with their methods
				visit(name)
			}
		}
	}
	visit = func(name string) {
		if seen[name] || p.stubs[name] {
			return
		}
		seen[name] = true
		at := slices.IndexFunc(p.declarations, func(d source.Declaration) bool { return slices.Contains(d.Names, name) })
		if at < 0 {
			return
		}
		take(at)
		for i, d := range p.declarations {
			if d.Receiver == name && d.Cell == p.declarations[at].Cell {
				take(i)
			}
		}
	}
	for name := range names {
		visit(name)
	}
	var out []source.Declaration
	for i, d := range p.declarations {
		if taken[i] {
			out = append(out, d)
		}
	}
	return out
}
