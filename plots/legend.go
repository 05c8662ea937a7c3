package plots

import (
	"math"

	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// Part of a panel's width and height that a legend may cover.
const (
	legendWidth  = 0.45
	legendHeight = 0.25
)

// legend names the curves in the corner where it covers the fewest of their points. The limits of the axes must be final.
func (p *panel) legend() {
	for _, c := range p.curves {
		p.Legend.Add(c.name, c.line)
	}
	fewest := math.MaxInt
	for _, corner := range [][2]bool{{true, false}, {true, true}, {false, false}, {false, true}} { // top, left
		n := 0
		for _, c := range p.curves {
			n += p.inCorner(c.line.XYs, corner[0], corner[1])
		}
		if n < fewest {
			fewest = n
			p.Legend.Top, p.Legend.Left = corner[0], corner[1]
		}
	}
	p.Legend.XOffs, p.Legend.YOffs = vg.Points(-6), vg.Points(-4)
	if p.Legend.Left {
		p.Legend.XOffs *= -1
	}
	if !p.Legend.Top {
		p.Legend.YOffs *= -1
	}
}

// inCorner counts the points that a legend in this corner would cover.
func (p *panel) inCorner(xy plotter.XYs, top, left bool) (n int) {
	for _, c := range xy {
		x := p.X.Scale.Normalize(p.X.Min, p.X.Max, c.X)
		y := p.Y.Scale.Normalize(p.Y.Min, p.Y.Max, c.Y)
		if left {
			x = 1 - x
		}
		if !top {
			y = 1 - y
		}
		if x > 1-legendWidth && y > 1-legendHeight {
			n++
		}
	}
	return n
}
