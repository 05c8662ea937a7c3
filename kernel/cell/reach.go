package cell

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// reach finds what a program needs of all units: what it starts from, and what that uses.
type reach struct {
	byName  map[string][]*unit
	methods map[string][]*unit // by the type that a receiver means at last
	found   map[*unit]bool
	used    uses // by all that was found
	queue   []uses
}

func newReach(units []*unit) *reach {
	r := &reach{byName: map[string][]*unit{}, methods: map[string][]*unit{}, found: map[*unit]bool{}}
	r.used = uses{names: set{}, keys: set{}, selected: map[string]set{}}
	for _, u := range units {
		for _, n := range u.names {
			r.byName[n.text] = append(r.byName[n.text], u)
		}
	}
	for _, u := range units {
		if u.receiver != "" {
			t := r.aliased(u.receiver)
			r.methods[t] = append(r.methods[t], u)
		}
	}
	return r
}

// aliased follows "type A = B" to the type that has the methods. Steps are bounded, since A = B and B = A can be written.
func (r *reach) aliased(typeName string) string {
	for range len(r.byName) {
		next := ""
		for _, u := range r.byName[typeName] {
			next = u.aliased
		}
		if next == "" {
			break
		}
		typeName = next
	}
	return typeName
}

// add takes a unit and all that it reaches.
func (r *reach) add(u *unit) {
	r.take(u)
	r.run()
}

// addUses takes what code that is no unit reaches.
func (r *reach) addUses(u uses) {
	r.queue = append(r.queue, u)
	r.run()
}

func (r *reach) take(u *unit) {
	if r.found[u] {
		return
	}
	r.found[u] = true
	r.queue = append(r.queue, u.uses)
	if u.kind == token.TYPE {
		for _, m := range r.methods[u.names[0].text] {
			r.take(m)
		}
	}
}

func (r *reach) run() {
	for len(r.queue) > 0 {
		u := r.queue[0]
		r.queue = r.queue[1:]
		r.used.add(u)
		for n := range u.names {
			for _, next := range r.byName[n] {
				r.take(next)
			}
		}
		for n := range u.keys {
			for _, next := range r.byName[n] {
				if next.kind != token.IMPORT { // a key is a field or a value
					r.take(next)
				}
			}
		}
	}
}

// uses says whether something that was found names n.
func (r *reach) uses(n string) bool { return r.used.names[n] || r.used.keys[n] }

// unknown are the names that no unit declares and Go doesn't, those that are selected from (p in p.Name) and the others apart.
// Only exported names count, and Name in p.Name: no other can come from a package.
func (r *reach) unknown() (selected map[string]set, bare set) {
	selected, bare = map[string]set{}, set{}
	for n := range r.used.names {
		if len(r.byName[n]) > 0 || types.Universe.Lookup(n) != nil {
			continue
		}
		if s := r.used.selected[n]; slices.ContainsFunc(slices.Collect(maps.Keys(s)), ast.IsExported) {
			selected[n] = s
		}
		if ast.IsExported(n) {
			bare[n] = true
		}
	}
	return selected, bare
}

// initOrder sorts the functions that run before main: func init first, as they stand, then init_x by name.
func initOrder(units []*unit) []*unit {
	var named []*unit
	for _, u := range units {
		if u.runsFirst() && !u.is("init") {
			named = append(named, u)
		}
	}
	slices.SortStableFunc(named, func(a, b *unit) int { return strings.Compare(a.names[0].text, b.names[0].text) })
	return named
}
