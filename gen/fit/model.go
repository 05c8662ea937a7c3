package fit

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/dist"
)

// Model is a trained density: settings, weights, and the engine it runs on. Its methods work on the host, with one row
// for each example, whatever axes the examples of the source had.
type Model struct {
	Spec    gen.Density
	Store   *model.Store
	History History // of the training; empty after Load

	engine            compute.Backend
	event             shapes.Shape
	cond              int // width of the condition, 0 for none
	logProb, distance *model.Exec
	samples           map[int]*model.Exec
}

// Dim is the size of one example.
func (m *Model) Dim() int { return m.event.Size() }

// LogProb returns the log-density of every row in nats: x [n, dim] → [n].
func (m *Model) LogProb(x *mat.Dense) ([]float64, error) { return m.LogProbGiven(x, nil) }

// LogProbGiven is LogProb of a conditional model: row i of x given row i of cond, [n, width].
func (m *Model) LogProbGiven(x, cond *mat.Dense) ([]float64, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	return m.perRow("LogProb", &m.logProb, dist.Distribution.LogProb, x, cond)
}

// examples gives rows the shape that the model was trained with: [n, dim] → [n, …].
func (m *Model) examples(x *Node) *Node {
	if m.event.Rank() == 1 {
		return x
	}
	return Reshape(x, append([]int{x.Shape().Dim(0)}, m.event.Dimensions...)...)
}

// Sample draws n examples, [n, dim].
func (m *Model) Sample(rng *rand.Rand, n int) (*mat.Dense, error) { return m.SampleGiven(rng, n, nil) }

// SampleGiven is Sample of a conditional model: example i given row i of cond, [n, width].
func (m *Model) SampleGiven(rng *rand.Rand, n int, cond *mat.Dense) (*mat.Dense, error) {
	if err := m.check(); err != nil {
		return nil, err
	}
	if rng == nil {
		return nil, errors.New("fit: Model.Sample: there is no source of randomness: give one, such as rand.New(rand.NewPCG(1, 2))")
	}
	if n < 1 {
		return nil, fmt.Errorf("fit: Model.Sample: want at least 1 example, got %d", n)
	}
	if err := m.checkCond(cond, n); err != nil {
		return nil, err
	}
	out := mat.NewDense(n, m.Dim(), nil)
	for at := 0; at < n; {
		size := chunk(n - at)
		take := min(size, n-at)
		exec, err := m.sampler(size)
		if err != nil {
			return nil, err
		}
		state, err := RNGStateFromSeed(rng.Int64())
		if err != nil {
			return nil, fmt.Errorf("fit: Model.Sample: %w", err)
		}
		in := []any{state}
		if cond != nil {
			in = append(in, padded(cond, at, take, size, m.event.DType))
		}
		x, err := exec.Call(in...)
		if err != nil {
			return nil, fmt.Errorf("fit: Model.Sample: %w", err)
		}
		copy(out.RawMatrix().Data[at*m.Dim():(at+take)*m.Dim()], hostFloats(x[0]))
		at += take
	}
	return out, nil
}

// sampler returns the program that draws size examples.
func (m *Model) sampler(size int) (*model.Exec, error) {
	if e := m.samples[size]; e != nil {
		return e, nil
	}
	exec, err := model.NewExec(m.engine, m.Store, func(_ *model.Scope, in []*Node) []*Node {
		c := m.ctx(in[0].Graph(), in[1:])
		c.Rng = dist.NewRng(in[0])
		return []*Node{m.Spec.Build(c).Sample(c.Rng, size)}
	})
	if err != nil {
		return nil, fmt.Errorf("fit: Model.Sample: %w", err)
	}
	if m.samples == nil {
		m.samples = map[int]*model.Exec{}
	}
	m.samples[size] = exec
	return exec, nil
}

// ctx is the context outside training; the condition, if there is one, is the first of rest.
func (m *Model) ctx(g *Graph, rest []*Node) gen.Ctx {
	c := gen.Ctx{Scope: m.Store.RootScope().In(modelScope), Graph: g, Event: m.event}
	m.Store.SetTraining(g, false)
	if len(rest) > 0 {
		c.Cond = rest[0]
	}
	return c
}

func (m *Model) check() error {
	if m == nil || m.Spec == nil || m.Store == nil {
		return errors.New("fit: the model is not trained: use one that Density or Load returned without an error")
	}
	return nil
}

func (m *Model) checkCond(cond *mat.Dense, n int) error {
	rows, width := 0, 0
	if cond != nil {
		rows, width = cond.Dims()
	}
	if width != m.cond || m.cond > 0 && rows != n {
		return fmt.Errorf("fit: the model is conditioned on %d columns, want cond [%d, %d], got [%d, %d]", m.cond, n, m.cond, rows, width)
	}
	return nil
}

// chunk is the size of the next piece of n rows. Every size is compiled once, so there are few of them.
func chunk(n int) int {
	for _, size := range []int{128, 2048} {
		if n <= size {
			return size
		}
	}
	return 16384
}

// padded takes rows at … at+take of x and repeats the first to fill up size rows.
func padded(x *mat.Dense, at, take, size int, dtype dtypes.DType) *tensors.Tensor {
	_, d := x.Dims()
	flat := make([]float64, 0, size*d)
	for i := range size {
		r := at
		if i < take {
			r = at + i
		}
		flat = append(flat, x.RawRowView(r)...)
	}
	return Array{Dims: []int{size, d}, F: flat}.tensor(dtype)
}
