package bijector

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/model/initializer"
)

// ActNorm is an Affine with trained Shift and LogScale that set themselves from the first batch: in training, the
// first call of Inverse makes its output have mean 0 and variance 1 in every coordinate.
//
// Reference: Kingma and Dhariwal, Glow, NeurIPS 2018, section 3.1.
type ActNorm struct {
	shift, logScale, ready *model.Variable
	training               bool
}

var _ Bijector = (*ActNorm)(nil)

// NewActNorm binds "shift" and "log_scale", [dim], and "ready", which says whether they were set from data.
func NewActNorm(scope *model.Scope, g *Graph, dim int, dtype dtypes.DType, training bool) *ActNorm {
	zero := scope.WithInitializer(initializer.Zero)
	a := &ActNorm{
		shift:    zero.VariableWithShape("shift", shapes.Make(dtype, dim)),
		logScale: zero.VariableWithShape("log_scale", shapes.Make(dtype, dim)),
		ready:    zero.VariableWithShape("ready", shapes.Make(dtype)).SetTrainable(false),
		training: training,
	}
	for _, v := range []*model.Variable{a.shift, a.logScale, a.ready} {
		v.NodeValue(g) // touch: loops need to know all variables
	}
	return a
}

// Forward is Affine.Forward.
func (a *ActNorm) Forward(x *Node) (y, logDet *Node) { return a.affine(x.Graph()).Forward(x) }

// Inverse is Affine.Inverse; in training it sets the parameters from the first batch y [batch, dim].
func (a *ActNorm) Inverse(y *Node) (x, logDet *Node) {
	g := y.Graph()
	if a.training {
		ready := GreaterThan(a.ready.NodeValue(g), ZerosLike(a.ready.NodeValue(g)))
		mean := StopGradient(ReduceMean(y, 0)) // [b, d] → [d]
		variance := StopGradient(ReduceMean(Square(Sub(y, ExpandAxes(mean, 0))), 0))
		scale := MulScalar(Log(AddScalar(variance, 1e-6)), 0.5) // a constant coordinate gets a finite scale
		a.shift.SetNodeValue(Where(ready, a.shift.NodeValue(g), mean))
		a.logScale.SetNodeValue(Where(ready, a.logScale.NodeValue(g), scale))
		a.ready.SetNodeValue(OnesLike(a.ready.NodeValue(g)))
	}
	return a.affine(g).Inverse(y)
}

func (a *ActNorm) affine(g *Graph) Affine {
	return Affine{Shift: a.shift.NodeValue(g), LogScale: a.logScale.NodeValue(g)}
}
