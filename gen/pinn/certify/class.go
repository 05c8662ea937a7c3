package certify

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
)

// Class is a kind of equations for which an inequality bounds errors by residuals: Poisson, Elliptic, Parabolic, Transport, System, LinearSystem, LinearODE.
type Class interface {
	// check must say what is wrong with the settings for the variables and fields of a problem, and how these are laid out.
	check(vars, fields []string) (layout, error)
	// operator must build the left sides of the equations, without sources, [n, 1] each.
	operator(d pinn.D) []*Node
	// data must build what is given at the start and on the walls, [n, 1] each.
	data(d pinn.D) []*Node
	// bound must find constants and sizes of all parts in a norm, and the inequality's name.
	bound(q *question, norm Norm) (parts []Part, rule string, err error)
}

// layout is what a class makes of variables and fields.
type layout struct {
	time  int // the variable that is time; -1 for none
	given int // how many forms data has
}

// value is the only field: what most classes have given.
func value(d pinn.D) []*Node { return []*Node{d.U()} }

// Bound is an error bar in L2 for a solution s of a problem p in a class: the norms of its residuals in the equation, on the walls and at the start, each
// by a quadrature much denser than the points of the training, times stability constants. It is an error if the problem is not in
// the class, which is tried by what its residuals change by with the fields: factors by which they are scaled are found so too. What the domain needs to
// have for the constants is checked as well.
func Bound(p pinn.Problem, s *pinn.Solution, of Class) (*Certificate, error) {
	return bound(p, s, of, L2)
}

// BoundMax is Bound for the largest error, by the maximum principle. Its largest residuals are found at many points, not everywhere: it holds up to sampling.
func BoundMax(p pinn.Problem, s *pinn.Solution, of Class) (*Certificate, error) {
	return bound(p, s, of, Sup)
}

func bound(p pinn.Problem, s *pinn.Solution, of Class, norm Norm) (*Certificate, error) {
	q, err := ask(p, s, of)
	if err != nil {
		return nil, err
	}
	parts, name, err := of.bound(q, norm)
	if err != nil {
		return nil, err
	}
	c := &Certificate{Norm: norm, Rule: name, Parts: parts, fields: q.fields, Notes: q.notes}
	if norm == Sup {
		c.Kind = Sampled
	}
	for _, k := range parts {
		c.Bar += k.value()
	}
	c.of, err = q.measure(s)
	return c, err
}
