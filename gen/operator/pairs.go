package operator

import (
	"errors"
	"fmt"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/data"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// Aligned gives fresh pairs at every step with values at the same points [q, d] for all functions: a batch is u [batch, m], x [1, q, d] and
// y [batch, q, fields].
func (in Inputs) Aligned(exact Exact, points *mat.Dense) (fit.Source, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	if err := checkPoints(points); err != nil {
		return nil, err
	}
	if exact == nil {
		return nil, errors.New("operator: there is no operator to learn: give one, such as multiplier.Heat{}")
	}
	return aligned{in, exact, points}, nil
}

func checkPoints(points *mat.Dense) error {
	if points == nil || points.IsEmpty() {
		return errors.New("operator: there are no query points: give at least one row")
	}
	return nil
}

type aligned struct {
	in     Inputs
	exact  Exact
	points *mat.Dense
}

var _ fit.Source = aligned{}

func (a aligned) Fixed() []fit.Array { return []fit.Array{shared(a.points)} }

func (a aligned) Feed(seed uint64, step int) []fit.Array {
	us := a.in.Law.Draw(stream(seed, step), a.in.batch())
	q, _ := a.points.Dims()
	return []fit.Array{a.in.read(us), values(a.exact, us, q, func(_, k int) []float64 { return a.points.RawRowView(k) })}
}

func (a aligned) Batch(fixed, fed []*Node) []*Node { return []*Node{fed[0], fixed[0], fed[1]} }

// shared are points [q, d] of all functions, [1, q, d].
func shared(points *mat.Dense) fit.Array {
	q, d := points.Dims()
	return fit.Array{Dims: []int{1, q, d}, F: mat.DenseCopyOf(points).RawMatrix().Data}
}

// values are the exact output functions at q points each: [n, q, fields].
func values(exact Exact, us []data.Series, q int, x func(i, k int) []float64) fit.Array {
	var a fit.Array
	for i, u := range us {
		for k := range q {
			a.F = append(a.F, exact.At(u, x(i, k))...)
		}
	}
	a.Dims = []int{len(us), q, len(a.F) / (len(us) * q)}
	return a
}

// Scattered gives fresh pairs at every step with values at q points of a box for each function, others for each: a batch is u [batch, m],
// x [batch, q, d] and y [batch, q, fields].
func (in Inputs) Scattered(exact Exact, on geom.Rect, q int) (fit.Source, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	if exact == nil {
		return nil, errors.New("operator: there is no operator to learn: give one, such as multiplier.Heat{}")
	}
	if q < 1 {
		return nil, fmt.Errorf("operator: want at least 1 point for each function, got %d", q)
	}
	set, err := on.Bind(make([]string, len(on)))
	if err != nil || len(on) == 0 {
		return nil, fmt.Errorf("operator: want a box of query points with finite intervals, one for each coordinate, got %v", on)
	}
	return scattered{in, exact, set, q}, nil
}

type scattered struct {
	in    Inputs
	exact Exact
	on    geom.Set
	q     int
}

var _ fit.Source = scattered{}

func (s scattered) Fixed() []fit.Array { return nil }

func (s scattered) Feed(seed uint64, step int) []fit.Array {
	rng := stream(seed, step)
	us := s.in.Law.Draw(rng, s.in.batch())
	x := s.on.Uniform(rng, len(us)*s.q)
	y := values(s.exact, us, s.q, func(i, k int) []float64 { return x.RawRowView(i*s.q + k) })
	return []fit.Array{s.in.read(us), {Dims: []int{len(us), s.q, len(s.on.Lo)}, F: x.RawMatrix().Data}, y}
}

func (s scattered) Batch(_, fed []*Node) []*Node { return fed }

// Rows gives mini-batches of pairs that are there, with values at the same points for all functions: u [n, m], x [q, d], y [n, q·fields]. A batch of 0 means
// 32. Where each function has points of its own, use fit.Rows(batch, u, x, y) with x [n, q·d].
func Rows(batch int, u, x, y *mat.Dense) (fit.Source, error) {
	if err := checkPoints(x); err != nil {
		return nil, err
	}
	q, _ := x.Dims()
	for _, t := range []*mat.Dense{u, y} {
		if t == nil || t.IsEmpty() {
			return nil, errors.New("operator.Rows: a table is empty: give one row for each pair of functions")
		}
	}
	n, _ := u.Dims()
	if rows, cols := y.Dims(); rows != n || cols%q != 0 {
		return nil, fmt.Errorf("operator.Rows: want values [%d, %d·fields] for %d input functions and %d points, got [%d, %d]", n, q, n, q, rows, cols)
	}
	if batch < 0 {
		return nil, fmt.Errorf("operator.Rows: want a batch of at least 1 row, got %d", batch)
	}
	return rows{fit.Rows(or(batch, 32), u, y), x}, nil
}

type rows struct {
	*fit.RowSource
	points *mat.Dense
}

var _ fit.Source = rows{}

func (r rows) Fixed() []fit.Array { return append(r.RowSource.Fixed(), shared(r.points)) }

func (r rows) Batch(fixed, fed []*Node) []*Node {
	return slices.Insert(r.RowSource.Batch(fixed[:2], fed), 1, fixed[2])
}
