package plots

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"

	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
)

// HeatMap draws a function over the rectangle from lo to hi as colours, with a bar. Values of both signs are white at zero.
func HeatMap(f func(x, y float64) float64, lo, hi [2]float64) *Figure {
	g, err := gridOver(f != nil, lo, hi)
	if err != nil {
		return failed("HeatMap", err)
	}
	z := g.values(f)
	if err := valued(z); err != nil {
		return failed("HeatMap", err)
	}
	return row(g.panel("", "x", "y", z, mark.ScaleOf("", z)))
}

// Regions draws the class that a function gives to each point of the rectangle from lo to hi, in the pale colours of [Classes], to lay
// under them.
func Regions(class func(x, y float64) int, lo, hi [2]float64) *Figure {
	g, err := gridOver(class != nil, lo, hi)
	if err != nil {
		return failed("Regions", err)
	}
	g.n *= 2 // edges are sharp
	z := g.values(func(x, y float64) float64 { return float64(class(x, y)) })
	m := &mark.Cells{Box: g.box(), Cols: g.n, Rows: g.n, Z: z, Classes: true}
	return row(newPanel(square, "x₁", "x₂").add(m))
}

func gridOver(function bool, lo, hi [2]float64) (grid, error) {
	if !function {
		return grid{}, errors.New("there is no function: give one")
	}
	return grid{cells, lo, hi}, rectangle(lo, hi)
}

// Matrix draws a matrix as colours, with a bar: row 0 at the top, as it is written. Cells of small ones, such as confusion and
// covariance matrices, have their values in them. Names, if given, stand at rows and columns instead of numbers.
func Matrix(m mat.Matrix, names ...string) *Figure {
	rows, cols := 0, 0
	if m != nil {
		rows, cols = m.Dims()
	}
	if rows == 0 || cols == 0 {
		return failed("Matrix", errors.New("it has no elements"))
	}
	z := make([]float64, rows*cols)
	for i := range rows {
		for j := range cols {
			z[j*rows+i] = m.At(i, j)
		}
	}
	if err := valued(z); err != nil {
		return failed("Matrix", err)
	}
	s := mark.ScaleOf("", z)
	side := math.Min(230, 40*float64(max(rows, cols))+60) / float64(max(rows, cols))
	p := newPanel(vg.Point{X: vg.Points(side * float64(cols)), Y: vg.Points(side * float64(rows))}, "column", "row")
	p.y.down, p.x.whole, p.y.whole, p.rigid = true, true, true, true
	if len(names) > 0 {
		p.x.names, p.y.names = names[:min(len(names), cols)], names[:min(len(names), rows)]
	}
	p.add(&mark.Cells{
		Box:  mark.Box{X0: -0.5, X1: float64(cols) - 0.5, Y0: -0.5, Y1: float64(rows) - 0.5},
		Cols: cols, Rows: rows, Z: z, Scale: s, Numbers: max(rows, cols) <= 12,
	}).colored(s)
	return row(p)
}
