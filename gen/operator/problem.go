package operator

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Problem is a differential equation with an input function in it, which has one solution for each input function. For s′ = u with s(0) = 0:
//
//	i := geom.Rect{{0, 1}}
//	operator.Problem{Vars: "x", Fields: "s", Of: "x", Conditions: []operator.Condition{
//		{Name: "equation", On: i, N: 20, Residual: func(d pinn.D, u *Node) *Node { return Sub(d.U("x"), u) }},
//		{Name: "start", On: i.Face("x", 0), N: 1, Residual: func(d pinn.D, _ *Node) *Node { return d.U() }},
//	}}
type Problem struct {
	Vars, Fields string // names, separated by spaces: "t x", "s"; the variables are the coordinates of query points
	Of           string // the variable that input functions depend on
	Conditions   []Condition
}

// Condition is a residual that the solution makes zero on a domain, whatever the input function is.
type Condition struct {
	Name   string
	On     geom.Domain
	N      int     // number of points for each input function, fresh ones at every step
	Weight float64 // of its mean square in the loss; 0 means 1

	// Residual gets the output function and the values of the input function at n points, u [n, 1], and returns [n] or [n, 1]. The values u are
	// numbers: what D.Of differentiates takes them as constants.
	Residual func(d pinn.D, u *Node) *Node
}

// checked is a problem that makes sense.
type checked struct {
	Problem
	vars, fields []string
	of           int
	sets         []geom.Set
}

func (p Problem) check() (*checked, error) {
	c := &checked{Problem: p, vars: strings.Fields(p.Vars), fields: strings.Fields(p.Fields)}
	if len(c.vars) == 0 || len(c.fields) == 0 {
		return nil, errors.New(`operator: want names in Problem.Vars and Problem.Fields, separated by spaces, such as "t x" and "s"`)
	}
	if c.of = slices.Index(c.vars, p.Of); c.of < 0 {
		return nil, fmt.Errorf("operator: Problem.Of, the variable of the input functions, is %q: want one of %s", p.Of, strings.Join(c.vars, ", "))
	}
	if len(p.Conditions) == 0 {
		return nil, errors.New("operator: a problem needs conditions: give at least one")
	}
	for i, k := range p.Conditions {
		switch {
		case k.On == nil:
			return nil, fmt.Errorf("operator: condition %d %q has no domain: set On", i, k.Name)
		case k.Residual == nil:
			return nil, fmt.Errorf("operator: condition %d %q has no residual: set Residual", i, k.Name)
		case k.N < 1:
			return nil, fmt.Errorf("operator: condition %d %q: want N, its points for each function, at least 1, got %d", i, k.Name, k.N)
		case !(k.Weight >= 0) || math.IsInf(k.Weight, 0):
			return nil, fmt.Errorf("operator: condition %d %q: want a positive Weight, got %g", i, k.Name, k.Weight)
		}
		s, err := k.On.Bind(c.vars)
		if err != nil {
			return nil, fmt.Errorf("operator: condition %d %q: %w", i, k.Name, err)
		}
		c.sets = append(c.sets, s)
	}
	return c, nil
}
