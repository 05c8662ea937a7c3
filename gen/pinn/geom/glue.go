package geom

import "errors"

// Glue is a domain each point x of which belongs together with another point y, as the two sides of a periodic or of a folded domain do. to sets
// y, which is x before, in the order of the problem's variables. A residual reads the fields there as d.Partner().U().
func Glue(on Domain, to func(x, y []float64)) Domain { return glued{on, to} }

type glued struct {
	on Domain
	to func(x, y []float64)
}

func (g glued) Bind(vars []string) (Set, error) {
	if g.on == nil || g.to == nil {
		return Set{}, errors.New("geom: Glue wants a domain and a function that sets the partner of a point")
	}
	s, err := g.on.Bind(vars)
	s.Partner = func(_, x, y []float64) {
		copy(y, x)
		g.to(x, y)
	}
	return s, err
}
