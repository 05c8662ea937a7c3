package theme

import (
	"image/color"
	"math"
	"sync"
)

// MapColors is the number of colours of a map: more cannot be told apart, and fewer than 256 leave a palette room for lines and text.
const MapColors = 192

// Map is the colours of values from the lowest to the highest.
type Map [MapColors]color.NRGBA

// At is the colour of t in [0, 1], of the nearest end outside, and [Missing] for NaN.
func (m *Map) At(t float64) color.NRGBA {
	if math.IsNaN(t) {
		return Missing
	}
	return m[int(math.Round(math.Min(math.Max(t, 0), 1)*(MapColors-1)))]
}

// Sequential grows in lightness from dark violet to yellow. The maps are made when they are first asked for.
var Sequential = sync.OnceValue(func() *Map {
	return uniform([]color.NRGBA{ // five colours of viridis (van der Walt and Smith 2015)
		{68, 1, 84, 255}, {59, 82, 139, 255}, {33, 145, 140, 255}, {94, 201, 98, 255}, {253, 231, 37, 255},
	})
})

// Gray grows from black to white, for pictures that are grey.
var Gray = sync.OnceValue(func() *Map {
	var m Map
	for i := range m {
		grey := uint8(255 * i / (MapColors - 1))
		m[i] = color.NRGBA{grey, grey, grey, 255}
	}
	return &m
})

// Diverging is white in the middle, blue below and red above, equally light at the same distance from the middle.
var Diverging = sync.OnceValue(func() *Map {
	const strong, white = 0.42, 0.975 // lightness
	blue, middle, red := lab{strong, -0.03, -0.135}, lab{l: white}, lab{strong, 0.125, 0.07}
	var m Map
	for i := range m {
		if t := 2*float64(i)/(MapColors-1) - 1; t < 0 {
			m[i] = middle.toward(blue, -t).rgb()
		} else {
			m[i] = middle.toward(red, t).rgb()
		}
	}
	return &m
})

// uniform is a smooth path through colours in OKLab, run through at constant speed.
func uniform(through []color.NRGBA) *Map {
	const pieces = 64 // per pair of colours
	knots := make([]lab, len(through))
	for i, c := range through {
		knots[i] = toLab(c)
	}
	path, length := []lab{knots[0]}, []float64{0}
	for i := range len(knots) - 1 {
		for k := 1; k <= pieces; k++ {
			c := between(knots, i, float64(k)/pieces)
			length = append(length, length[len(length)-1]+c.distance(path[len(path)-1]))
			path = append(path, c)
		}
	}
	var m Map
	k := 0
	for i := range m {
		at := length[len(length)-1] * float64(i) / (MapColors - 1)
		for k < len(path)-2 && length[k+1] < at {
			k++
		}
		m[i] = path[k].toward(path[k+1], (at-length[k])/(length[k+1]-length[k])).rgb()
	}
	return &m
}

// between is the point t of the way from knot i to the next, on a Catmull-Rom spline.
func between(knots []lab, i int, t float64) lab {
	before, a, b, after := knots[max(i-1, 0)], knots[i], knots[i+1], knots[min(i+2, len(knots)-1)]
	at := func(p, q, r, s float64) float64 {
		return q + t/2*(r-p+t*(2*p-5*q+4*r-s+t*(3*(q-r)+s-p)))
	}
	return lab{at(before.l, a.l, b.l, after.l), at(before.a, a.a, b.a, after.a), at(before.b, a.b, b.b, after.b)}
}
