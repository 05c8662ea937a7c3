package certify

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// question is a problem with its solution, sorted into equations, walls and a start.
type question struct {
	p            pinn.Problem
	s            *pinn.Solution
	vars, fields []string
	layout

	equations, walls, starts []stated
	domain                   geom.Domain // of the equations
	set                      geom.Set    // the same, bound
	periodic                 []bool      // by variable
	edge                     edge
	notes                    []string
}

// stated is a condition that states one of the class's forms: scale·residual = form − what is given.
type stated struct {
	condition, form int
	scale           float64
	set             geom.Set
}

// ask sorts a problem.
func ask(p pinn.Problem, s *pinn.Solution, of Class) (*question, error) {
	if s == nil || of == nil {
		return nil, errors.New("certify: want a problem, its solution and a class such as certify.Poisson{}, got nil")
	}
	if len(p.Unknowns) > 0 {
		return nil, errors.New("certify: the problem has Unknowns: set their values in the equations to certify the fields")
	}
	q := &question{p: p, s: s, vars: s.Vars(), fields: s.Fields()}
	if vars := strings.Fields(p.Vars); !slices.Equal(vars, q.vars) || !slices.Equal(strings.Fields(p.Fields), q.fields) {
		return nil, fmt.Errorf("certify: the solution is of another problem: it has the variables %v and the fields %v", q.vars, q.fields)
	}
	var err error
	if q.layout, err = of.check(q.vars, q.fields); err != nil {
		return nil, err
	}
	if err = q.sort(of); err != nil {
		return nil, err
	}
	q.findPeriods()
	return q, q.bindEdge()
}

// sort finds out what the conditions state, equations first, since they say where time starts.
func (q *question) sort(of Class) error {
	sets := make([]geom.Set, len(q.p.Conditions))
	for i, k := range q.p.Conditions {
		if k.On == nil || k.Residual == nil {
			return fmt.Errorf("certify: condition %d %q has no domain or no residual", i, k.Name)
		}
		var err error
		if sets[i], err = k.On.Bind(q.vars); err != nil {
			return fmt.Errorf("certify: condition %q: %w", k.Name, err)
		}
	}
	for i, set := range sets {
		if set.Dim() == len(q.vars) && set.Count() == 0 {
			if err := q.add(&q.equations, i, set, len(q.fields), of.operator); err != nil {
				return err
			}
		}
	}
	if err := q.complete(of); err != nil {
		return err
	}
	for i, set := range sets {
		into := q.side(set)
		if into == nil || set.Count() > 0 {
			continue
		}
		if err := q.add(into, i, set, q.given, of.data); err != nil {
			return err
		}
	}
	return nil
}

// side is where a condition on a part of the boundary belongs; nil for none.
func (q *question) side(set geom.Set) *[]stated {
	switch t := q.time; {
	case set.Dim() != len(q.vars)-1:
		return nil
	case t < 0 || set.Lo[t] < set.Hi[t]:
		return &q.walls
	case set.Lo[t] == q.set.Lo[t]:
		return &q.starts
	}
	return nil
}

// complete says which equation of the class no condition states.
func (q *question) complete(of Class) error {
	for _, e := range q.equations {
		if on := q.p.Conditions[e.condition].On; q.domain == nil {
			q.domain, q.set = on, e.set
		} else if !slices.Equal(e.set.Lo, q.set.Lo) || !slices.Equal(e.set.Hi, q.set.Hi) || e.set.Measure != q.set.Measure {
			return fmt.Errorf("certify: want all equations on one domain, condition %q has another one", q.p.Conditions[e.condition].Name)
		}
	}
	rows := len(q.fields)
	for row := range rows {
		if !slices.ContainsFunc(q.equations, func(e stated) bool { return e.form == row }) {
			return fmt.Errorf("certify: no condition is equation %d of %d of %T, up to a constant factor: take the class and the constants of the problem", row+1, rows, of)
		}
	}
	return nil
}

// findPeriods says in which variables the fields are periodic over the whole domain.
func (q *question) findPeriods() {
	q.periodic = make([]bool, len(q.vars))
	for j, v := range q.vars {
		if period := q.p.Periods[v]; period > 0 {
			turns := (q.set.Hi[j] - q.set.Lo[j]) / period
			q.periodic[j] = turns > 0.5 && math.Abs(turns-math.Round(turns)) < 1e-9
		}
	}
}

// asked is the name of a condition that a problem gets for a moment.
const asked = "asked by certify"

// at is any residual of the solution at points.
func (q *question) at(of func(d pinn.D) *Node, x *mat.Dense) ([]float64, error) {
	p := q.p
	on := q.domain
	if on == nil {
		on = geom.Cloud{Points: x}
	}
	p.Conditions = append(slices.Clone(p.Conditions), pinn.Condition{Name: asked, On: on, N: 1, Residual: of})
	y, err := q.s.Residual(p, asked, x)
	if err != nil {
		return nil, fmt.Errorf("certify: %w", err)
	}
	for i, v := range y {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("certify: a residual is %g at %v: no bar can be found", v, x.RawRowView(i))
		}
	}
	return y, nil
}

// part is what some conditions add together: the norm of all their residuals, in the units of the class.
func (q *question) part(name string, all []stated, norm Norm, constant float64) (Part, error) {
	out := Part{Name: name, Constant: constant}
	var sizes [2]float64
	for _, k := range all {
		both, err := q.sizes(k, norm)
		if err != nil {
			return out, err
		}
		for density, size := range both {
			if norm == Sup {
				sizes[density] = math.Max(sizes[density], size)
			} else {
				sizes[density] = math.Hypot(sizes[density], size)
			}
		}
	}
	out.Size, out.Uncertainty = sizes[1], math.Abs(sizes[1]-sizes[0])
	return out, nil
}

// sizes are a condition's norm by the coarse and by the fine quadrature, found in one evaluation.
func (q *question) sizes(k stated, norm Norm) (both [2]float64, err error) {
	var rules [2]rule
	for density := range rules {
		if rules[density], err = quadrature(k.set, density); err != nil {
			return both, fmt.Errorf("certify: %w", err)
		}
	}
	var x mat.Dense
	x.Stack(rules[0].x, rules[1].x)
	y, err := q.at(q.p.Conditions[k.condition].Residual, &x)
	if err != nil {
		return both, err
	}
	coarse := len(rules[0].w)
	for density, part := range [][]float64{y[:coarse], y[coarse:]} {
		if norm == Sup {
			both[density] = math.Abs(k.scale) * largest(part)
		} else {
			both[density] = math.Abs(k.scale) * rules[density].norm2(part)
		}
	}
	return both, nil
}

// measure is a solution on the fine quadrature of the domain.
func (q *question) measure(s *pinn.Solution) (*measured, error) {
	r, err := quadrature(q.set, 1)
	if err != nil {
		return nil, fmt.Errorf("certify: %w", err)
	}
	u, err := s.At(r.x)
	if err != nil {
		return nil, fmt.Errorf("certify: %w", err)
	}
	return &measured{x: r.x, u: u, w: r.w, exact: q.p.Exact}, nil
}
