package pinn

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
)

// Solver is how a problem is solved. The zero value is what Solve uses.
type Solver struct {
	Net    Net
	Seed   uint64          // of initial weights and points
	DType  dtypes.DType    // Float32 (the default) or Float64
	Engine compute.Backend // nil means gen.DefaultEngine
	From   *Solution       // whose weights are the initial ones, such as of an easier problem or of less precision; nil means random ones. Net, DType and Engine are its own where they are zero here
}

// Stage is one way to train a network further; stages run one after the other.
type Stage interface {
	// run must train the weights of s and add to its history.
	run(s *Solution) error
}

// Solve trains the default network on a problem. What is wrong with the problem is an error, also where its residuals are built.
// When a step gives NaN, the error is a *fit.BadStep and the solution before that step is returned with it.
func Solve(p Problem, stages ...Stage) (*Solution, error) { return Solver{}.Solve(p, stages...) }

// Solve trains a network on a problem.
func (v Solver) Solve(p Problem, stages ...Stage) (*Solution, error) {
	s, err := v.start(p)
	if err != nil {
		return nil, err
	}
	if err = s.train(stages); err != nil && !errors.As(err, new(*fit.BadStep)) {
		return nil, err
	}
	return s, err
}

// train runs the stages; after a step that was not finite the weights are those before it.
func (s *Solution) train(stages []Stage) error {
	if len(stages) == 0 {
		return errors.New("pinn: Solve needs a stage, such as pinn.Adam(5_000)")
	}
	defer func() { s.problem = nil }() // of closures, which notebooks could not keep with the solution
	for i, stage := range stages {
		if stage == nil {
			return fmt.Errorf("pinn: stage %d is nil: give one, such as pinn.Adam(5_000)", i)
		}
		err := stage.run(s)
		s.keepPoints(stage)
		if err != nil {
			if errors.As(err, new(*fit.BadStep)) {
				return s.blame(err)
			}
			return err
		}
		if s.History.Stopped != fit.Finished {
			break // interrupted
		}
	}
	return nil
}

// Loss is a problem's training loss as an objective of fit.Run, for those who choose the points themselves: a batch holds the points
// of each condition, in the order of the conditions: tables as Problem.Points returns them, or coordinates alone, [n, vars].
func (v Solver) Loss(p Problem) (fit.Objective, error) {
	s, err := v.describe(p)
	if err != nil {
		return nil, err
	}
	return func(c gen.Ctx, points []*Node) *Node {
		if len(points) != len(p.Conditions) {
			exceptions.Panicf("pinn: %d arrays of points for %d conditions", len(points), len(p.Conditions))
		}
		return s.loss(c, points)
	}, nil
}

// describe checks problem and network.
func (v Solver) describe(p Problem) (*Solution, error) {
	c, err := p.check()
	if err != nil {
		return nil, err
	}
	net := v.Net.settled()
	if err = net.check(); err != nil {
		return nil, err
	}
	var names []string
	for _, k := range p.Conditions {
		names = append(names, k.Name)
	}
	a := about{Vars: c.vars, Fields: c.fields, Lo: c.lo, Hi: c.hi, Unknowns: c.Unknowns, Periods: c.periods, Hard: c.hardFields(), Net: net, dtype: v.DType}
	if err = a.checkWindows(); err != nil {
		return nil, err
	}
	return &Solution{Exact: p.Exact, problem: c, conditions: names, hard: c.hard, seed: v.Seed, about: a}, nil
}

// inherit takes from the solution to start from what is not set.
func (v *Solver) inherit() {
	if v.From == nil {
		return
	}
	if reflect.DeepEqual(v.Net, Net{}) {
		v.Net = v.From.about.Net
	}
	if v.DType == dtypes.InvalidDType {
		v.DType = v.From.about.dtype
	}
	if v.Engine == nil {
		v.Engine = v.From.engine
	}
}

// start is a solution before its first stage.
func (v Solver) start(p Problem) (*Solution, error) {
	v.inherit()
	if v.DType == dtypes.InvalidDType {
		v.DType = dtypes.Float32
	}
	s, err := v.describe(p)
	if err != nil {
		return nil, err
	}
	if s.engine = v.Engine; s.engine == nil {
		if s.engine, err = gen.DefaultEngine(); err != nil {
			return nil, err
		}
	}
	s.Store = model.NewStore()
	s.Store.SetParam(model.ParamInitialSeed, int64(v.Seed))
	if v.From != nil {
		if err = s.startFrom(v.From); err != nil {
			return nil, err
		}
	}
	return s, nil
}
