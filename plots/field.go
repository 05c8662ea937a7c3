package plots

import (
	"math"

	"github.com/gensci/gensci/plots/mark"
)

// arrowsPerSide is the number of arrows in each direction.
const arrowsPerSide = 17

// VectorField draws a field v(x, y) over the rectangle from lo to hi as arrows, coloured by magnitude. Over a map they have one colour.
func VectorField(v func(x, y float64) (vx, vy float64), lo, hi [2]float64) *Figure {
	if _, err := gridOver(v != nil, lo, hi); err != nil {
		return failed("VectorField", err)
	}
	g := grid{arrowsPerSide, lo, hi}
	m := &mark.Arrows{Box: g.box(), Length: square.X.Points() / arrowsPerSide * 1.05}
	var size []float64
	for i := range g.n {
		for j := range g.n {
			x, y := g.at(0, i), g.at(1, j)
			vx, vy := v(x, y)
			m.X, m.Y, m.U, m.V = append(m.X, x), append(m.Y, y), append(m.U, vx), append(m.V, vy)
			size = append(size, math.Hypot(vx, vy))
		}
	}
	if err := valued(size); err != nil {
		return failed("VectorField", err)
	}
	m.Scale = mark.ScaleOf("magnitude", []float64{0}, size)
	p := newPanel(square, "x", "y").add(m).colored(m.Scale)
	p.tight = true
	return row(p)
}

// Streamlines draws lines along a field v(x, y) over the rectangle from lo to hi, coloured by magnitude, with even gaps between them.
func Streamlines(v func(x, y float64) (vx, vy float64), lo, hi [2]float64) *Figure {
	if _, err := gridOver(v != nil, lo, hi); err != nil {
		return failed("Streamlines", err)
	}
	s := newStream(v, lo, hi)
	lines := s.lines()
	var speeds [][]float64
	for _, l := range lines {
		speeds = append(speeds, l.Speed)
	}
	if len(lines) == 0 {
		return failed("Streamlines", errNoFlow)
	}
	m := &mark.Streams{Box: grid{1, lo, hi}.box(), Lines: lines, Scale: mark.ScaleOf("magnitude", append(speeds, []float64{0})...)}
	p := newPanel(square, "x", "y").add(m).colored(m.Scale)
	p.tight = true
	return row(p)
}
