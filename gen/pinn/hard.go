package pinn

import (
	"fmt"
	"slices"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/pinn/geom"
	"github.com/gensci/gensci/gen/pinn/jet"
)

// Hard makes a field equal to a given function on a domain for all weights of the network, instead of a condition that is only nearly met:
// field = Value + Factor · network, where Factor vanishes on the domain (Lagaris et al. 1998). Factor is the domain's smooth distance (Sukumar and
// Srivastava, Comput. Methods Appl. Mech. Eng. 389, 2022), or any function that is given.
type Hard struct {
	Field  string          // "" means the first
	On     geom.Domain     // such as a body's edge, or a union of faces; not together with Factor
	Value  func(d D) *Node // of the coordinates d.X alone, on all of the problem's domain; nil means 0
	Factor func(d D) *Node // of the coordinates alone; for u = 0 and u_t = 0 at t = 0 it is t²
}

// hard is one that is bound.
type hard struct {
	field         int
	value, factor func(d D) *Node
}

// bindHard checks the hard constraints.
func (c *checked) bindHard() error {
	for i, h := range c.Hard {
		name := h.Field
		if name == "" {
			name = c.fields[0]
		}
		b := hard{field: slices.Index(c.fields, name), value: h.Value, factor: h.Factor}
		switch {
		case b.field < 0:
			return fmt.Errorf("pinn: hard constraint %d is of the field %q: there are %s", i, name, strings.Join(c.fields, ", "))
		case (h.On == nil) == (h.Factor == nil):
			return fmt.Errorf("pinn: hard constraint %d of %q: set either On, where it holds, or Factor, which vanishes there", i, name)
		case slices.ContainsFunc(c.hard, func(o hard) bool { return o.field == b.field }):
			return fmt.Errorf("pinn: %q has two hard constraints: unite their domains, with one Value for all", name)
		}
		if h.On != nil {
			s, err := h.On.Bind(c.vars)
			if err != nil {
				return fmt.Errorf("pinn: hard constraint %d of %q: %w", i, name, err)
			}
			if s.Smooth == nil {
				return fmt.Errorf("pinn: hard constraint %d of %q: its domain has no smooth distance: give Factor instead of On", i, name)
			}
			b.factor = func(d D) *Node { return s.Smooth(d.x) }
		}
		c.hard = append(c.hard, b)
	}
	return nil
}

// hardFields are the names of the fields with hard constraints.
func (c *checked) hardFields() (names []string) {
	for _, h := range c.hard {
		names = append(names, c.fields[h.field])
	}
	return names
}

// fieldsOf are the fields that a network stands for, at any points.
func (s *Solution) fieldsOf(net bound) func(x []*Node) derivatives {
	return func(x []*Node) derivatives { return constrain(s.hard, s.about.Vars, s.about.Fields, x, net.on(x)) }
}

// Attach gives a solution that was loaded, or kept by a notebook, the code that does not come with it: the problem's hard constraints and
// its exact solution.
func (s *Solution) Attach(p Problem) error {
	c, err := p.check()
	if err != nil {
		return err
	}
	if !slices.Equal(c.vars, s.about.Vars) || !slices.Equal(c.fields, s.about.Fields) || !slices.Equal(c.hardFields(), s.about.Hard) {
		return fmt.Errorf("pinn: Solution.Attach: the solution is of another problem: it has the variables %v, the fields %v and hard constraints of %v", s.about.Vars, s.about.Fields, s.about.Hard)
	}
	s.hard, s.Exact, s.value = c.hard, p.Exact, nil
	return nil
}

// constrained are fields made of a network's by hard constraints.
type constrained struct {
	network derivatives
	x       []*Node
	hard    []hard
	memo    map[string]*Node
	d       D
}

var _ derivatives = (*constrained)(nil)

// constrain puts hard constraints, if there are any, around the fields at points x.
func constrain(hard []hard, vars, fields []string, x []*Node, network derivatives) derivatives {
	if len(hard) == 0 {
		return network
	}
	d := D{condition: "of a hard constraint", vars: vars, fields: fields, x: x, from: coordinatesOnly{}}
	return &constrained{network, x, hard, map[string]*Node{}, d}
}

// derivative is ∂(g + φ N) = ∂g + Σ ∂_S φ · ∂_(rest) N over the parts S of the variables (Leibniz' rule), so that the network's derivatives can be
// carried forward as they are without the constraint.
func (c *constrained) derivative(field int, by []int) *Node {
	i := slices.IndexFunc(c.hard, func(h hard) bool { return h.field == field })
	if i < 0 {
		return c.network.derivative(field, by)
	}
	var sum *Node
	if c.hard[i].value != nil {
		sum = c.given("g", i, c.hard[i].value, by)
	}
	for _, p := range jet.Leibniz(by) {
		y := Mul(c.given("φ", i, c.hard[i].factor, p.Here), c.network.derivative(field, p.There))
		if p.Count > 1 {
			y = MulScalar(y, float64(p.Count))
		}
		if sum == nil {
			sum = y
		} else {
			sum = Add(sum, y)
		}
	}
	return sum
}

// given is a derivative of a function of the coordinates, [n, 1].
func (c *constrained) given(what string, i int, f func(d D) *Node, by []int) *Node {
	key := fmt.Sprint(what, i, by)
	if y, ok := c.memo[key]; ok {
		return y
	}
	var y *Node
	if len(by) == 0 {
		y = f(c.d)
		c.d.wantColumn(y)
		y = Reshape(y, y.Shape().Size(), 1)
	} else {
		last := len(by) - 1
		y = diffop.Partial(c.given(what, i, f, by[:last]), c.x[by[last]])
	}
	c.memo[key] = y
	return y
}

// coordinatesOnly is where there are no fields to differentiate.
type coordinatesOnly struct{}

func (coordinatesOnly) derivative(int, []int) *Node {
	exceptions.Panicf("pinn: a hard constraint is made of the coordinates d.X alone, not of fields")
	return nil
}
