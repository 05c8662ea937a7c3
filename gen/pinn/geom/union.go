package geom

import (
	"errors"
	"fmt"
	"math"
)

// Union is several domains as one. Each gets points in proportion to its measure; where two overlap, points are twice as
// dense. All must have the same dimension: areas and lengths cannot be compared.
func Union(parts ...Domain) Domain { return union(parts) }

// LShape is the square [-1, 1]² without its lower right quarter (x > 0, y < 0), the standard domain with a corner that bends inwards.
func LShape() Domain { return Union(Rect{{-1, 0}, {-1, 1}}, Rect{{0, 1}, {0, 1}}) }

type union []Domain

var _ Domain = union{}

// Bind returns the union as a set: one more coordinate of the cube chooses the part.
func (d union) Bind(vars []string) (Set, error) {
	if len(d) == 0 {
		return Set{}, errors.New("geom: a union needs at least one part")
	}
	parts := make([]Set, len(d))
	for i, p := range d {
		if p == nil {
			return Set{}, fmt.Errorf("geom: part %d of a union is nil: give a domain", i)
		}
		s, err := p.Bind(vars)
		if err != nil {
			return Set{}, err
		}
		if s.Cube != parts[0].Cube && i > 0 {
			return Set{}, fmt.Errorf("geom: part %d of a union has %d dimensions, part 0 has %d: unite sets of one dimension", i, s.Cube, parts[0].Cube)
		}
		parts[i] = s
	}
	all := Set{Lo: append([]float64{}, parts[0].Lo...), Hi: append([]float64{}, parts[0].Hi...), Cube: parts[0].Cube + 1}
	for _, s := range parts {
		all.Measure += s.Measure
		for j := range s.Lo {
			all.Lo[j], all.Hi[j] = math.Min(all.Lo[j], s.Lo[j]), math.Max(all.Hi[j], s.Hi[j])
		}
	}
	all.Map = func(u, x []float64) {
		at := u[0] * all.Measure
		for i, s := range parts {
			if at < s.Measure || i == len(parts)-1 {
				s.Map(u[1:], x)
				return
			}
			at -= s.Measure
		}
	}
	return all, nil
}
