package mark

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Dots is a cloud of points: all in the colour of the series, or by value, or by class.
type Dots struct {
	Series
	X, Y    []float64
	Radius  float64   // in points; 0 means smaller the more there are
	Alpha   float64   // how much of the colour; 0 means fainter the more there are
	Values  []float64 // if given, colours by Scale
	Scale   *Scale
	Classes []int    // if given, colours by class, from 0
	Names   []string // of the classes
}

// manyDots is from how many on they are painted as pixels.
const manyDots = 1500

// crowd is 0 for few dots and grows to 1 for a hundred thousand.
func (m *Dots) crowd() float64 {
	return math.Min(math.Max(math.Log10(float64(len(m.Y))/200)/math.Log10(500), 0), 1)
}

func (m *Dots) radius() float64 {
	if m.Radius != 0 {
		return m.Radius
	}
	return 2.2 - 1.5*m.crowd()
}

func (m *Dots) alpha() float64 {
	switch {
	case m.Alpha != 0:
		return m.Alpha
	case m.Values != nil || m.Classes != nil: // mixed colours would mean something else
		return 0.9 - 0.3*m.crowd()
	}
	return 0.75 - 0.5*m.crowd()
}

// color is the colour of dot i.
func (m *Dots) color(i int) color.NRGBA {
	switch {
	case m.Values != nil:
		return theme.Faded(m.Scale.Color(m.Values[i]), m.alpha())
	case m.Classes != nil:
		return theme.Faded(theme.Series(m.Classes[i]), m.alpha())
	}
	return theme.Faded(theme.Series(m.Color), m.alpha())
}

func (m *Dots) shape(i int) int {
	if m.Classes != nil {
		return shapeOf(m.Classes[i])
	}
	return shapeOf(m.Color)
}

// Extent holds the dots.
func (m *Dots) Extent() Box {
	b := Empty()
	for i := range m.Y {
		b.Add(m.X[i], m.Y[i])
	}
	return b
}

// About tells where the cloud lies.
func (m *Dots) About(a Axes) About {
	out := a.count(m.X, m.Y)
	out.Primitives = len(m.Y)
	out.Text = fmt.Sprintf("%d points, mean (%s, %s), standard deviations %s and %s",
		len(m.Y), num(mean(m.X)), num(mean(m.Y)), num(deviation(m.X)), num(deviation(m.Y)))
	if m.Classes != nil {
		out.Text += fmt.Sprintf(", in %d classes", m.classes())
	}
	return out
}

func (m *Dots) classes() (n int) {
	for _, k := range m.Classes {
		n = max(n, k+1)
	}
	return n
}

// Plot draws the dots, in an order that does not let the last class cover the others.
func (m *Dots) Plot(c draw.Canvas, p *plot.Plot) {
	a, at := axesOf(p), to(c, p)
	each := func(dot func(i int, q vg.Point)) {
		step := coprime(len(m.Y))
		for k := range m.Y {
			i := k * step % len(m.Y)
			if q := at(m.X[i], m.Y[i]); a.shown(m.X[i], m.Y[i]) && c.Contains(q) {
				dot(i, q)
			}
		}
	}
	if len(m.Y) < manyDots {
		each(func(i int, q vg.Point) {
			c.DrawGlyph(draw.GlyphStyle{Color: m.color(i), Radius: vg.Points(m.radius()), Shape: shapes[m.shape(i)]}, q)
		})
		return
	}
	paint(c, c.Rectangle, func(p *pixels) {
		r := m.radius() * p.resolution
		each(func(i int, q vg.Point) {
			x, y := p.at(q)
			p.dot(x, y, r, m.shape(i), m.color(i))
		})
	})
}

// coprime is a step with which k·step mod n visits every index once, jumping about: near the golden section of n.
func coprime(n int) int {
	step := max(int(0.618*float64(n)), 1)
	for gcd(step, n) != 1 {
		step++
	}
	return step
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// dot paints a circle, a square or a triangle with smooth edges.
func (p *pixels) dot(x, y, r float64, shape int, c color.NRGBA) {
	for j := int(y - r - 1); j <= int(y+r+1); j++ {
		for i := int(x - r - 1); i <= int(x+r+1); i++ {
			dx, dy := float64(i)+0.5-x, float64(j)+0.5-y
			var out float64 // how far outside of the shape
			switch shape {
			case 0:
				out = math.Hypot(dx, dy) - r
			case 1:
				out = math.Max(math.Abs(dx), math.Abs(dy)) - 0.854*r
			default:
				out = math.Max(dy, 0.866*math.Abs(dx)-0.5*dy) - 0.625*r
			}
			if part := 0.5 - out; part > 0 {
				p.blend(i, j, c, math.Min(part, 1))
			}
		}
	}
}

// Keys is a dot, or one for each class that has a name.
func (m *Dots) Keys() (keys []Key) {
	if m.Classes == nil {
		return []Key{{Series: m.Series, Dot: true}}
	}
	for k, name := range m.Names {
		keys = append(keys, Key{Series: Series{Name: name, Color: k}, Dot: true})
	}
	return keys
}

// mean and deviation are those of the finite values.
func mean(x []float64) float64 {
	sum, n := 0.0, 0
	for _, v := range x {
		if finite(v) {
			sum, n = sum+v, n+1
		}
	}
	return sum / math.Max(float64(n), 1)
}

func deviation(x []float64) float64 {
	m, sum, n := mean(x), 0.0, 0
	for _, v := range x {
		if finite(v) {
			sum, n = sum+(v-m)*(v-m), n+1
		}
	}
	return math.Sqrt(sum / math.Max(float64(n), 1))
}
