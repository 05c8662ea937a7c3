package geom

import "math"

// gathered is several sets as one: one more coordinate of the cube chooses the part, in proportion to the measure of its image.
type gathered struct {
	parts []Set
	image float64
}

// part is the number of the part that u belongs to.
func (g gathered) part(u []float64) int {
	at := u[0] * g.image
	for i, s := range g.parts {
		if at < s.image() {
			return i
		}
		at -= s.image()
	}
	return len(g.parts) - 1
}

// own is the part of u that its set takes.
func own(s Set, u []float64) []float64 { return u[1 : 1+s.Cube] }

// image is the measure of the image of the cube.
func (s Set) image() float64 {
	if s.Image > 0 {
		return s.Image
	}
	return s.Measure
}

// gather makes one set of several of one dimension, without distances.
func gather(parts []Set) (gathered, Set) {
	g := gathered{parts: parts}
	all := Set{Lo: append([]float64{}, parts[0].Lo...), Hi: append([]float64{}, parts[0].Hi...)}
	var variance float64
	keep, normal, partner := false, true, true
	for _, s := range parts {
		g.image += s.image()
		all.Measure += s.Measure
		variance += s.MeasureError * s.MeasureError
		all.Cube = max(all.Cube, 1+s.Cube)
		for j := range s.Lo {
			all.Lo[j], all.Hi[j] = min(all.Lo[j], s.Lo[j]), max(all.Hi[j], s.Hi[j])
		}
		keep, normal, partner = keep || s.Keep != nil, normal && s.Normal != nil, partner && s.Partner != nil
	}
	all.Image, all.MeasureError, all.Extra = g.image, math.Sqrt(variance), all.Cube-parts[0].Dim()
	all.Map = func(u, x []float64) { s := parts[g.part(u)]; s.Map(own(s, u), x) }
	if keep {
		all.Keep = func(u, x []float64) bool { s := parts[g.part(u)]; return s.keeps(own(s, u), x) }
	}
	if normal {
		all.Normal = func(u, x, n []float64) { s := parts[g.part(u)]; s.Normal(own(s, u), x, n) }
	}
	if partner {
		all.Partner = func(u, x, y []float64) { s := parts[g.part(u)]; s.Partner(own(s, u), x, y) }
	}
	return g, all
}
