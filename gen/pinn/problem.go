package pinn

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/pinn/geom"
)

// Problem is a differential equation with its initial and boundary conditions.
type Problem struct {
	Vars, Fields string // names, separated by spaces: "t x", "u"
	Conditions   []Condition
	Unknowns     []Unknown          // numbers in the equations that are to be found from data
	Exact        Exact              // the solution, where it is known; else nil
	Hard         []Hard             // constraints that hold exactly
	Periods      map[string]float64 // by variable: all fields have this period in it, exactly, whatever the network's weights are
}

// Condition is a residual that a solution makes zero on a domain. Conditions with equal On, N and Sequence, such as the equations of a system, get the same
// points, and the network is evaluated there once for all of them.
type Condition struct {
	Name     string
	On       geom.Domain
	N        int             // number of points; 0 means all of a geom.Cloud
	Weight   float64         // of its mean square in the loss; 0 means 1
	Sequence geom.Sequence   // how the points are laid out; nil means geom.Kronecker
	Residual func(d D) *Node // [n] or [n, 1]
	Causal   Causal          // the zero value counts all times alike
	Gradient float64         // weight of the mean square of the residual's derivatives by all variables, beside that of the residual; 0 means none
}

// checked is a problem that makes sense, with its domains bound to the order of the variables.
type checked struct {
	Problem
	vars, fields []string
	sets         []geom.Set
	with         []int     // by condition: the first one that has the same points
	lo, hi       []float64 // the box around all domains
	hard         []hard
	periods      []float64 // by variable, 0 where there is none; nil without any
}

// check binds a problem or says what is wrong with it.
func (p Problem) check() (*checked, error) {
	p.Conditions = slices.Clone(p.Conditions) // defaults are filled in
	c := &checked{Problem: p, vars: strings.Fields(p.Vars), fields: strings.Fields(p.Fields)}
	if err := checkNames("Vars", c.vars); err != nil {
		return nil, err
	}
	if err := checkNames("Fields", c.fields); err != nil {
		return nil, err
	}
	if err := c.bindPeriods(); err != nil {
		return nil, err
	}
	if err := c.bindUnknowns(); err != nil {
		return nil, err
	}
	if len(p.Conditions) == 0 {
		return nil, errors.New("pinn: a problem needs conditions: give at least one")
	}
	for i := range p.Conditions {
		if err := c.bind(i); err != nil {
			return nil, err
		}
	}
	return c, c.fits()
}

// fits completes the box and checks that all points lie in it, and the hard constraints.
func (c *checked) fits() error {
	if c.lo == nil { // there are clouds alone
		for _, s := range c.sets {
			c.grow(s)
		}
	}
	if err := c.inBox(); err != nil {
		return err
	}
	return c.bindHard()
}

// bind checks condition i and adds its domain.
func (c *checked) bind(i int) error {
	k := &c.Conditions[i]
	switch {
	case k.On == nil:
		return fmt.Errorf("pinn: condition %d %q has no domain: set On", i, k.Name)
	case k.Residual == nil:
		return fmt.Errorf("pinn: condition %d %q has no residual: set Residual", i, k.Name)
	case !(k.Weight >= 0) || math.IsInf(k.Weight, 0):
		return fmt.Errorf("pinn: condition %d %q: want a positive Weight, got %g", i, k.Name, k.Weight)
	}
	if err := k.checkGradient(); err != nil {
		return c.wrong(i, err)
	}
	causal, err := k.Causal.settled(c.vars)
	if err != nil {
		return c.wrong(i, err)
	}
	s, err := k.On.Bind(c.vars)
	if err != nil {
		return c.wrong(i, err)
	}
	c.Conditions[i].Causal = causal
	if j := slices.Index(c.vars, causal.Var); j >= 0 && s.Lo[j] == s.Hi[j] {
		return c.wrong(i, fmt.Errorf("Causal: its domain has one value of %s alone", causal.Var))
	}
	count := s.Count()
	if k.N == 0 {
		k.N = count
	}
	switch {
	case k.N <= 0:
		return fmt.Errorf("pinn: condition %d %q: want N, its number of points, at least 1, got %d", i, k.Name, k.N)
	case count > 0 && k.N > count:
		return fmt.Errorf("pinn: condition %d %q: want N at most %d, the points of its cloud, got %d", i, k.Name, count, k.N)
	}
	c.sets = append(c.sets, s)
	c.with = append(c.with, c.first(i))
	if _, err := c.table(i, rand.New(rand.NewPCG(1, 1)), 1); err != nil {
		return err
	}
	if count == 0 {
		c.grow(s)
	}
	return c.wantInside(i)
}

// bindPeriods brings the periods into the order of the variables.
func (c *checked) bindPeriods() error {
	for _, v := range slices.Sorted(maps.Keys(c.Periods)) {
		j, period := slices.Index(c.vars, v), c.Periods[v]
		if j < 0 {
			return fmt.Errorf("pinn: Problem.Periods names %q: the variables are %s", v, strings.Join(c.vars, ", "))
		}
		if !(period > 0) || math.IsInf(period, 0) {
			return fmt.Errorf("pinn: want a positive period in %s, got %g", v, period)
		}
		if c.periods == nil {
			c.periods = make([]float64, len(c.vars))
		}
		c.periods[j] = period
	}
	return nil
}

func checkNames(what string, names []string) error {
	if len(names) == 0 {
		return fmt.Errorf(`pinn: want names in Problem.%s, separated by spaces, such as "t x"`, what)
	}
	for i, n := range names {
		if slices.Contains(names[:i], n) {
			return fmt.Errorf("pinn: Problem.%s names %q twice", what, n)
		}
	}
	return nil
}

// residual builds the residual of condition i on points, [n, 1] or [n] → [n].
func (c *checked) residual(i int, d D) *Node {
	r := c.Conditions[i].Residual(d)
	d.wantColumn(r)
	return Reshape(r, r.Shape().Size())
}

// weight is that of condition i in the loss.
func (c *checked) weight(i int) float64 {
	if w := c.Conditions[i].Weight; w != 0 {
		return w
	}
	return 1
}
