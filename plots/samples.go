package plots

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// maxDots is how many points of a table are drawn: more only make a blot, and a slow picture.
const maxDots = 4000

// Samples draws the first two columns of tables [n, ≥ 2], one panel for each and all with the same axes. Of long tables
// it draws the first 4000 rows.
func Samples(tables ...*mat.Dense) *Figure {
	if len(tables) == 0 {
		return failed("Samples", errors.New("there is no table"))
	}
	var all [][2][]float64
	box := [2][2]float64{{math.Inf(1), math.Inf(-1)}, {math.Inf(1), math.Inf(-1)}}
	for i, t := range tables {
		cols, err := twoColumns(t)
		if err != nil {
			return failed("Samples", fmt.Errorf("table %d: %w", i, err))
		}
		all = append(all, cols)
		for a := range box {
			lo, hi := extent(cols[a])
			box[a] = [2]float64{math.Min(box[a][0], lo), math.Max(box[a][1], hi)}
		}
	}
	for a, b := range box { // no dot on the frame
		pad := math.Max(b[1]-b[0], 1e-9) * 0.03
		box[a] = [2]float64{b[0] - pad, b[1] + pad}
	}
	var panels []*panel
	for i, cols := range all {
		p := newPanel("", "x₁", "x₂")
		if i > 0 {
			p.Y.Label.Text = ""
		}
		p.Add(dots(cols, i))
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = box[0][0], box[0][1], box[1][0], box[1][1]
		panels = append(panels, p)
	}
	return figure(panelWidth, panelHeight, panels...)
}

// twoColumns are the coordinates of a table's points.
func twoColumns(t *mat.Dense) (cols [2][]float64, err error) {
	if t == nil || t.IsEmpty() {
		return cols, errors.New("it has no rows")
	}
	n, d := t.Dims()
	if d < 2 {
		return cols, fmt.Errorf("want at least 2 columns, got %d", d)
	}
	t = t.Slice(0, min(n, maxDots), 0, d).(*mat.Dense)
	for a := range cols {
		cols[a] = mat.Col(nil, a, t)
		if err := finite(cols[a]); err != nil {
			return cols, err
		}
	}
	return cols, nil
}

// dots is a cloud whose dots are smaller and fainter the more there are.
func dots(cols [2][]float64, i int) *plotter.Scatter {
	xy := make(plotter.XYs, len(cols[0]))
	for k := range xy {
		xy[k] = plotter.XY{X: cols[0][k], Y: cols[1][k]}
	}
	crowd := math.Min(float64(len(xy))/maxDots, 1)
	return &plotter.Scatter{XYs: xy, GlyphStyle: draw.GlyphStyle{
		Color: faded(line(i), 0.75-0.4*crowd), Radius: vg.Points(2 - 0.9*crowd), Shape: draw.CircleGlyph{},
	}}
}
