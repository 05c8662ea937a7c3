package geom

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
)

// Edge is the boundary of the result: those points of the boundaries of the parts that have the result on one side and not on the other.
func (d boolean) Edge() Domain { return booleanEdge{d} }

type booleanEdge struct{ d boolean }

const (
	// probe is how far from the boundary it is looked on which side the result lies, relative to the diagonal of the box: far above rounding; what
	// is thinner is lost.
	probe = 1e-7
	// same is how near the boundaries of two parts must be to count as one, far above rounding too and far below probe.
	same = 1e-10
)

func (e booleanEdge) Bind(vars []string) (Set, error) {
	whole, err := e.d.Bind(vars)
	if err != nil {
		return Set{}, err
	}
	b, err := e.d.bind(vars)
	if err != nil {
		return Set{}, err
	}
	edges := make([]Set, len(b.parts))
	for i, p := range e.d.parts {
		body, ok := p.(Body)
		if !ok || !b.bodies {
			return Set{}, fmt.Errorf("geom: part %d of %s is no body: only bodies have an edge", i, e.d.op)
		}
		if edges[i], err = body.Edge().Bind(vars); err != nil {
			return Set{}, err
		}
	}
	g, s := gather(edges)
	size := floats.Distance(whole.Lo, whole.Hi, 2)
	outward := s.Normal
	s.Normal = func(u, x, n []float64) {
		outward(u, x, n)
		if b.op == difference && g.part(u) > 0 {
			floats.Scale(-1, n)
		}
	}
	s = restricted(s, func(u, x []float64) bool {
		n := make([]float64, len(x))
		s.Normal(u, x, n)
		return b.borders(x, n, size) && !b.onEarlier(x, g.part(u), size)
	})
	s.Distance = func(x []float64) float64 { return math.Abs(whole.Distance(x)) }
	s.Smooth = whole.Smooth
	return estimated(s, e.d.op)
}

// borders says whether the result lies behind x, seen along the normal, and not before it.
func (b *bound) borders(x, n []float64, size float64) bool {
	y := append([]float64{}, x...)
	floats.AddScaled(y, -probe*size, n)
	if !b.inside(y) {
		return false
	}
	floats.AddScaled(y, 2*probe*size, n)
	return !b.inside(y)
}

// onEarlier says whether x lies on the boundary of an earlier part as well, which gives it then.
func (b *bound) onEarlier(x []float64, part int, size float64) bool {
	for _, s := range b.parts[:part] {
		if math.Abs(s.Distance(x)) <= same*size {
			return true
		}
	}
	return false
}
