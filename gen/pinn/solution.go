package pinn

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn/jet"
)

// Solution is a trained network that stands for the solution of a problem. Its methods work on the host.
type Solution struct {
	Store   *model.Store
	History fit.History // of the training, all stages; empty after Load
	Terms   []Terms     // the loss, condition by condition, at some 200 steps of each stage; empty after Load
	Exact   Exact       // the problem's, if it has one; nil after Load

	about      about
	problem    *checked // nil when it has been solved
	conditions []string
	stages     []int       // the steps before which they began
	hard       []hard      // code, which is not saved: see Attach
	used       []fit.Array // the points of each condition at the end; nil where they were fresh at every step
	base       *frozen     // what stands still beside the network: see Correct and Twin; else nil
	seed       uint64
	engine     compute.Backend
	value      *model.Exec
}

// about is what is saved with the weights.
type about struct {
	Vars, Fields []string
	Lo, Hi       []float64
	Unknowns     []Unknown // numbers that were to be found
	Periods      []float64 // of the fields in each variable, 0 where they have none; nil where they have none at all
	Hard         []string  // the fields with hard constraints
	Net          Net
	dtype        dtypes.DType
}

// bind is the network with its weights, which are made or found below scope.
func (a about) bind(scope *model.Scope, g *Graph, dtype dtypes.DType) bound {
	in := jet.Box(a.Lo, a.Hi, a.Periods)
	if parts := a.partitions(); len(parts) > 0 {
		return bound{in, builder{a.Net, scope, g, dtype}.windowed(parts, in, len(a.Fields))}
	}
	return a.Net.bind(scope, g, in, len(a.Fields), dtype)
}

// Vars are the names of the variables, the columns of points.
func (s *Solution) Vars() []string { return slices.Clone(s.about.Vars) }

// Fields are the names of the fields, the columns of values.
func (s *Solution) Fields() []string { return slices.Clone(s.about.Fields) }

// Net is the network that stands for the fields, with its defaults filled in.
func (s *Solution) Net() Net {
	n := s.about.Net
	n.Hidden, n.Windows = slices.Clone(n.Hidden), maps.Clone(n.Windows)
	return n
}

// Box is the smallest box around the domains of all conditions: lowest and highest value of each variable.
func (s *Solution) Box() (lo, hi []float64) {
	return slices.Clone(s.about.Lo), slices.Clone(s.about.Hi)
}

// At returns the fields at points: [n, variables] → [n, fields].
func (s *Solution) At(points *mat.Dense) (*mat.Dense, error) {
	if points == nil || points.IsEmpty() {
		return nil, errors.New("pinn: Solution.At: there are no points: give at least one row")
	}
	n, k := points.Dims()
	if k != len(s.about.Vars) {
		return nil, fmt.Errorf("pinn: Solution.At: want one column for each of the variables %v, got %d columns", s.about.Vars, k)
	}
	if err := s.compile(); err != nil {
		return nil, err
	}
	out := mat.NewDense(n, len(s.about.Fields), nil)
	for from := 0; from < n; from += rowsPerCall {
		if err := s.piece(points, out, from, min(from+rowsPerCall, n)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// rowsPerCall is the one shape that evaluation is compiled for.
const rowsPerCall = 2048

// compile prepares the evaluation.
func (s *Solution) compile() error {
	if s.value != nil {
		return nil
	}
	if len(s.hard) != len(s.about.Hard) {
		return fmt.Errorf("pinn: Solution.At: the hard constraints of %v are code, which is not saved: call Attach with the problem", s.about.Hard)
	}
	exec, err := model.NewExec(s.engine, s.Store, func(_ *model.Scope, in []*Node) []*Node {
		u := s.fields(fit.ModelScope(s.Store), in[0].Graph(), s.about.dtype)
		x := ConvertDType(in[0], s.about.dtype)
		return []*Node{ConvertDType(values(u(diffop.Columns(x)), len(s.about.Fields)), dtypes.Float64)}
	})
	if err != nil {
		return fmt.Errorf("pinn: Solution.At: %w", err)
	}
	s.value = exec
	return nil
}

// values are all fields, [n, fields].
func values(u derivatives, fields int) *Node {
	if j, ok := u.(network); ok {
		return j.values()
	}
	var all []*Node
	for f := range fields {
		all = append(all, u.derivative(f, nil))
	}
	return Concatenate(all, -1)
}

// piece evaluates rows from … to-1; the last call is filled up with its first point.
func (s *Solution) piece(points, out *mat.Dense, from, to int) error {
	flat := make([]float64, 0, rowsPerCall*len(s.about.Vars))
	for i := range rowsPerCall {
		if from+i >= to {
			i = 0
		}
		flat = append(flat, points.RawRowView(from+i)...)
	}
	x := tensors.FromFlatDataAndDimensions(flat, rowsPerCall, len(s.about.Vars))
	defer x.MustFinalizeAll()
	y, err := s.value.Call(x)
	if err != nil {
		return fmt.Errorf("pinn: Solution.At: %w", err)
	}
	defer y[0].MustFinalizeAll()
	fields := len(s.about.Fields)
	y[0].MustConstFlatData(func(flat any) {
		copy(out.RawMatrix().Data[from*fields:to*fields], flat.([]float64))
	})
	return nil
}

// add appends the history of a stage.
func (s *Solution) add(h fit.History) {
	steps := len(s.History.Loss)
	s.stages = append(s.stages, steps)
	for i := range h.Validation {
		h.Validation[i].Step += steps
	}
	h.Best.Step += steps
	h.Loss = append(s.History.Loss, h.Loss...)
	h.Validation = append(s.History.Validation, h.Validation...)
	h.Notes = append(s.History.Notes, h.Notes...)
	h.Elapsed += s.History.Elapsed
	h.FirstCall += s.History.FirstCall
	s.History = h
}

// ExactAt returns the exact solution at a point, nil where it is not known.
func (s *Solution) ExactAt(x []float64) []float64 {
	if s.Exact == nil {
		return nil
	}
	return s.Exact.At(x)
}
