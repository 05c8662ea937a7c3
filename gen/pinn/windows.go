package pinn

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/gen/pinn/jet"
)

// A network with windows is u(x) = Σ_i w_i(x) N_i((x − c_i)/s_i): in the middle c_i of each window a network of its own, whose inputs are in [-1, 1]
// on the window (Moseley, Markham, Nissen-Meyer 2023, eq. 10-12). All networks are evaluated at all points, as one batched product a layer.

// checkWindows says what is wrong with the windows of a network.
func (n Net) checkWindows() error {
	switch {
	case len(n.Windows) == 0 && n.Overlap != 0:
		return fmt.Errorf("pinn: Net.Overlap %g is of Windows: name a variable and how many it has", n.Overlap)
	case len(n.Windows) == 0:
		return nil
	case !(n.Overlap > 0) || math.IsInf(n.Overlap, 1):
		return fmt.Errorf("pinn: want a positive Net.Overlap (0 means %g), got %g", overlap, n.Overlap)
	case n.Kind != Plain || n.Fourier != 0 || n.Factorized || n.Adaptive:
		return errors.New("pinn: the networks of Net.Windows are plain: take them without Kind, Fourier, Factorized and Adaptive")
	}
	return nil
}

// overlap is the default. For u' = 10 cos 10x in ten windows with 10 units each (200 steps of Adam, 250 iterations of L-BFGS, two seeds) relative errors
// were .19 and .17 with .5, .35 and .41 with 1, .024 and .042 with 1.5, .019 and .030 with 2.
const overlap = 1.5

// checkWindows says which windows do not fit the problem.
func (a about) checkWindows() error {
	for v, n := range a.Net.Windows {
		j := slices.Index(a.Vars, v)
		switch {
		case j < 0:
			return fmt.Errorf("pinn: Net.Windows names %q: the variables are %s", v, strings.Join(a.Vars, ", "))
		case n < 1:
			return fmt.Errorf("pinn: want at least one of Net.Windows in %s, got %d", v, n)
		case a.Periods != nil && a.Periods[j] > 0:
			return fmt.Errorf("pinn: Net.Windows names %s, in which the problem has a period: take windows in another variable", v)
		case !(a.Lo[j] < a.Hi[j]):
			return fmt.Errorf("pinn: Net.Windows names %s, of which the problem has one value alone, %g", v, a.Lo[j])
		}
	}
	return nil
}

// partitions are the windows along each variable that has some, in the order of the variables.
func (a about) partitions() (out []jet.Partition) {
	for j, v := range a.Vars {
		if n := a.Net.Windows[v]; n > 0 {
			out = append(out, jet.Partition{Variable: j, Lo: a.Lo[j], Hi: a.Hi[j], N: n, Overlap: a.Net.Overlap})
		}
	}
	return out
}

// windowed is a network for each window, weighted and added.
func (b builder) windowed(parts []jet.Partition, in []jet.Input, fields int) layer {
	total := 1
	for _, p := range parts {
		total *= p.N
	}
	first, behind, width := b.local(parts, in, total)
	var weights, biases []*Node
	for i, h := range append(slices.Clone(b.net.Hidden[1:]), fields) {
		a := b.net.Activation
		if i == len(b.net.Hidden)-1 {
			a = act.Identity
		}
		w, c := b.stacked(fmt.Sprintf("layer_%d", i+1), total, width, h, a)
		weights, biases, width = append(weights, w), append(biases, c), h
	}
	sum := ConstAsDType(b.g, b.dtype, everyNth(total, fields)) // [windows·fields, fields]
	return func(before affine) *jet.Jet {
		u := before.Affine(first, behind)
		for i, w := range weights {
			u = u.Apply(b.net.Activation).Blocks(w, biases[i])
		}
		return u.Times(jet.Windows(before.(jet.Inputs).X, fields, parts...)).Affine(sum, nil)
	}
}

// everyNth is the matrix that adds row 0, n, 2n, … to the first component and so on, [total·n, n].
func everyNth(total, n int) [][]float64 {
	m := make([][]float64, total*n)
	for i := range m {
		m[i] = make([]float64, n)
		m[i][i%n] = 1
	}
	return m
}

// local is the first layer of all networks, weights [inputs, windows·width] and biases [windows·width], for inputs that are scaled to
// the whole box: w·(r·x + q) + b = (r·w)·x + (q·w + b), where r·x + q is in [-1, 1] on the window.
func (b builder) local(parts []jet.Partition, in []jet.Input, total int) (w, bias *Node, width int) {
	width = b.net.Hidden[0]
	r, q := zoom(parts, in, total)
	w, bias = b.stacked("layer_0", total, len(in), width, b.net.Activation)                                           // [windows, inputs, width]
	moved := DotGeneral(ConstAsDType(b.g, b.dtype, q), []int{1}, []int{0}, w, []int{1}, []int{0})                     // [windows, width]
	w = Mul(w, Reshape(ConstAsDType(b.g, b.dtype, r), 1, len(in), 1))                                                 //
	return Reshape(TransposeAllAxes(w, 1, 0, 2), len(in), total*width), Reshape(Add(bias, moved), total*width), width // window by window
}

// zoom gives r [inputs] and q [windows, inputs].
func zoom(parts []jet.Partition, in []jet.Input, total int) (r []float64, q [][]float64) {
	r, q = make([]float64, len(in)), make([][]float64, total)
	for i := range q {
		q[i] = make([]float64, len(in))
	}
	for k, x := range in {
		r[k] = 1
		after := total // how many windows share a number of one partition, one after the other
		for _, p := range parts {
			after /= p.N
			if p.Variable != x.Variable {
				continue
			}
			r[k] = 1 / (x.Scale * p.Radius())
			for i := range q {
				q[i][k] = -(x.Shift/x.Scale + p.Center(i/after%p.N)) / p.Radius()
			}
		}
	}
	return r, q
}

// stacked binds "weights" [windows, in, out] and "biases" [windows, out]. Each window's start as those of a layer of its own.
func (b builder) stacked(name string, windows, in, out int, behind act.Func) (w, bias *Node) {
	scope := b.scope.In("%s", name)
	if scope.GetVariable("weights") == nil {
		ws, bs := b.drawn(name, windows, in, nets.Dense{Out: out, Behind: behind})
		for name, t := range map[string]*tensors.Tensor{
			"weights": tensors.FromFlatDataAndDimensions(ws, windows, in, out),
			"biases":  tensors.FromFlatDataAndDimensions(bs, windows, out),
		} {
			value, err := as(t, b.dtype)
			if err != nil {
				exceptions.Panicf("pinn: initial weights of windows: %v", err)
			}
			scope.VariableWithValue(name, value)
		}
	}
	return scope.GetVariable("weights").NodeValue(b.g), scope.GetVariable("biases").NodeValue(b.g)
}

// drawn are initial weights and biases, one window after the other. They are made in a store and a graph that nothing else is in, because a layer
// binds variables of its own.
func (b builder) drawn(name string, windows, in int, d nets.Dense) (w, bias []float64) {
	store, g := model.NewStore(), NewGraph(b.g.Backend(), "initial weights")
	defer g.Finalize()
	store.SetParam(model.ParamInitialSeed, int64(nets.Seed(b.scope.Store())))
	for i := range windows {
		scope := store.RootScope().In("%s", name).In("window_%d", i)
		d.Build(scope, g, in, dtypes.Float64)
		w = append(w, tensors.MustCopyFlatData[float64](scope.GetVariable("weights").MustValue())...)
		bias = append(bias, tensors.MustCopyFlatData[float64](scope.GetVariable("biases").MustValue())...)
	}
	return w, bias
}
