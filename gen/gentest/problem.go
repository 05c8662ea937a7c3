package gentest

import (
	"fmt"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Bounds of Problem. A wrong field is off by wrongBy of its size at least; graph and host may differ by the rounding of a few
// hundred operations.
const (
	wrongBy    = 0.1
	noticed    = 10 // times the solution's own residual
	agreeTol   = 1e-9
	vanishTol  = 1e-7
	collocated = 50
)

// Conditions is a differential problem: residuals that a solution makes zero, each on points of its own. pinn.Problem is one.
type Conditions interface {
	// Names must return the names of the variables and of the conditions.
	Names() (variables, conditions []string)
	// Points must return points of each condition's domain, a function of the seed: the variables, and behind them whatever else belongs
	// to a point, [n, columns]. Any run of them must be spread over the domain.
	Points(seed uint64) ([]*mat.Dense, error)
	// Residuals must build the residual of each condition, [n] each, at such points for fields u, which gets a column [n, 1] for
	// each variable and returns one for each field.
	Residuals(u func(x []*Node) []*Node, points []*Node) []*Node
}

// Exact is a solution that is known: variables → fields at one point.
type Exact interface {
	At(x []float64) []float64
}

// graphed is an Exact that is there as a differentiable function too: [n, 1] each → [n, 1] each.
type graphed interface {
	Graph(x []*Node) []*Node
}

// Collocation says how Problem tries a problem; its zero value is the rule.
type Collocation struct {
	Points int     // of each condition, at most as many as it has; 0 means 50
	Tol    float64 // largest residual, relative to that of a wrong solution; 0 means 1e-7. Differences and references need more
	// Window has the width, for each variable, of the boxes in which solutions without a Graph are taken for polynomials of
	// degree 10; nil means 1/20 of the range of the points.
	Window []float64
	// Singular are points where derivatives of such a solution are infinite: a box is at most half as wide as its point is away from them.
	Singular [][]float64
}

// Problem tries a problem with its known solution: every residual vanishes for it, none does for fields that are off by a
// tenth of their size (e^(a·x), so derivatives are wrong too), every field is noticed by some condition, and the zero
// function is no solution. If the solution has a method Graph, its fields as functions of columns [n, 1], that is
// differentiated and compared with At; else At alone is, through polynomials that go through its values near each point, good for
// derivatives up to the fourth and for conditions that look at their own points alone. At most one Collocation says
// what is to be done otherwise.
//
// Conditions are an interface since this package stands below the families of models, pinn among them.
func Problem(t TB, b compute.Backend, p Conditions, exact Exact, how ...Collocation) {
	t.Helper()
	if b == nil || p == nil || exact == nil || len(how) > 1 {
		t.Fatalf("gentest.Problem: want an engine, a problem, its solution and at most one Collocation, got %v, %v, %v, %d", b, p, exact, len(how))
	}
	c := Collocation{Points: collocated, Tol: vanishTol}
	if len(how) == 1 {
		c = how[0].withDefaults()
	}
	variables, names := p.Names()
	err := c.check(len(variables))
	if err != nil {
		t.Fatalf("gentest.Problem: %v", err)
	}
	tables, err := p.Points(1)
	if err != nil || len(tables) != len(names) || len(tables) == 0 {
		t.Fatalf("gentest.Problem: want a table of points for each of the conditions %q, got %d: %v", names, len(tables), err)
	}
	for i, x := range tables {
		rows, cols := x.Dims()
		tables[i] = mat.DenseCopyOf(x.Slice(0, min(rows, c.Points), 0, cols))
	}
	tr := attempt{t: t, p: p, c: c, names: names, vars: len(variables), tables: tables, exact: exact}
	tr.measure()
	tr.judge(tr.residuals(b))
}

// check says what does not fit that many variables.
func (c Collocation) check(vars int) error {
	if c.Window != nil && (len(c.Window) != vars || !(floats.Min(c.Window) > 0)) {
		return fmt.Errorf("want a positive Window for each of %d variables, got %v", vars, c.Window)
	}
	for _, s := range c.Singular {
		if len(s) != vars {
			return fmt.Errorf("want Singular points of %d coordinates, got %v", vars, s)
		}
	}
	if c.Points < 1 || !(c.Tol > 0) {
		return fmt.Errorf("want at least 1 of Points and a positive Tol, got %d and %g", c.Points, c.Tol)
	}
	return nil
}

func (c Collocation) withDefaults() Collocation {
	if c.Points == 0 {
		c.Points = collocated
	}
	if c.Tol == 0 {
		c.Tol = vanishTol
	}
	return c
}
