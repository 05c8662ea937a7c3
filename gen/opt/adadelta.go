package opt

import (
	"path"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/initializer"
	"github.com/gomlx/gomlx/ml/train/optimizer"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Adadelta is an optimizer for GoMLX and fit.Options whose steps have the units of the weights (Zeiler 2012, algorithm 1). With averages
// E[·] that decay by Rho,
//
//	Δx = −√(E[Δx²] + ε) / √(E[g²] + ε) · g
//
// times the learning rate, which in the paper is 1: set fit.Options.LearningRate to 1, whose default is for Adam.
type Adadelta struct {
	Rho     float64 // decay of the averages, in (0, 1); 0 means .95
	Epsilon float64 // ε, which the first steps are in proportion to the root of; 0 means 1e-6
}

var _ optimizer.Interface = Adadelta{}

const adadeltaScope = "adadelta"

// UpdateGraph takes a step along the gradient of a scalar loss.
func (a Adadelta) UpdateGraph(scope *model.Scope, _ *Graph, loss *Node) {
	if !loss.IsScalar() {
		exceptions.Panicf("opt.Adadelta: want a scalar loss, got %s", loss.Shape())
	}
	a.UpdateGraphWithGradients(scope, scope.BuildTrainableVariablesGradientsGraph(loss), loss.DType())
}

// UpdateGraphWithGradients takes a step, given the gradients of the trainable variables in the order of scope.IterVariables.
func (a Adadelta) UpdateGraphWithGradients(scope *model.Scope, grads []*Node, dtype dtypes.DType) {
	rho, eps := or(a.Rho, 0.95), or(a.Epsilon, 1e-6)
	if !(rho > 0 && rho < 1) || !(eps > 0) {
		exceptions.Panicf("opt.Adadelta: want Rho in (0, 1) and a positive Epsilon, got %g and %g", a.Rho, a.Epsilon)
	}
	if len(grads) == 0 {
		exceptions.Panicf("opt.Adadelta: want trainable variables, there are none")
	}
	g := grads[0].Graph()
	rate := optimizer.LearningRateVar(scope, dtype, model.GetParamOr(scope, optimizer.ParamLearningRate, 1.0)).NodeValue(g)
	optimizer.IncrementGlobalStep(g, dtype)
	i := 0
	for v := range scope.IterVariables() {
		if !v.Trainable || !v.InUseByGraph(g) {
			continue
		}
		if i < len(grads) {
			a.update(scope, v, grads[i], rate, rho, eps)
		}
		i++
	}
	if i != len(grads) {
		exceptions.Panicf("opt.Adadelta: want a gradient for each of %d trainable variables, got %d", i, len(grads))
	}
}

// update takes a step of one variable.
func (a Adadelta) update(scope *model.Scope, v *model.Variable, grad, rate *Node, rho, eps float64) {
	g := grad.Graph()
	root := func(x *Node) *Node { return Sqrt(AddScalar(x, eps)) }
	average := func(old, x *Node) *Node { return Add(MulScalar(old, rho), MulScalar(Square(x), 1-rho)) }
	slope, step := a.average(scope, v, "gradient", grad.Shape()), a.average(scope, v, "step", grad.Shape())

	squared := average(slope.NodeValue(g), grad)
	delta := Neg(Mul(Div(root(step.NodeValue(g)), root(squared)), grad))
	slope.SetNodeValue(squared)
	step.SetNodeValue(average(step.NodeValue(g), delta))
	v.SetNodeValue(Add(v.NodeValue(g), Mul(delta, ConvertDType(rate, delta.DType()))))
}

// average is the variable that holds an average of squares for v, zero at first.
func (a Adadelta) average(scope *model.Scope, v *model.Variable, of string, shape shapes.Shape) *model.Variable {
	s := scope.Store().Scope(path.Join("/", adadeltaScope, v.Scope())).WithInitializer(initializer.Zero)
	return s.VariableWithShape(v.Name()+"_"+of, shape.Clone()).SetTrainable(false)
}

// Clear deletes the averages.
func (a Adadelta) Clear(scope *model.Scope) error {
	return scope.In(adadeltaScope).DeleteVariablesInScope()
}
