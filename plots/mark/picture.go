package mark

import (
	"fmt"
	"image"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Pictures is images of one size, side by side in rows from the upper left, with gaps of a pixel. Axes are in pixels, y downwards.
type Pictures struct {
	Height, Width int     // of one, in pixels
	Columns       int     // images in a row
	Pix           []uint8 // red, green, blue of each pixel, row by row, image by image
}

// Count is how many images there are.
func (m *Pictures) Count() int { return len(m.Pix) / (3 * m.Height * m.Width) }

// Extent is all of them.
func (m *Pictures) Extent() Box {
	rows := (m.Count() + m.Columns - 1) / m.Columns
	return Box{0, float64(m.Columns*(m.Width+1) - 1), 0, float64(rows*(m.Height+1) - 1)}
}

// Area tells that the mark fills its rectangle.
func (m *Pictures) Area() bool { return true }

// About tells how many there are.
func (m *Pictures) About(Axes) About {
	n := m.Count()
	return About{
		Text:       fmt.Sprintf("%d images of %d × %d pixels in rows of %d", n, m.Height, m.Width, m.Columns),
		Primitives: n * m.Height * m.Width,
	}
}

// Plot draws them, each pixel as a sharp square.
func (m *Pictures) Plot(c draw.Canvas, p *plot.Plot) {
	at := to(c, p)
	ext := m.Extent()
	a, b := at(ext.X0, ext.Y0), at(ext.X1, ext.Y1)
	area := vg.Rectangle{Min: vg.Point{X: min(a.X, b.X), Y: min(a.Y, b.Y)}, Max: vg.Point{X: max(a.X, b.X), Y: max(a.Y, b.Y)}}
	paint(c, inside(area, c.Rectangle), func(px *pixels) {
		x := edges(ext.X1, func(v float64) float64 { x, _ := px.at(at(v, 0)); return x })
		y := edges(ext.Y1, func(v float64) float64 { _, y := px.at(at(0, v)); return y })
		col := positions(x, px.img.Rect.Min.X, px.img.Rect.Dx())
		row := positions(y, px.img.Rect.Min.Y, px.img.Rect.Dy())
		m.paint(px.img, col, row)
	})
}

// edges is where the edges of all pixels are.
func edges(n float64, at func(float64) float64) []float64 {
	out := make([]float64, int(n)+1)
	for i := range out {
		out[i] = at(float64(i))
	}
	return out
}

func (m *Pictures) paint(img *image.RGBA, col, row []float64) {
	count := m.Count()
	for j, v := range row {
		for i, u := range col {
			x, y := int(u), int(v)
			which := y/(m.Height+1)*m.Columns + x/(m.Width+1)
			inX, inY := x%(m.Width+1), y%(m.Height+1)
			if inX == m.Width || inY == m.Height || which >= count {
				continue
			}
			p := m.Pix[3*((which*m.Height+inY)*m.Width+inX):]
			img.SetRGBA(img.Rect.Min.X+i, img.Rect.Min.Y+j, color.RGBA{p[0], p[1], p[2], 255})
		}
	}
}
