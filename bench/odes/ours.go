package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/ode"
)

// most is how many steps a solver may take.
const most = 100_000

// ask is one order to a side: solve so often, or, with Slope, give f(0, x0).
type ask struct {
	Problem, Method string
	Tol             float64
	Steps, Reps     int // Steps > 0: that many equal ones
	Slope           bool
}

// answer is x(t1), the time of one solve, and how often it evaluated the field.
type answer struct {
	X           []float64
	MS          float64
	Evaluations int
	Error       string
}

// side solves.
type side interface {
	ask(q ask) (answer, error)
}

// onHost is ode.Host.
type onHost struct{}

func (onHost) ask(q ask) (answer, error) {
	p := problemOf(q.Problem)
	if q.Slope {
		dx := make([]float64, len(p.x0))
		p.host(0, p.x0, dx)
		return answer{X: dx}, nil
	}
	h := ode.Host{Method: methods[q.Method], RTol: q.Tol, ATol: q.Tol, MaxSteps: most}
	began := time.Now()
	var tr *ode.Trajectory
	for range q.Reps {
		var err error
		if tr, err = h.Solve(p.host, p.x0, 0, p.t1); err != nil {
			return answer{}, err
		}
	}
	return answer{X: tr.End(), MS: perSolve(began, q.Reps), Evaluations: tr.Stats.Evaluations}, nil
}

func perSolve(began time.Time, reps int) float64 {
	return float64(time.Since(began).Nanoseconds()) / 1e6 / float64(reps)
}

func problemOf(name string) problem {
	for _, p := range problems {
		if p.name == name {
			return p
		}
	}
	return problem{name: name}
}

// inEngine is ode.Adaptive and, for equal steps, ode.Integrate.
type inEngine struct {
	engine compute.Backend
	ready  map[ask]func() ([]float64, int, error) // without Reps
}

func (s inEngine) ask(q ask) (answer, error) {
	reps := q.Reps
	q.Reps = 0
	if s.ready[q] == nil {
		run, err := s.compile(q, dtypes.Float32)
		if err == nil {
			_, _, err = run()
		}
		if err != nil {
			return answer{}, err
		}
		s.ready[q] = run
	}
	var a answer
	began := time.Now()
	for range max(reps, 1) {
		var err error
		if a.X, a.Evaluations, err = s.ready[q](); err != nil {
			return a, err
		}
	}
	a.MS = perSolve(began, max(reps, 1))
	for _, x := range a.X {
		if math.IsNaN(x) {
			return a, fmt.Errorf("%d steps were not enough", most)
		}
	}
	return a, nil
}

// compile makes the program of an ask; samples are of the type t.
func (s inEngine) compile(q ask, t dtypes.DType) (func() ([]float64, int, error), error) {
	store, x0 := model.NewStore(), any(nil)
	p := problemOf(q.Problem)
	if p.host == nil {
		store, x0 = noise.store(t), noise.start(t)
	} else {
		x0 = tensors.FromFlatDataAndDimensions(p.x0, 1, len(p.x0))
	}
	exec, err := model.NewExec(s.engine, store, func(scope *model.Scope, in []*Node) []*Node {
		f, t1 := p.field, p.t1
		if p.host == nil {
			f, t1 = field(scope, in[0]), 1
		}
		x, n := solve(q, f, in[0], t1)
		return []*Node{ConvertDType(x, dtypes.Float64), n}
	})
	if err != nil {
		return nil, err
	}
	return func() ([]float64, int, error) {
		out, err := exec.Call(x0)
		if err != nil {
			return nil, 0, err
		}
		return tensors.MustCopyFlatData[float64](out[0]), int(tensors.ToScalar[int32](out[1])), nil
	}, nil
}

// solve is what an ask wants, and the evaluations of the field.
func solve(q ask, f ode.Field, x *Node, t1 float64) (end, evaluations *Node) {
	calls := 0
	counted := func(t, x *Node) *Node { calls++; return f(t, x) }
	if q.Slope {
		return f(ConvertDType(Const(x.Graph(), 0.), x.DType()), x), Const(x.Graph(), int32(1))
	}
	m := methods[strings.Split(q.Method, ",")[0]]
	if q.Steps > 0 {
		end = ode.Integrate(counted, m, x, 0, t1, q.Steps)
		return end, Const(x.Graph(), int32(1+(calls-1)*q.Steps)) // the first one, and those of a step
	}
	r := ode.Adaptive{Method: m, RTol: q.Tol, ATol: q.Tol, MaxSteps: most}.Solve(f, x, 0, t1)
	return r.X, r.Evaluations
}
