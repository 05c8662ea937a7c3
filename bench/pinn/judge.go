package main

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn"
)

// source gives all points of a contest at every step. Conditions of one set share its node.
func (q *posed) source() fit.Source { return given{q} }

type given struct{ *posed }

var _ fit.Source = given{}

func (g given) Fixed() (all []fit.Array) {
	for _, x := range g.sets {
		n, d := x.Dims()
		all = append(all, fit.Array{Dims: []int{n, d}, F: x.RawMatrix().Data})
	}
	return all
}

func (given) Feed(uint64, int) []fit.Array { return nil }

func (g given) Batch(fixed, _ []*Node) []*Node {
	out := make([]*Node, len(g.of))
	for i, set := range g.of {
		out[i] = fixed[set]
	}
	return out
}

// mistake is a problem whose loss is the mean square error of all fields, at any points: each field is the solution. Its box is the same.
func (q *posed) mistake() pinn.Problem {
	p := pinn.Problem{Vars: q.p.Vars, Fields: q.p.Fields}
	for k, field := range q.fields {
		p.Conditions = append(p.Conditions, pinn.Condition{Name: field, On: q.p.Conditions[0].On, N: 1, Residual: func(d pinn.D) *Node {
			var x []*Node
			for _, v := range q.vars {
				x = append(x, d.X(v))
			}
			return Sub(d.Field(field), q.problem.Graph(x)[k])
		}})
	}
	return p
}

// judge evaluates the weights in a store.
type judge struct {
	*attempt
	losses, mistakes *model.Exec
	points, test     []any
}

func (a *attempt) judge() (*judge, error) {
	j := &judge{attempt: a}
	mistake, err := a.solver().Loss(a.mistake())
	if err != nil {
		return nil, err
	}
	if j.losses, err = a.exec(func(c gen.Ctx, in []*Node) *Node { return a.obj(c, a.source().Batch(in, nil)) }); err != nil {
		return nil, err
	}
	j.mistakes, err = a.exec(func(c gen.Ctx, in []*Node) *Node { return mistake(c, repeat(in[0], len(a.fields))) })
	for _, x := range a.sets {
		j.points = append(j.points, tensor(x, a.dtype))
	}
	j.test = []any{tensor(a.test, a.dtype)}
	return j, err
}

func repeat(x *Node, n int) (all []*Node) {
	for range n {
		all = append(all, x)
	}
	return all
}

// exec evaluates an objective with the weights of the store.
func (a *attempt) exec(obj fit.Objective) (*model.Exec, error) {
	return model.NewExec(a.engine, a.store, func(_ *model.Scope, in []*Node) *Node {
		c := gen.Ctx{Scope: fit.ModelScope(a.store), Graph: in[0].Graph(), Event: shapes.Make(a.dtype, len(a.vars))}
		return ConvertDType(obj(c, in), dtypes.Float64)
	})
}

// loss is that of the training.
func (j *judge) loss() (float64, error) { return number(j.losses, j.points) }

// error is relative L2 over all fields on the test points.
func (j *judge) error() (float64, error) {
	mean, err := number(j.mistakes, j.test)
	size := 0.0
	for _, u := range j.truth {
		size += floats.Dot(u, u)
	}
	return math.Sqrt(mean * float64(len(j.truth)) / size), err
}

func number(e *model.Exec, in []any) (float64, error) {
	out, err := e.Call(in...)
	if err != nil {
		return 0, err
	}
	return tensors.ToScalar[float64](out[0]), nil
}

// tensor is a table in the type that the contest computes with.
func tensor(x *mat.Dense, t dtypes.DType) *tensors.Tensor {
	n, d := x.Dims()
	return flat(x.RawMatrix().Data, t, n, d)
}

func flat(x []float64, t dtypes.DType, dims ...int) *tensors.Tensor {
	if t == dtypes.Float64 {
		return tensors.FromFlatDataAndDimensions(x, dims...)
	}
	narrow := make([]float32, len(x))
	for i, v := range x {
		narrow[i] = float32(v)
	}
	return tensors.FromFlatDataAndDimensions(narrow, dims...)
}

// layer is the weights [in, out] or the biases [out] of a layer.
type layer struct {
	v    *model.Variable
	dims []int
	x    []float64
}

// weights are those in the store, layer by layer.
func (a *attempt) weights() (all []layer) {
	for i := range len(a.hidden) + 1 {
		for _, name := range []string{"weights", "biases"} {
			v := a.store.GetVariable(model.JoinPath(fit.ModelScope(a.store).Scope(), "layer_"+string(rune('0'+i)), name))
			l := layer{v: v, dims: v.Shape().Dimensions}
			v.MustValue().MustConstFlatData(func(values any) {
				switch x := values.(type) {
				case []float64:
					l.x = append(l.x, x...)
				case []float32:
					for _, w := range x {
						l.x = append(l.x, float64(w))
					}
				}
			})
			all = append(all, l)
		}
	}
	return all
}

// restore puts weights back.
func (a *attempt) restore(all []layer) error {
	for _, l := range all {
		if err := l.v.SetValue(flat(l.x, a.dtype, l.dims...)); err != nil {
			return err
		}
	}
	return nil
}
