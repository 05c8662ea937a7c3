package program

import "github.com/gensci/gensci/grade/source"

// pool is declarations of which a program takes those that it needs.
type pool struct {
	declarations []source.Declaration // of several with one name the earlier one is taken
	stubs        map[string]bool      // names that stand for something else
}

// index finds the first declaration of each name, and the methods of each type: a cell of a student's may have tens of thousands.
func (p pool) index() (first map[string]int, methods map[string][]int) {
	first, methods = map[string]int{}, map[string][]int{}
	for i, d := range p.declarations {
		for _, name := range d.Names {
			if _, ok := first[name]; !ok {
				first[name] = i
			}
		}
		if d.Receiver != "" {
			methods[d.Receiver] = append(methods[d.Receiver], i)
		}
	}
	return first, methods
}

// need returns the declarations that a set of names needs, with the methods of the types among them, in the pool's order.
func (p pool) need(names map[string]bool) []source.Declaration {
	taken := make([]bool, len(p.declarations))
	seen := map[string]bool{}
	first, methods := p.index()
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
		at, ok := first[name]
		if !ok {
			return
		}
		take(at)
		for _, i := range methods[name] {
			if p.declarations[i].Cell == p.declarations[at].Cell {
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
