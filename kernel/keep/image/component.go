package image

import (
	"errors"
	"slices"
)

// Component is a set of variables that share memory, and are kept together or not at all.
type Component struct {
	Names []string
	// Why says, for each variable, why it cannot be kept; nil if all can. A variable that is not to blame itself shares memory with one that is.
	Why map[string]string
	// Culprits are those of Names that are to blame themselves.
	Culprits []string

	g    *Graph
	comp int32
}

// share is how much of the graph a component has.
type share struct {
	nodes      int
	data, text uintptr
	strings    []longString
}

// Components returns the variables that were walked, by components, each sorted by name.
func (g *Graph) Components() []*Component {
	g.merge()
	g.divide()
	var list []*Component
	for i := range int32(len(g.roots)) {
		if g.component(i) == i {
			list = append(list, g.describe(i))
		}
	}
	return list
}

// divide fills in the shares.
func (g *Graph) divide() {
	g.shares = make([]share, len(g.roots))
	for i := range g.regions {
		r := &g.regions[i]
		s := &g.shares[g.component(r.owner)]
		s.nodes++
		if !r.onPages() {
			s.data += aligned(r.size())
		}
	}
	for owner, n := range g.texts {
		g.shares[g.component(int32(owner))].text += n
	}
	for _, l := range g.strings {
		s := &g.shares[g.component(l.owner)]
		s.strings = append(s.strings, l)
	}
}

func (g *Graph) describe(comp int32) *Component {
	c := &Component{g: g, comp: comp}
	members := g.members(comp)
	for _, m := range members {
		c.Names = append(c.Names, g.roots[m].Name)
	}
	blamed := slices.IndexFunc(members, func(m int32) bool { return g.culprit[m] != nil })
	if blamed < 0 {
		return c
	}
	first := members[blamed]
	c.Why = map[string]string{}
	for _, m := range members {
		name := g.roots[m].Name
		if g.culprit[m] != nil {
			c.Why[name] = g.reason(m)
			c.Culprits = append(c.Culprits, name)
			continue
		}
		c.Why[name] = "it shares memory with " + g.roots[first].Name + ", and that cannot be kept: " + g.reason(first)
	}
	return c
}

// Encode returns the bytes of the component. What it refers to in pages is the memory itself. An error says why the component cannot be kept, as
// Why does.
func (c *Component) Encode() (*Encoded, error) {
	e := newEncoder(c.g, c.comp)
	e.run()
	out := e.finish()
	if e.fail != "" {
		return nil, errors.New(e.fail)
	}
	return out, nil
}
