package pinn

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
)

// startFrom gives s the weights of another solution, which must have the same network, variables and fields. Unknowns go on from where they
// were; the state of optimizers starts afresh.
func (s *Solution) startFrom(from *Solution) error {
	if err := s.about.accepts(from.about); err != nil {
		return err
	}
	if err := from.loaded(); err != nil {
		return fmt.Errorf("pinn: Solver.From: %w", err)
	}
	below := fit.ModelScope(from.Store).Scope() + "/"
	for v := range from.Store.IterVariables() {
		path := v.Path()
		if !strings.HasPrefix(path, below) {
			continue
		}
		value, err := v.Value()
		if err != nil {
			return fmt.Errorf("pinn: Solver.From: %s: %w", path, err)
		}
		if value, err = as(value, s.about.dtype); err != nil {
			return fmt.Errorf("pinn: Solver.From: %s: %w", path, err)
		}
		s.Store.VariableWithValue(path, value).SetTrainable(v.Trainable)
	}
	return nil
}

// accepts says why weights of another solution do not fit.
func (a about) accepts(b about) error {
	periodic := func(p []float64) (out []bool) { // a period takes two inputs
		for j := range a.Vars {
			out = append(out, j < len(p) && p[j] > 0)
		}
		return out
	}
	for _, k := range []struct {
		what     string
		old, new any
		same     bool
	}{
		{"network", b.Net, a.Net, a.Net.String() == b.Net.String()},
		{"variables", b.Vars, a.Vars, slices.Equal(a.Vars, b.Vars)},
		{"fields", b.Fields, a.Fields, slices.Equal(a.Fields, b.Fields)},
		{"unknowns", b.Unknowns, a.Unknowns, slices.Equal(a.Unknowns, b.Unknowns)},
		{"periods", b.Periods, a.Periods, slices.Equal(periodic(a.Periods), periodic(b.Periods))},
	} {
		if !k.same {
			return fmt.Errorf("pinn: Solver.From: the solution to start from has the %s %v, this one has %v: they must be the same", k.what, k.old, k.new)
		}
	}
	return nil
}

// loaded makes sure that the weights of a solution that was read from a file are in its store.
func (s *Solution) loaded() error {
	if s.Store == nil {
		return errors.New("the solution has no weights: give one that Solve or Load returned")
	}
	for v := range s.Store.IterVariables() {
		if v.Trainable {
			return nil
		}
	}
	for _, u := range s.about.Unknowns {
		fit.ModelScope(s.Store).GetVariable(u.variable())
	}
	_, err := s.At(mat.NewDense(1, len(s.about.Vars), slices.Clone(s.about.Lo)))
	return err
}

// as is a copy of a tensor of floats on the host, in another precision.
func as(t *tensors.Tensor, dtype dtypes.DType) (*tensors.Tensor, error) {
	dims := t.Shape().Dimensions
	if t.DType() == dtypes.Float64 {
		x, err := tensors.CopyFlatData[float64](t)
		if err != nil || dtype == dtypes.Float64 {
			return tensors.FromFlatDataAndDimensions(x, dims...), err
		}
		return tensors.FromFlatDataAndDimensions(converted[float32](x), dims...), nil
	}
	x, err := tensors.CopyFlatData[float32](t)
	if err != nil || dtype == dtypes.Float32 {
		return tensors.FromFlatDataAndDimensions(x, dims...), err
	}
	return tensors.FromFlatDataAndDimensions(converted[float64](x), dims...), nil
}

func converted[To, From float32 | float64](x []From) []To {
	out := make([]To, len(x))
	for i, v := range x {
		out[i] = To(v)
	}
	return out
}
