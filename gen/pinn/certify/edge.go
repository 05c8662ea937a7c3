package certify

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn/geom"
)

// edge is points of the domain's boundary, sorted by what must be known there.
type edge struct {
	side, normals *mat.Dense // in space; nil where all is periodic or there is no space
	start         *mat.Dense // at the start of time; nil without time
}

// looked is at how many points of the boundary it is checked that values are given; onTol is how far a point may lie off a condition's domain, relative to
// the size of the box.
const (
	looked = 2048
	onTol  = 1e-6
)

// bindEdge takes points of the boundary.
func (q *question) bindEdge() error {
	body, ok := q.domain.(geom.Body)
	if !ok {
		return fmt.Errorf("certify: the equation's domain, %T, has no Edge: take a geom.Body", q.domain)
	}
	set, err := body.Edge().Bind(q.vars)
	if err != nil {
		return fmt.Errorf("certify: %w", err)
	}
	if set.Normal == nil {
		return errors.New("certify: the edge of the equation's domain has no normals")
	}
	p, err := set.Sample(rand.New(rand.NewPCG(4, 1)), looked, nil)
	if err != nil {
		return fmt.Errorf("certify: %w", err)
	}
	var side, normals, start []float64
	for i := range looked {
		x, n := p.X.RawRowView(i), p.Normal.RawRowView(i)
		switch {
		case q.time >= 0 && n[q.time] < -0.5:
			start = append(start, x...)
		case q.time >= 0 && n[q.time] > 0.5, q.seam(n):
		default:
			side, normals = append(side, x...), append(normals, n...)
		}
	}
	k := len(q.vars)
	if len(side) > 0 {
		q.edge.side, q.edge.normals = mat.NewDense(len(side)/k, k, side), mat.NewDense(len(side)/k, k, normals)
	}
	if len(start) > 0 {
		q.edge.start = mat.NewDense(len(start)/k, k, start)
	}
	return nil
}

// seam tells whether a normal is that of a wall that periodicity takes away.
func (q *question) seam(n []float64) bool {
	for j, periodic := range q.periodic {
		if periodic && math.Abs(n[j]) > 0.5 {
			return true
		}
	}
	return false
}

// known says whether a form of the data, such as a field, is known at points of the boundary: exactly, by a hard constraint alone, or by conditions; an error where it is not.
// needed says which points matter; nil means all.
func (q *question) known(what string, points *mat.Dense, all []stated, form int, needed func(i int) bool) (exact bool, err error) {
	if points == nil {
		return true, nil
	}
	hard, err := q.hard(points, form)
	if err != nil {
		return false, err
	}
	exact = true
	size := floats.Distance(q.set.Lo, q.set.Hi, 2)
	n, _ := points.Dims()
	for i := range n {
		x := points.RawRowView(i)
		switch {
		case needed != nil && !needed(i):
		case near(x, all, form, onTol*size): // also where a constraint holds, which may be for other values
			exact = false
		case hard == nil || hard[i] > onTol*size:
			return false, fmt.Errorf("certify: no condition, hard constraint or period says what %s is at %v, on the %s: the class needs values there", q.name(form), x, what)
		}
	}
	return exact, nil
}

// name is that of a form of the data.
func (q *question) name(form int) string {
	if form < len(q.fields) {
		return q.fields[form]
	}
	return fmt.Sprintf("derivative %d of %s", form, q.fields[0])
}

// near tells whether a condition for a field holds at x.
func near(x []float64, all []stated, field int, tol float64) bool {
	for _, k := range all {
		if k.form == field && k.set.Distance != nil && math.Abs(k.set.Distance(x)) <= tol {
			return true
		}
		if k.form == field && k.set.Cube == 0 && floats.Distance(x, k.set.Lo, 2) <= tol {
			return true
		}
	}
	return false
}

// hard is how far points are from where a field's hard constraint holds, or |Factor|; nil where there is none.
func (q *question) hard(points *mat.Dense, field int) ([]float64, error) {
	for _, h := range q.p.Hard {
		name := h.Field
		if name == "" {
			name = q.fields[0]
		}
		if q.given != len(q.fields) || name != q.fields[field] { // derivatives are not made by a constraint
			continue
		}
		if h.Factor != nil {
			y, err := q.at(h.Factor, points)
			for i := range y {
				y[i] = math.Abs(y[i])
			}
			return y, err
		}
		set, err := h.On.Bind(q.vars)
		if err != nil || set.Distance == nil {
			return nil, err
		}
		n, _ := points.Dims()
		far := make([]float64, n)
		for i := range far {
			far[i] = math.Abs(set.Distance(points.RawRowView(i)))
		}
		return far, nil
	}
	return nil, nil
}
