package pinn

import (
	"errors"
	"fmt"
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/fit"
)

// Balance multiplies the weights of conditions by factors that follow the training, so that no condition's gradient drowns the others'.
// Every so many steps it computes factors by its rule on fresh points and moves towards them: factor ← Decay·factor + (1 − Decay)·new. SelfAdaptive has
// factors for single points, masks, which grow at every step. Later stages keep the last ones.
type Balance struct {
	Rule  Rule    // None, the zero value, leaves the weights alone
	Every int     // 0 means 100
	Decay float64 // 0 means .9
	Rate  float64 // SelfAdaptive: the learning rate of masks; 0 means .005
}

// Rule is how factors are found.
type Rule int

// The rules. Factors of GradNorm and NTK are relative to the mean of all conditions, weights included.
const (
	None     Rule = iota
	GradNorm      // equal norms of the gradients of all terms (Wang, Teng, Perdikaris 2021; Wang, Sankaran, Wang, Perdikaris 2023, eq. 3.4)
	NTK           // equal mean squares of the gradients of residuals, the traces of the neural tangent kernel (Wang, Yu, Perdikaris 2022)

	// SelfAdaptive multiplies each point's squared residual by a mask that goes up its gradient while the network goes down (McClenny, Braga-Neto 2023),
	// from 1 on by Rate a step of Adam while the residual stays, less when it falls. So points and conditions that lag behind count more and more.
	// In the setting of Resample's numbers for Burgers' equation it neither helped nor harmed: .218, .192, .148.
	SelfAdaptive
)

var ruleNames = [...]string{"None", "GradNorm", "NTK", "SelfAdaptive"}

// String is the name of the constant.
func (r Rule) String() string {
	if r < 0 || int(r) >= len(ruleNames) {
		return fmt.Sprintf("Rule(%d)", int(r))
	}
	return ruleNames[r]
}

// masks is the rate at which masks grow, 0 where there are none.
func (b Balance) masks() float64 {
	if b.Rule != SelfAdaptive {
		return 0
	}
	return b.Rate
}

// settled fills in defaults, or says what is wrong.
func (b Balance) settled() (Balance, error) {
	switch {
	case b.Rule == SelfAdaptive && (b.Every != 0 || b.Decay != 0):
		return b, errors.New("pinn: Balance.Every and Decay are settings of GradNorm and NTK: leave them 0 for SelfAdaptive")
	case b.Rule != SelfAdaptive && b.Rate != 0:
		return b, fmt.Errorf("pinn: Balance.Rate is a setting of SelfAdaptive: leave it 0 for %s", b.Rule)
	case b.Rule == SelfAdaptive && b.Rate == 0:
		b.Rate = 0.005
	}
	if b.Every == 0 {
		b.Every = 100
	}
	if b.Decay == 0 {
		b.Decay = 0.9
	}
	switch {
	case b.Rule < None || b.Rule > SelfAdaptive:
		return b, fmt.Errorf("pinn: want Balance.Rule None, GradNorm, NTK or SelfAdaptive, got %s", b.Rule)
	case !(b.Rate >= 0) || math.IsInf(b.Rate, 0):
		return b, fmt.Errorf("pinn: want Balance.Rate, the learning rate of masks, at least 0 (0 means .005), got %g", b.Rate)
	case b.Every < 0:
		return b, fmt.Errorf("pinn: want Balance.Every, the steps between two looks, at least 1 (0 means 100), got %d", b.Every)
	case !(b.Decay > 0 && b.Decay < 1):
		return b, fmt.Errorf("pinn: want Balance.Decay in (0, 1) (0 means .9), got %g", b.Decay)
	}
	return b, nil
}

// balancer moves the factors of a solution.
type balancer struct {
	Balance
	s       *Solution
	points  *points
	factors *model.Variable
	exec    *model.Exec
}

// newBalancer compiles the rule; nil for those without factors.
func newBalancer(b Balance, s *Solution, p *points) (*balancer, error) {
	if b.Rule == None || b.Rule == SelfAdaptive {
		return nil, nil
	}
	r := &balancer{Balance: b, s: s, points: p, factors: s.beside(factorsPath, 1)}
	exec, err := model.NewExec(s.engine, s.Store, func(_ *model.Scope, in []*Node) *Node { return r.sizes(in) })
	if err != nil {
		return nil, fmt.Errorf("pinn: Balance: %w", err)
	}
	r.exec = exec
	return r, nil
}

// sizes are what the rule wants to be equal, [conditions]: the norm of each term's gradient, or the mean square of those of its residuals.
// The latter is found from one gradient, of the residuals' sum under random signs, whose squared norm has the sum of squares for mean.
func (b *balancer) sizes(in []*Node) *Node {
	points, signs := in[:len(in)-1], dist.NewRng(in[len(in)-1])
	c := gen.Ctx{Scope: fit.ModelScope(b.s.Store), Graph: in[0].Graph(), Event: shapes.Make(b.s.about.dtype, len(b.s.about.Vars))}
	all := make([]*Node, len(points))
	for i, t := range b.s.terms(c, points) {
		r, weight := t.residual, b.s.problem.weight(i)
		var size *Node
		if b.Rule == GradNorm {
			size = Sqrt(squaredNorm(c.Scope, MulScalar(b.s.problem.mean(i, points[i], t.squares), weight)))
		} else {
			size = MulScalar(squaredNorm(c.Scope, ReduceAllSum(Mul(r, signs.Signs(r.Shape())))), weight/float64(r.Shape().Size()))
		}
		all[i] = Reshape(ConvertDType(size, dtypes.Float64), 1)
	}
	return Concatenate(all, 0)
}

// squaredNorm is that of the gradient of y by all weights.
func squaredNorm(scope *model.Scope, y *Node) *Node {
	sum := ScalarZero(y.Graph(), y.DType())
	for _, d := range scope.BuildTrainableVariablesGradientsGraph(y) {
		sum = Add(sum, ReduceAllSum(Square(d)))
	}
	return sum
}

// look moves the factors, after so many steps of the stage.
func (b *balancer) look(step int) error {
	in := make([]any, 0, len(b.points.p.sets)+1)
	for _, a := range b.points.draw(b.s.seed, -step, b.points.size) { // no step of the training has these numbers
		in = append(in, b.s.points(a))
	}
	state, err := RNGStateFromSeed(int64(step))
	if err != nil {
		return fmt.Errorf("pinn: Balance: %w", err)
	}
	out, err := b.exec.Call(append(in, state)...)
	if err != nil {
		return fmt.Errorf("pinn: Balance: %w", err)
	}
	return b.factors.SetValue(tensors.FromValue(b.moved(out[0].Value().([]float64))))
}

// moved are the factors after a look at sizes. A term whose gradient vanishes keeps its factor: nothing can be said of it.
func (b *balancer) moved(sizes []float64) []float64 {
	factors := b.factors.MustValue().Value().([]float64)
	mean := 0.0
	for _, x := range sizes {
		mean += x / float64(len(sizes))
	}
	for i, x := range sizes {
		if to := mean / x; x > 0 && !math.IsInf(to, 0) && !math.IsNaN(to) {
			factors[i] = b.Decay*factors[i] + (1-b.Decay)*to
		}
	}
	return factors
}
