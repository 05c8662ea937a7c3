package gentest

import (
	"math"
	"math/rand/v2"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"
)

// program runs graphs on one store.
type program struct {
	t     TB
	b     compute.Backend
	store *model.Store
}

type graphFn func(scope *model.Scope, in []*Node) []*Node

// compiled is a graph of a program, which an engine compiles once for all calls with inputs of the same shapes.
type compiled struct {
	program
	*model.Exec
}

func (p program) compiled(f graphFn) compiled {
	p.t.Helper()
	exec, err := model.NewExec(p.b, p.store, func(scope *model.Scope, in []*Node) []*Node {
		out := f(scope, in)
		for i := range out {
			out[i] = ConvertDType(out[i], dtypes.Float64)
		}
		return out
	})
	if err != nil {
		p.t.Fatalf("gentest: %v", err)
	}
	return compiled{p, exec}
}

// call returns the outputs as float64.
func (c compiled) call(in ...any) [][]float64 {
	c.t.Helper()
	for i, x := range in {
		if m, ok := x.(*mat.Dense); ok {
			rows, cols := m.Dims()
			in[i] = tensors.FromFlatDataAndDimensions(append([]float64(nil), m.RawMatrix().Data...), rows, cols)
		}
	}
	res, err := c.Call(in...)
	if err != nil {
		c.t.Fatalf("gentest: %v", err)
	}
	out := make([][]float64, len(res))
	for i, r := range res {
		out[i] = tensors.MustCopyFlatData[float64](r)
	}
	return out
}

// run calls f once.
func (p program) run(f graphFn, in ...any) [][]float64 {
	p.t.Helper()
	c := p.compiled(f)
	defer c.Finalize()
	return c.call(in...)
}

// scramble makes the variables of the graph, by one call, and gives the trainable ones random values of size 0.3.
func (c compiled) scramble(in ...any) {
	c.t.Helper()
	c.call(in...)
	rng := rand.New(rand.NewPCG(3, 4))
	for v := range c.store.IterVariables() {
		if !v.Trainable || !v.DType().IsFloat() {
			continue
		}
		v.MustValue().MustMutableFlatData(func(flat any) {
			switch x := flat.(type) {
			case []float32:
				for i := range x {
					x[i] = float32(0.3 * rng.NormFloat64())
				}
			case []float64:
				for i := range x {
					x[i] = 0.3 * rng.NormFloat64()
				}
			}
		})
	}
}

// normal is a table of standard normal numbers.
func normal(n, dim int, seed uint64) *mat.Dense {
	rng := rand.New(rand.NewPCG(seed, 0))
	x := mat.NewDense(n, dim, nil)
	for i := range x.RawMatrix().Data {
		x.RawMatrix().Data[i] = rng.NormFloat64()
	}
	return x
}

func negated(x []float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = -x[i]
	}
	return out
}

// near reports the entry that is farthest off, relative to 1 + its size.
func near(t TB, what string, got, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: want %d numbers, got %d", what, len(want), len(got))
	}
	worst, at := 0.0, -1
	for i := range got {
		off := math.Abs(got[i]-want[i]) / (1 + math.Abs(want[i]))
		if off > worst || math.IsNaN(off) {
			worst, at = off, i
		}
	}
	if at >= 0 && !(worst <= tol) {
		t.Errorf("%s: entry %d is %.12g, want %.12g (off by %.2g, allowed %.2g)", what, at, got[at], want[at], worst, tol)
	}
}
