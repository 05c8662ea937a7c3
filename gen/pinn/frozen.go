package pinn

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/fit"
)

// frozen is a solution that stands still while another network is trained beside it.
type frozen struct {
	about about
	hard  []hard
	scale float64 // the fields are frozen + scale·network; 0: they are the network's, and the residuals are their difference from the frozen ones
}

// frozenScope holds its weights, which nothing trains.
const frozenScope = "frozen"

// corrects tells whether the network is added to the frozen one; false for nil.
func (f *frozen) corrects() bool { return f != nil && f.scale != 0 }

// fields gives the frozen ones at any points.
func (f *frozen) fields(store *model.Store, g *Graph, dtype dtypes.DType) func(x []*Node) derivatives {
	net := f.about.bind(store.RootScope().In(frozenScope), g, dtype)
	return func(x []*Node) derivatives { return constrain(f.hard, f.about.Vars, f.about.Fields, x, net.on(x)) }
}

// fields gives those that the solution stands for at any points, with its weights made or found below scope.
func (s *Solution) fields(scope *model.Scope, g *Graph, dtype dtypes.DType) func(x []*Node) derivatives {
	change := s.fieldsOf(s.about.bind(scope, g, dtype))
	if !s.base.corrects() {
		return change
	}
	still := s.base.fields(s.Store, g, dtype)
	return func(x []*Node) derivatives { return sum{still(x), change(x), s.base.scale} }
}

// reader reads residuals in a graph.
type reader struct {
	problem  *checked
	unknowns map[string]*Node
	u, still func(x []*Node) derivatives // still is a twin's other solution; else nil
}

// reader is that of a solution with its weights made or found below scope.
func (s *Solution) reader(scope *model.Scope, g *Graph, dtype dtypes.DType) reader {
	r := reader{problem: s.problem, u: s.fields(scope, g, dtype)} // the network's variables come first
	r.unknowns = unknowns(s.about.Unknowns, scope, g, dtype)
	if s.base != nil && !s.base.corrects() {
		r.still = s.base.fields(s.Store, g, dtype)
	}
	return r
}

// at is what the residual of condition i reads at its points, a table [n, columns].
func (r reader) at(i int, table *Node) D {
	r.problem.wantTable(i, table)
	return r.problem.at(i, table, r.unknowns, r.u)
}

// residual is that of condition i at d, which is made of the table; a twin's is the difference from the other solution's.
func (r reader) residual(i int, table *Node, d D) *Node {
	y := r.problem.residual(i, d)
	if r.still == nil {
		return y
	}
	return Sub(y, r.problem.residual(i, r.problem.at(i, table, r.unknowns, r.still)))
}

// besides is a solution before its first stage for a network beside s, with the settings of s and the next seed.
func (s *Solution) besides(p Problem, scale float64, what string) (*Solution, error) {
	work, err := s.of(p, what)
	if err != nil {
		return nil, err
	}
	switch {
	case s.base != nil:
		return nil, fmt.Errorf("pinn: Solution.%s: the solution is itself made by Correct or Twin: take the one that Solve returned", what)
	case len(s.about.Unknowns) > 0:
		return nil, fmt.Errorf("pinn: Solution.%s: the problem has Unknowns: it is for problems without", what)
	}
	v := Solver{Net: s.about.Net, Seed: s.seed + 1, DType: s.about.dtype, Engine: s.engine}
	out, err := v.start(p)
	if err != nil {
		return nil, err
	}
	out.base = &frozen{about: s.about, hard: work.hard, scale: scale}
	if out.base.corrects() {
		out.hard = without(out.hard)
	}
	prefix := fit.ModelScope(s.Store).Scope()
	for w := range s.Store.IterVariables() {
		if rest, inside := strings.CutPrefix(w.Path(), prefix+"/"); inside {
			still, err := w.MustValue().LocalClone()
			if err != nil {
				return nil, fmt.Errorf("pinn: Solution.%s: copy the weights: %w", what, err)
			}
			out.Store.VariableWithValue(model.JoinPath("/"+frozenScope, rest), still).SetTrainable(false)
		}
	}
	return out, nil
}

// without are hard constraints of a difference: where u is given, it vanishes.
func without(all []hard) []hard {
	all = slices.Clone(all)
	for i := range all {
		all[i].value = nil
	}
	return all
}

// Correct trains a second network e, with the settings of s and the next seed, on the equation of the error, N(u + e) = 0 in all conditions, where
// the u of s stands still; the solution that it returns is u + e. It begins near u, since e is scaled to the size of u's residuals: by their weighted
// norm over what a fresh network of size 1 changes them by. Such a solution cannot be saved. (Wang and Lai, J. Comput. Phys. 504, 2024, "multi-stage
// neural networks".)
func (s *Solution) Correct(p Problem, stages ...Stage) (*Solution, error) {
	out, err := s.besides(p, 1, "Correct")
	if err != nil {
		return nil, err
	}
	size, gain, err := out.sizes(s, p)
	if err != nil {
		return nil, fmt.Errorf("pinn: Solution.Correct: %w", err)
	}
	if !(size > 0) || !(gain > 0) {
		return nil, errors.New("pinn: Solution.Correct: the residuals of the solution vanish at all points: there is nothing to correct")
	}
	out.base.scale = size / gain
	out.problem.Conditions = slices.Clone(out.problem.Conditions)
	for i := range out.problem.Conditions { // the loss begins near 1, which optimizers are made for
		out.problem.Conditions[i].Weight = out.problem.weight(i) / (size * size)
	}
	return out, out.train(stages)
}

// Twin trains a network, with the settings of s and the next seed, on a problem like p whose exact solution is known: s itself. Each residual is the problem's
// less that of s at the same points, so that s makes all of them zero. How far the twin ends from s is how far such a training ends from the truth, as far as s is
// like it (the method of manufactured solutions: Roache, J. Fluids Eng. 124, 2002).
func (s *Solution) Twin(p Problem, stages ...Stage) (*Solution, error) {
	out, err := s.besides(p, 0, "Twin")
	if err != nil {
		return nil, err
	}
	return out, out.train(stages)
}

// sizes are the weighted norms of the residuals of u, and of what the network that is added to it, as it is at its start, changes them by; the latter
// is for a network of size 1.
func (s *Solution) sizes(u *Solution, p Problem) (size, gain float64, err error) {
	was, err := u.of(p, "Correct")
	if err != nil {
		return 0, 0, err
	}
	tables, err := s.problem.tables(s.seed, 0, func(i int) int { return min(s.problem.Conditions[i].N, rowsPerCall) })
	if err != nil {
		return 0, 0, err
	}
	for i, m := range tables {
		before, err := was.residualsAt(i, m)
		if err != nil {
			return 0, 0, err
		}
		after, err := s.residualsAt(i, m)
		if err != nil {
			return 0, 0, err
		}
		w := s.problem.weight(i) / float64(len(before))
		for k, r := range before {
			size, gain = size+w*r*r, gain+w*(after[k]-r)*(after[k]-r)
		}
	}
	return math.Sqrt(size), math.Sqrt(gain), nil
}
