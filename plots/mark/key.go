package mark

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gensci/gensci/plots/theme"
)

// Key is an entry of the legend: a name and what is drawn beside it.
type Key struct {
	Series
	Line, Dot bool
	Fill      color.NRGBA // with alpha 0: no patch
}

// Keyed is a mark that stands in the legend, where it has a name.
type Keyed interface{ Keys() []Key }

// KeyWidth is how wide the drawing beside a name is.
const KeyWidth = vg.Length(18)

// Draw draws the entry's picture around a point at its left.
func (k Key) Draw(c draw.Canvas, at vg.Point) {
	middle := vg.Point{X: at.X + KeyWidth/2, Y: at.Y}
	if k.Fill.A > 0 {
		c.FillPolygon(k.Fill, []vg.Point{{X: at.X, Y: at.Y - 4}, {X: at.X + KeyWidth, Y: at.Y - 4}, {X: at.X + KeyWidth, Y: at.Y + 4}, {X: at.X, Y: at.Y + 4}})
	}
	if k.Line {
		c.StrokeLine2(k.stroke(0), at.X, at.Y, at.X+KeyWidth, at.Y)
	}
	if k.Dot {
		c.DrawGlyphNoClip(glyph(k.Color, 3), middle)
	}
}

// glyph is the dot of series i: a circle, and other shapes for those whose colours come again.
func glyph(i int, radius vg.Length) draw.GlyphStyle {
	return draw.GlyphStyle{Color: theme.Series(i), Radius: radius, Shape: shapes[shapeOf(i)]}
}

func shapeOf(i int) int { return max(i, 0) / theme.SeriesColors % len(shapes) }

var shapes = [...]draw.GlyphDrawer{draw.CircleGlyph{}, draw.BoxGlyph{}, draw.PyramidGlyph{}}
