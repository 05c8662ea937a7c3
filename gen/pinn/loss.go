package pinn

import (
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
)

// Variables beside the network's that a training has. They are not saved with a solution.
const (
	termsPath   = "/pinn/terms"   // [conditions], float64: the mean squares of the last step
	factorsPath = "/pinn/factors" // [conditions], float64: by which Balance multiplies weights
	slopesPath  = "/pinn/slopes"  // [conditions], float64: the mean squares of the residuals' gradients, where conditions count them
)

// term is what a condition has in the loss.
type term struct {
	residual *Node // [n]
	slopes   *Node // [n]: the squared length of the residual's gradient; nil without Condition.Gradient
	squares  *Node // [n]: residual² + Gradient·slopes
	mask     *Node // [n]: by which the points count; nil where they count alike
}

// loss is Σ_i factor_i · weight_i · term_i over the conditions, points [n, columns] for each → scalar.
func (s *Solution) loss(c gen.Ctx, points []*Node) *Node {
	return s.sum(c, points, s.terms(c, points))
}

// sum is the loss made of its terms.
func (s *Solution) sum(c gen.Ctx, points []*Node, terms []term) *Node {
	var sum *Node
	for i, t := range terms {
		term := MulScalar(s.problem.mean(i, points[i], t.weighted()), s.problem.weight(i))
		if f := c.Scope.Store().GetVariable(factorsPath); f != nil {
			term = Mul(term, ConvertDType(Reshape(Slice(f.NodeValue(c.Graph), AxisElem(i))), term.DType()))
		}
		if sum == nil {
			sum = term
		} else {
			sum = Add(sum, term)
		}
	}
	if c.Training {
		s.tell(c, termsPath, terms, func(t term) *Node { return Square(t.residual) })
		s.tell(c, masksPath, terms, term.emphasis)
		s.tell(c, slopesPath, terms, func(t term) *Node { return t.slopes })
	}
	return sum
}

// terms are those of each condition at its points.
func (s *Solution) terms(c gen.Ctx, points []*Node) []term {
	r := s.reader(c.Scope, c.Graph, c.DType())
	out, at := make([]term, len(points)), make([]D, len(points))
	for i, x := range points {
		table, mask := s.problem.unmasked(i, x)
		if j := s.problem.with[i]; j < i && points[j] == x {
			at[i] = at[j].named(s.problem.Conditions[i].Name)
		} else {
			at[i] = r.at(i, table)
		}
		out[i] = s.problem.term(i, r.residual(i, table, at[i]), at[i])
		out[i].mask = mask
	}
	return out
}

// tell puts the mean of something of each term, [n] or nil for zero, into a variable of one number for each, if there is that variable.
func (s *Solution) tell(c gen.Ctx, path string, terms []term, what func(t term) *Node) {
	v := c.Scope.Store().GetVariable(path)
	if v == nil {
		return
	}
	all := make([]*Node, len(terms))
	for i, t := range terms {
		all[i] = Const(c.Graph, []float64{0})
		if y := what(t); y != nil {
			all[i] = ConvertDType(Reshape(StopGradient(ReduceAllMean(y)), 1), v.DType())
		}
	}
	v.SetNodeValue(Concatenate(all, 0))
}

// mean is the mean of the squares [n] of condition i at x [n, columns], weighted if it is causal.
func (c *checked) mean(i int, x, squares *Node) *Node {
	if k := c.Conditions[i].Causal; k.Var != "" {
		return k.mean(c, i, x, squares)
	}
	return ReduceAllMean(squares)
}

// beside makes a variable of one number for each condition that no optimizer changes, unless it is there.
func (s *Solution) beside(path string, start float64) *model.Variable {
	if v := s.Store.GetVariable(path); v != nil {
		return v
	}
	values := make([]float64, len(s.problem.Conditions))
	for i := range values {
		values[i] = start
	}
	return s.Store.VariableWithValue(path, tensors.FromValue(values)).SetTrainable(false)
}
