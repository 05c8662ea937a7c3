package mark

import (
	"fmt"
	"image/color"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Cells is a table of values over a rectangle as colours: a heat map.
type Cells struct {
	Box                  // the whole rectangle
	Cols, Rows int       // in the directions of x and y
	Z          []float64 // value of column i, row j at i·Rows + j
	Scale      *Scale
	Smooth     bool // values of a function, to be interpolated
	Numbers    bool // write the values into the cells
	Classes    bool // values are numbers of classes, in their pale colours
}

// fewCells is up to how many are drawn as shapes.
const fewCells = 400

// Extent is the rectangle.
func (m *Cells) Extent() Box { return m.Box }

// Area tells that the mark fills its rectangle: the axes end at its edges.
func (m *Cells) Area() bool { return true }

// About tells the lowest and the highest value and where they are.
func (m *Cells) About(Axes) About {
	out := About{Points: len(m.Z), Primitives: len(m.Z)}
	lo, hi := -1, -1
	for k, v := range m.Z {
		switch {
		case !finite(v):
			out.Missing++
			continue
		case lo < 0:
			lo, hi = k, k
		}
		if v < m.Z[lo] {
			lo = k
		}
		if v > m.Z[hi] {
			hi = k
		}
	}
	if lo < 0 {
		return out
	}
	if m.Classes {
		out.Text = fmt.Sprintf("regions of classes %s to %s", num(m.Z[lo]), num(m.Z[hi]))
		return out
	}
	name := "values"
	if m.Scale.Name != "" {
		name = m.Scale.Name
	}
	out.Text = fmt.Sprintf("%d × %d cells coloured by %s, from %s at (%s, %s) to %s at (%s, %s)", m.Cols, m.Rows, name,
		num(m.Z[lo]), num(m.x(lo/m.Rows)), num(m.y(lo%m.Rows)), num(m.Z[hi]), num(m.x(hi/m.Rows)), num(m.y(hi%m.Rows)))
	return out
}

// x and y are the middle of a column and of a row.
func (m *Cells) x(i int) float64 { return m.X0 + (m.X1-m.X0)*(float64(i)+0.5)/float64(m.Cols) }
func (m *Cells) y(j int) float64 { return m.Y0 + (m.Y1-m.Y0)*(float64(j)+0.5)/float64(m.Rows) }

// edges is the rectangle of a cell.
func (m *Cells) edges(i, j int) (x0, x1, y0, y1 float64) {
	dx, dy := (m.X1-m.X0)/float64(m.Cols), (m.Y1-m.Y0)/float64(m.Rows)
	return m.X0 + float64(i)*dx, m.X0 + float64(i+1)*dx, m.Y0 + float64(j)*dy, m.Y0 + float64(j+1)*dy
}

func (m *Cells) color(v float64) color.NRGBA {
	switch {
	case !finite(v):
		return theme.Missing
	case m.Classes:
		return mix(theme.Series(int(v)), 0.3)
	}
	return m.Scale.Color(v)
}

// mix is a colour made paler by white, not by transparency: cells would show their seams.
func mix(c color.NRGBA, part float64) color.NRGBA {
	pale := func(v uint8) uint8 { return uint8(math.Round(255 - part*(255-float64(v)))) }
	return color.NRGBA{pale(c.R), pale(c.G), pale(c.B), 255}
}

// Plot draws the cells.
func (m *Cells) Plot(c draw.Canvas, p *plot.Plot) {
	at := to(c, p)
	a, b := at(m.X0, m.Y0), at(m.X1, m.Y1)
	area := vg.Rectangle{
		Min: vg.Point{X: min(a.X, b.X), Y: min(a.Y, b.Y)},
		Max: vg.Point{X: max(a.X, b.X), Y: max(a.Y, b.Y)},
	}
	area = inside(area, c.Rectangle)
	if len(m.Z) <= fewCells && !m.Smooth && !m.Classes {
		m.shapes(c, at)
	} else {
		paint(c, area, func(px *pixels) { m.paint(px, at) })
	}
}

// inside is what two rectangles have in common.
func inside(r, s vg.Rectangle) vg.Rectangle {
	r.Min.X, r.Min.Y = max(r.Min.X, s.Min.X), max(r.Min.Y, s.Min.Y)
	r.Max.X, r.Max.Y = max(min(r.Max.X, s.Max.X), r.Min.X), max(min(r.Max.Y, s.Max.Y), r.Min.Y)
	return r
}

// shapes draws each cell as a rectangle, a little too large so that no seams show.
func (m *Cells) shapes(c draw.Canvas, at func(x, y float64) vg.Point) {
	for i := range m.Cols {
		for j := range m.Rows {
			x0, x1, y0, y1 := m.edges(i, j)
			v, a, b := m.Z[i*m.Rows+j], at(x0, y0), at(x1, y1)
			lo := vg.Point{X: min(a.X, b.X), Y: min(a.Y, b.Y)}
			hi := vg.Point{X: max(a.X, b.X), Y: max(a.Y, b.Y)}
			const seam = 0.3
			far := vg.Point{X: min(hi.X+seam, c.Max.X), Y: min(hi.Y+seam, c.Max.Y)}
			fill(c, m.color(v), []vg.Point{lo, {X: far.X, Y: lo.Y}, far, {X: lo.X, Y: far.Y}})
			if m.Numbers && finite(v) {
				m.number(c, vg.Point{X: (lo.X + hi.X) / 2, Y: (lo.Y + hi.Y) / 2}, hi.X-lo.X, v)
			}
		}
	}
}

// number writes a value into its cell, in black or white.
func (m *Cells) number(c draw.Canvas, at vg.Point, width vg.Length, v float64) {
	ink := theme.Ink
	if k := m.color(v); 0.299*float64(k.R)+0.587*float64(k.G)+0.114*float64(k.B) < 140 {
		ink = theme.Paper
	}
	sty := theme.Style(theme.TickSize, ink)
	sty.XAlign, sty.YAlign = draw.XCenter, draw.YCenter
	text := theme.Minus(num(v))
	if w := sty.Width(text); w > 0.9*width {
		sty.Font.Size *= 0.9 * width / w
	}
	if sty.Font.Size >= 5 {
		theme.Fill(c, sty, at, text)
	}
}

// paint gives each pixel the colour of its cell, or of the value interpolated between the middles of the nearest four.
func (m *Cells) paint(p *pixels, at func(x, y float64) vg.Point) {
	x := m.pixelColumns(p, at)
	y := m.pixelRows(p, at)
	b := p.img.Rect
	colors := m.colors()
	for j := b.Min.Y; j < b.Max.Y; j++ {
		for i := b.Min.X; i < b.Max.X; i++ {
			u, v := x[i-b.Min.X], y[j-b.Min.Y]
			var c color.NRGBA
			if m.Smooth {
				c = m.color(m.between(u, v))
			} else {
				c = colors[clamp(int(u), m.Cols)*m.Rows+clamp(int(v), m.Rows)]
			}
			p.img.SetRGBA(i, j, color.RGBA(c)) // opaque
		}
	}
}

func (m *Cells) colors() []color.NRGBA {
	if m.Smooth {
		return nil
	}
	out := make([]color.NRGBA, len(m.Z))
	for k, v := range m.Z {
		out[k] = m.color(v)
	}
	return out
}

// pixelColumns is where the middle of each column of pixels lies, in columns of cells. The axis may be logarithmic or upside down, so each is looked
// for between the edges of cells.
func (m *Cells) pixelColumns(p *pixels, at func(x, y float64) vg.Point) []float64 {
	edges := make([]float64, m.Cols+1)
	for i := range edges {
		edges[i], _ = p.at(at(m.X0+(m.X1-m.X0)*float64(i)/float64(m.Cols), m.Y0))
	}
	return positions(edges, p.img.Rect.Min.X, p.img.Rect.Dx())
}

func (m *Cells) pixelRows(p *pixels, at func(x, y float64) vg.Point) []float64 {
	edges := make([]float64, m.Rows+1)
	for j := range edges {
		_, edges[j] = p.at(at(m.X0, m.Y0+(m.Y1-m.Y0)*float64(j)/float64(m.Rows)))
	}
	return positions(edges, p.img.Rect.Min.Y, p.img.Rect.Dy())
}

// positions is where n pixels from first on lie among edges, which rise or fall: 2.5 is the middle between edges 2 and 3.
func positions(edges []float64, first, n int) []float64 {
	falls := edges[0] > edges[len(edges)-1]
	if falls {
		edges = slices.Clone(edges)
		slices.Reverse(edges)
	}
	out, k := make([]float64, n), 0
	for i := range out {
		x := float64(first+i) + 0.5
		for k < len(edges)-2 && edges[k+1] <= x {
			k++
		}
		out[i] = float64(k) + math.Min(math.Max((x-edges[k])/(edges[k+1]-edges[k]), 0), 1)
		if falls {
			out[i] = float64(len(edges)-1) - out[i]
		}
	}
	return out
}

// between interpolates the value at a place given in cells.
func (m *Cells) between(u, v float64) float64 {
	u, v = u-0.5, v-0.5
	i, j := math.Floor(u), math.Floor(v)
	s, t := u-i, v-j
	z := func(i, j int) float64 { return m.Z[clamp(i, m.Cols)*m.Rows+clamp(j, m.Rows)] }
	a, b := int(i), int(j)
	return (1-s)*((1-t)*z(a, b)+t*z(a, b+1)) + s*((1-t)*z(a+1, b)+t*z(a+1, b+1))
}

func clamp(i, n int) int { return min(max(i, 0), n-1) }
