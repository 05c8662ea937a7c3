package image

import "slices"

// Component is a set of variables that share memory, and are kept together or not at all.
type Component struct {
	Names []string
	// Why says, for each variable, why it cannot be kept; nil if all can. A variable that is not to blame itself shares memory with one that is.
	Why map[string]string

	g    *Graph
	comp int32
}

// Components returns the variables that were walked, by components, each sorted by name.
func (g *Graph) Components() []*Component {
	g.merge()
	var list []*Component
	for i := range int32(len(g.roots)) {
		if g.component(i) == i {
			list = append(list, g.describe(i))
		}
	}
	return list
}

func (g *Graph) describe(comp int32) *Component {
	c := &Component{g: g, comp: comp}
	members := g.members(comp)
	blamed := slices.IndexFunc(members, func(m int32) bool { return g.culprit[m] != nil })
	for _, m := range members {
		name := g.roots[m].Name
		c.Names = append(c.Names, name)
		if blamed < 0 {
			continue
		}
		if c.Why == nil {
			c.Why = map[string]string{}
		}
		if g.culprit[m] != nil {
			c.Why[name] = g.reason(m)
			continue
		}
		first := members[blamed]
		c.Why[name] = "it shares memory with " + g.roots[first].Name + ", and that cannot be kept: " + g.reason(first)
	}
	return c
}

// Encode returns the bytes of the component. What it refers to in pages is the memory itself.
func (c *Component) Encode() (*Encoded, error) {
	e := newEncoder(c.g, c.comp)
	e.run()
	if e.fail != "" {
		return nil, &encodeError{c.Names[0], e.fail}
	}
	return e.finish(), nil
}

type encodeError struct{ name, why string }

func (e *encodeError) Error() string { return e.name + " cannot be kept: " + e.why }
