package mark

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// pixels is a part of a picture as an image, and where its points are in it.
type pixels struct {
	img        *image.RGBA
	left, top  float64 // of the image, in points on the canvas
	resolution float64 // pixels per point
}

// paint has a rectangle of the canvas painted as pixels: straight into a canvas that consists of pixels, else into an image of twice the
// usual resolution that is put onto the canvas.
func paint(c draw.Canvas, r vg.Rectangle, with func(p *pixels)) {
	if base := bitmap(c.Canvas); base != nil {
		if img, ok := base.Image().(*image.RGBA); ok {
			_, h := base.Size()
			res := base.DPI() / vg.Inch.Points()
			area := image.Rect(
				int(math.Round(r.Min.X.Points()*res)), int(math.Round((h-r.Max.Y).Points()*res)),
				int(math.Round(r.Max.X.Points()*res)), int(math.Round((h-r.Min.Y).Points()*res)),
			)
			with(&pixels{img.SubImage(area).(*image.RGBA), 0, h.Points(), res})
			return
		}
	}
	const res = 2 * vgimg.DefaultDPI / 72.0
	size := r.Size()
	img := image.NewRGBA(image.Rect(0, 0, int(math.Ceil(size.X.Points()*res)), int(math.Ceil(size.Y.Points()*res))))
	if img.Bounds().Empty() {
		return
	}
	with(&pixels{img, r.Min.X.Points(), r.Max.Y.Points(), res})
	c.DrawImage(r, img)
}

// bitmap is the canvas of pixels behind any number of croppings, or nil.
func bitmap(c vg.Canvas) *vgimg.Canvas {
	for {
		switch inner := c.(type) {
		case *vgimg.Canvas:
			return inner
		case draw.Canvas:
			c = inner.Canvas
		case *draw.Canvas:
			c = inner.Canvas
		default:
			return nil
		}
	}
}

// at is where a point of the canvas lies in the image, in pixels from its left upper corner.
func (p *pixels) at(q vg.Point) (x, y float64) {
	return (q.X.Points() - p.left) * p.resolution, (p.top - q.Y.Points()) * p.resolution
}

// blend lays a colour over a pixel, a part of it.
func (p *pixels) blend(x, y int, c color.NRGBA, part float64) {
	b := p.img.Rect
	if x < b.Min.X || x >= b.Max.X || y < b.Min.Y || y >= b.Max.Y {
		return
	}
	a := uint32(math.Round(float64(c.A) * part))
	pix := p.img.Pix[p.img.PixOffset(x, y):]
	keep := 255 - a
	pix[0] = uint8((uint32(c.R)*a + uint32(pix[0])*keep + 127) / 255)
	pix[1] = uint8((uint32(c.G)*a + uint32(pix[1])*keep + 127) / 255)
	pix[2] = uint8((uint32(c.B)*a + uint32(pix[2])*keep + 127) / 255)
	pix[3] = uint8((255*a + uint32(pix[3])*keep + 127) / 255)
}
