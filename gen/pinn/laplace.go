package pinn

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/loop"
)

// Interval is an unknown with its uncertainty.
type Interval struct {
	Name          string
	Value, StdErr float64
	Lo, Hi        float64 // the ends of the interval
}

// String is the value and the interval.
func (i Interval) String() string {
	return fmt.Sprintf("%s = %.4g ± %.2g, in [%.4g, %.4g]", i.Name, i.Value, i.StdErr, i.Lo, i.Hi)
}

// Laplace finds how uncertain the unknowns of a solution are by the curvature of its loss, with all weights of the network free as well. With
// the loss Σ_c w_c/N_c Σ r², J_c the Jacobian of the residuals by weights and unknowns, and H = Σ_c w_c/N_c J_cᵀJ_c (Gauss and Newton), noise of
// standard deviation σ in the measured values makes the minimum vary by
//
//	covariance = σ² H⁻¹ (Σ_data (w_c/N_c)² J_cᵀJ_c) H⁻¹,
//
// the sandwich of White (1982); where the equations weigh much more than the data this is the inverse of Fisher's information, the bound of Cramér and
// Rao with unknown start and walls. It says nothing of what a badly trained network adds: train to the ground (LBFGS) first. Residuals must look
// at one point at a time (no D.Mean, no D.Integral). Time and memory grow with the square of the number of weights: 3000 take some .3 GB.
type Laplace struct {
	Data  []string // names of the conditions that hold measured values; none means all that are on a geom.Cloud with Data
	Noise float64  // σ; 0 means the root mean square of their residuals, which underestimates it where the network has learned noise
	Level float64  // of the intervals; 0 means .9
}

// ridge keeps H invertible in directions that no residual feels, relative to its mean diagonal.
const ridge = 1e-10

// Intervals returns one for each of the problem's unknowns. The problem must be the one that s solves: its residuals are code, which a solution does
// not keep.
func (l Laplace) Intervals(p Problem, s *Solution) ([]Interval, error) {
	c, data, err := l.settle(p, s)
	if err != nil {
		return nil, err
	}
	work := *s
	work.problem, work.hard = c, c.hard
	j, err := newJacobian(&work)
	if err != nil {
		return nil, err
	}
	h, spread, rms, err := j.curvature(data)
	if err != nil {
		return nil, err
	}
	noise := l.Noise
	if noise == 0 {
		noise = rms
	}
	return l.intervals(&work, j, h, spread, noise)
}

// settle fills in defaults and says which conditions are data.
func (l *Laplace) settle(p Problem, s *Solution) (c *checked, data []bool, err error) {
	if c, data, err = settleData("Laplace", l.Data, p, s); err != nil {
		return nil, nil, err
	}
	return c, data, settleNoise("Laplace", l.Noise, &l.Level)
}

// intervals solve H h = e for each unknown: its variance is σ² hᵀ (spread) h, by the delta method where it is positive.
func (l Laplace) intervals(s *Solution, j *jacobian, h, spread *mat.SymDense, noise float64) ([]Interval, error) {
	n := h.SymmetricDim()
	for i := range n {
		h.SetSym(i, i, h.At(i, i)+ridge*mat.Trace(h)/float64(n))
	}
	var chol mat.Cholesky
	if !chol.Factorize(h) {
		return nil, errors.New("pinn: Laplace: the loss has no minimum here that can be told from its surroundings: train further, in Float64")
	}
	z := distuv.UnitNormal.Quantile(0.5 + l.Level/2)
	var out []Interval
	for _, u := range s.about.Unknowns {
		e, x := mat.NewVecDense(n, nil), new(mat.VecDense)
		e.SetVec(j.at[u.Name], 1)
		if err := chol.SolveVecTo(x, e); err != nil && !errors.As(err, new(mat.Condition)) {
			return nil, fmt.Errorf("pinn: Laplace: %w", err)
		}
		theta, err := s.theta(u.Name)
		if err != nil {
			return nil, err
		}
		sd := noise * math.Sqrt(mat.Inner(x, spread, x)) // of θ
		v := u.value(theta)
		out = append(out, Interval{Name: u.Name, Value: v, StdErr: u.slope(theta) * sd, Lo: u.value(theta - z*sd), Hi: u.value(theta + z*sd)})
	}
	return out, nil
}

// jacobian computes residuals and their derivatives by all weights.
type jacobian struct {
	s    *Solution
	at   map[string]int // where each unknown stands among the weights
	size int
	exec []*model.Exec
}

// rowsOfJacobian are made in one call.
const rowsOfJacobian = 128

func newJacobian(s *Solution) (*jacobian, error) {
	j := &jacobian{s: s, at: map[string]int{}}
	for i := range s.problem.Conditions {
		exec, err := model.NewExec(s.engine, s.Store, func(_ *model.Scope, in []*Node) []*Node { return j.build(i, in[0], in[1], in[2]) })
		if err != nil {
			return nil, fmt.Errorf("pinn: Laplace: %w", err)
		}
		j.exec = append(j.exec, exec)
	}
	return j, nil
}

// build adds JᵀJ of the rows of a table [rows, columns] that mask [rows] leaves to gram [weights, weights], and returns it with the residuals.
func (j *jacobian) build(i int, table, mask, gram *Node) []*Node {
	g, s := table.Graph(), j.s
	c := gen.Ctx{Scope: fit.ModelScope(s.Store), Graph: g, Event: shapes.Make(dtypes.Float64, len(s.about.Vars))}
	read := s.reader(c.Scope, g, s.about.dtype)
	var weights []*Node
	at := 0
	for v := range s.Store.IterVariables() {
		if !v.Trainable || !v.InUseByGraph(g) {
			continue
		}
		for _, u := range s.about.Unknowns {
			if v.Path() == model.JoinPath(c.Scope.Scope(), u.variable()) {
				j.at[u.Name] = at
			}
		}
		weights, at = append(weights, v.NodeValue(g)), at+v.Shape().Size()
	}
	j.size = at
	row := func(k *Node, state []*Node) []*Node {
		x := ConvertDType(ExpandAxes(loop.Row(table, k), 0), s.about.dtype)
		r := read.residual(i, x, read.at(i, x))
		var flat []*Node
		for _, d := range Gradient(ReduceAllSum(r), weights...) {
			flat = append(flat, Reshape(d, d.Shape().Size()))
		}
		all := ConvertDType(Concatenate(flat, 0), dtypes.Float64)
		return []*Node{loop.SetRow(state[0], k, all), loop.SetRow(state[1], k, ConvertDType(Reshape(r), dtypes.Float64))}
	}
	out := loop.Repeat(rowsOfJacobian, row, Zeros(g, shapes.Make(dtypes.Float64, rowsOfJacobian, at)), Zeros(g, shapes.Make(dtypes.Float64, rowsOfJacobian)))
	rows := Mul(out[0], ExpandAxes(mask, 1))
	return []*Node{Add(gram, DotGeneral(rows, []int{0}, nil, rows, []int{0}, nil)), Mul(out[1], mask)}
}

// curvature is H, what noise in the data is multiplied by, and the root mean square of the residuals of the data.
func (j *jacobian) curvature(data []bool) (h, spread *mat.SymDense, rms float64, err error) {
	c := j.s.problem
	tables, err := c.tables(j.s.seed, 0, func(i int) int { return c.Conditions[i].N })
	if err != nil {
		return nil, nil, 0, err
	}
	factors := numbers(j.s.Store.GetVariable(factorsPath))
	squares, count := 0.0, 0
	for i, m := range tables {
		gram, r, err := j.gram(i, m)
		if err != nil {
			return nil, nil, 0, err
		}
		if h == nil {
			h, spread = mat.NewSymDense(j.size, nil), mat.NewSymDense(j.size, nil)
		}
		w := c.weight(i) / float64(len(r))
		if factors != nil {
			w *= factors[i]
		}
		addScaled(h, w, gram)
		if data[i] {
			addScaled(spread, w*w, gram)
			for _, v := range r {
				squares, count = squares+v*v, count+1
			}
		}
	}
	return h, spread, math.Sqrt(squares / float64(max(count, 1))), nil
}

// addScaled adds w times a square array to the upper half of s.
func addScaled(s *mat.SymDense, w float64, a []float64) {
	raw := s.RawSymmetric()
	for i := range raw.N {
		for k := i; k < raw.N; k++ {
			raw.Data[i*raw.Stride+k] += w * a[i*raw.N+k]
		}
	}
}

// gram is JᵀJ of condition i over all rows of a table, and the residuals.
func (j *jacobian) gram(i int, table *mat.Dense) (gram, residuals []float64, err error) {
	n, width := table.Dims()
	if j.size == 0 {
		j.size = j.s.weights()
	}
	state := tensors.FromFlatDataAndDimensions(make([]float64, j.size*j.size), j.size, j.size)
	defer func() { state.MustFinalizeAll() }()
	for from := 0; from < n; from += rowsOfJacobian {
		rows, mask := make([]float64, 0, rowsOfJacobian*width), make([]float64, rowsOfJacobian)
		for k := range rowsOfJacobian {
			at := min(from+k, n-1)
			rows = append(rows, table.RawRowView(at)...)
			if from+k < n {
				mask[k] = 1
			}
		}
		out, err := j.exec[i].Call(tensors.FromFlatDataAndDimensions(rows, rowsOfJacobian, width), mask, state)
		if err != nil {
			return nil, nil, fmt.Errorf("pinn: Laplace: %w", err)
		}
		state.MustFinalizeAll()
		state = out[0]
		residuals = append(residuals, out[1].Value().([]float64)[:min(rowsOfJacobian, n-from)]...)
	}
	state.MustConstFlatData(func(flat any) { gram = slices.Clone(flat.([]float64)) })
	return gram, residuals, nil
}
