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
)

// loss is Σ_i factor_i · weight_i · term_i over the conditions, points [n, columns] for each → scalar.
func (s *Solution) loss(c gen.Ctx, points []*Node) *Node {
	residuals := s.residuals(c, points)
	var sum *Node
	squares := make([]*Node, len(residuals))
	for i, r := range residuals {
		squares[i] = Square(r)
		term := MulScalar(s.problem.mean(i, points[i], squares[i]), s.problem.weight(i))
		if f := c.Scope.Store().GetVariable(factorsPath); f != nil {
			term = Mul(term, ConvertDType(Reshape(Slice(f.NodeValue(c.Graph), AxisElem(i))), term.DType()))
		}
		if sum == nil {
			sum = term
		} else {
			sum = Add(sum, term)
		}
	}
	if v := c.Scope.Store().GetVariable(termsPath); v != nil && c.Training {
		v.SetNodeValue(means(squares, v))
	}
	return sum
}

// residuals are those of each condition at its points, [n] each.
func (s *Solution) residuals(c gen.Ctx, points []*Node) []*Node {
	net := s.about.bind(c.Scope, c.Graph, c.DType())
	numbers := unknowns(s.about.Unknowns, c.Scope, c.Graph, c.DType())
	out, at := make([]*Node, len(points)), make([]D, len(points))
	for i, x := range points {
		s.problem.wantTable(i, x)
		if j := s.problem.with[i]; j < i && points[j] == x {
			at[i] = at[j].named(s.problem.Conditions[i].Name)
		} else {
			at[i] = s.problem.at(i, x, numbers, s.fieldsOf(net))
		}
		out[i] = s.problem.residual(i, at[i])
	}
	return out
}

// mean is the mean of the squares [n] of condition i at x [n, columns], weighted if it is causal.
func (c *checked) mean(i int, x, squares *Node) *Node {
	if k := c.Conditions[i].Causal; k.Var != "" {
		return k.mean(c, i, x, squares)
	}
	return ReduceAllMean(squares)
}

// means are the plain means of each condition's squares, like v.
func means(squares []*Node, v *model.Variable) *Node {
	all := make([]*Node, len(squares))
	for i, q := range squares {
		all[i] = ConvertDType(Reshape(StopGradient(ReduceAllMean(q)), 1), v.DType())
	}
	return Concatenate(all, 0)
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
