package pinn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn/geom"
)

// carriedName is the column of a start's data that says what the residual is for the network before.
const carriedName = "(before)"

// shared are the points of n that are due to a part of the whole, at least one.
func shared(n int, part, whole float64) int {
	return max(int(math.Ceil(float64(n)*part/whole-1e-9)), 1) // rounding of part/whole makes no point more
}

// carried is initial condition i at the start of window k. A seam at the start needs no copy there: fields that go on from periodic ones are periodic.
func (w *marching) carried(i, k int, before *Solution) (c Condition, here bool, err error) {
	c = w.Conditions[i]
	if w.sets[i].Partner != nil {
		return c, false, nil
	}
	table, err := w.table(i, rand.New(rand.NewPCG(w.seed, uint64(i))), c.N)
	if err != nil {
		return c, false, err
	}
	for r := range c.N {
		table.Set(r, w.j, w.times[k])
	}
	then := *before
	then.problem = w.checked
	values, err := then.residualsAt(i, table)
	if err != nil {
		return c, false, w.wrong(i, fmt.Errorf("where the window before ends: %w", err))
	}
	c.On, c.Sequence, c.Causal = w.moved(i, table, values), nil, Causal{}
	c.Residual = carriedOn(c.Residual)
	return c, true, nil
}

// carriedOn is the residual minus what it was for the network before.
func carriedOn(residual func(d D) *Node) func(d D) *Node {
	return func(d D) *Node {
		r := residual(d)
		d.wantColumn(r)
		return Sub(Reshape(r, r.Shape().Size(), 1), d.Data(carriedName))
	}
}

// moved are the points of a table of condition i with all that belongs to them and the values of its residual.
func (w *marching) moved(i int, table *mat.Dense, values []float64) geom.Domain {
	set, vars := w.sets[i], len(w.vars)
	n, width := table.Dims()
	cloud := geom.Cloud{Points: mat.DenseCopyOf(table.Slice(0, n, 0, vars)), Names: strings.Join(append(set.Names(), carriedName), " ")}
	from := vars
	if set.Normal != nil {
		cloud.Normals = mat.DenseCopyOf(table.Slice(0, n, from, from+vars))
		from += vars
	}
	cloud.Data = mat.NewDense(n, width-from+1, nil)
	for r := range n {
		cloud.Data.SetRow(r, append(append([]float64{}, table.RawRowView(r)[from:]...), values[r]))
	}
	return measured{cloud, set.Measure}
}

// measured is a cloud that stands for a domain with this measure.
type measured struct {
	geom.Cloud
	measure float64
}

// Bind returns the points with the measure.
func (m measured) Bind(vars []string) (geom.Set, error) {
	s, err := m.Cloud.Bind(vars)
	s.Measure = m.measure
	return s, err
}
