package fit

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/ml/train/optimizer"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
)

// Where fit keeps its own variables; models live in modelScope, so that their names never meet the optimizer's.
const (
	modelScope   = "model"
	rngPath      = "/fit/rng"
	stepPath     = "/fit/step" // steps ever taken with this store
	averageScope = "/fit/average"
	bestScope    = "/fit/best"
)

// step builds the graph of one optimizer step. It is traced more than once (to discover the variables, in the body
// of the loop, alone) and must do exactly the same each time.
type step struct {
	store *model.Store
	obj   Objective
	o     Options
	start int // steps taken with this store before the run: schedules begin anew, batches go on
}

// build traces the loss, its gradient and the update of all variables, and returns the loss as a scalar.
// rate is the scalar learning rate of this step.
func (s *step) build(batch []*Node, rate *Node) *Node {
	g := batch[0].Graph()
	s.store.SetTraining(g, true)
	rngVar := s.store.GetVariable(rngPath)
	stream := dist.NewRng(rngVar.NodeValue(g))
	loss := s.loss(batch, stream, true)
	rngVar.SetNodeValue(stream.State())

	root := s.store.RootScope()
	optimizer.LearningRateVarWithValue(root, loss.DType(), s.o.LearningRate).SetNodeValue(ConvertDType(rate, loss.DType()))
	s.update(root, loss)
	s.average(g)
	return loss
}

// loss is the mean of the objective. Floats of the batch have the run's dtype.
func (s *step) loss(batch []*Node, stream *gen.Rng, training bool) *Node {
	c := gen.Ctx{
		Scope: s.store.RootScope().In(modelScope), Graph: batch[0].Graph(),
		Event: eventShape(batch[0], s.o.DType), Rng: stream, Training: training,
	}
	loss := s.obj(c, batch)
	if !loss.DType().IsFloat() || loss.Rank() > 1 {
		exceptions.Panicf("fit.Run: want a float scalar or [batch] from the objective, got %s", loss.Shape())
	}
	if loss.Rank() == 1 {
		loss = ReduceAllMean(loss)
	}
	return loss
}

// eventShape is the shape of one example: that of the batch without its first axis.
func eventShape(x *Node, dtype dtypes.DType) shapes.Shape {
	return shapes.Make(dtype, x.Shape().Dimensions[min(1, x.Rank()):]...)
}

// gradientUpdater is what GoMLX's optimizers offer beside UpdateGraph; clipping needs it.
type gradientUpdater interface {
	UpdateGraphWithGradients(scope *model.Scope, grads []*Node, lossDType dtypes.DType)
}

// update takes one step of the optimizer, with the gradient clipped if the options say so.
func (s *step) update(root *model.Scope, loss *Node) {
	if s.o.ClipNorm == 0 {
		s.o.Optimizer.UpdateGraph(root, loss.Graph(), loss)
		return
	}
	u, ok := s.o.Optimizer.(gradientUpdater)
	if !ok {
		exceptions.Panicf("fit.Run: ClipNorm needs an optimizer that takes gradients, such as Adam or SGD; %T does not", s.o.Optimizer)
	}
	u.UpdateGraphWithGradients(root, clip(root.BuildTrainableVariablesGradientsGraph(loss), s.o.ClipNorm), loss.DType())
}

// clip scales gradients so that their global norm is at most limit (Pascanu et al. 2013, algorithm 1).
func clip(grads []*Node, limit float64) []*Node {
	var sum *Node
	for _, d := range grads {
		if sq := ReduceAllSum(Square(d)); sum == nil {
			sum = sq
		} else {
			sum = Add(sum, sq)
		}
	}
	norm := Sqrt(sum)
	bound := ConstAs(norm, limit)
	factor := Div(bound, Max(norm, bound)) // 1 below the limit
	out := make([]*Node, len(grads))
	for i, d := range grads {
		out[i] = Mul(d, ConvertDType(factor, d.DType()))
	}
	return out
}

// average moves the exponential averages of the weights towards them, where there are any.
func (s *step) average(g *Graph) {
	for _, v := range trained(s.store, g) {
		a := s.store.GetVariable(averageScope + v.Path())
		if a == nil || s.o.Average == 0 {
			continue
		}
		w, old := v.NodeValue(g), a.NodeValue(g)
		a.SetNodeValue(Add(old, Mul(Sub(w, old), ConstAs(w, 1-s.o.Average))))
	}
}

// trained lists the weights that the optimizer changes in this graph.
func trained(store *model.Store, g *Graph) (vars []*model.Variable) {
	for v := range store.IterVariables() {
		if v.Trainable && v.InUseByGraph(g) {
			vars = append(vars, v)
		}
	}
	return vars
}
