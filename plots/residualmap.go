package plots

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
)

// Residuals is what a differential equation's solution leaves of its conditions, such as pinn.Residuals, a solution with its problem.
type Residuals interface {
	Vars() []string
	Box() (lo, hi []float64)
	Residual(condition string, points *mat.Dense) ([]float64, error) // [n, ≥ variables] → [n]
}

// ResidualMap draws what a solution of two variables leaves of a condition over the solution's box, white where nothing. Of conditions on edges and on domains
// that are no rectangles it draws the absolute value as dots at points that are given, a table [n, ≥ 2] as pinn.Problem.Points returns. The title has
// the root mean square. If few values are far above the others the colours end at the quantile .995, and a note says how large the largest is.
func ResidualMap(s Residuals, condition string, points ...*mat.Dense) *Figure {
	if err := residualsOfTwo(s, points); err != nil {
		return failed("ResidualMap", err)
	}
	lo, hi := s.Box()
	g := grid{cells, [2]float64(lo), [2]float64(hi)}
	x := g.points()
	if len(points) == 1 {
		x = points[0]
	}
	r, err := s.Residual(condition, x)
	if err == nil {
		err = valued(r)
	}
	if err != nil {
		return failed("ResidualMap", err)
	}
	end, note := reachOf(r)
	vars, scale := s.Vars(), &mark.Scale{Lo: -end, Hi: end}
	var p *panel
	if len(points) == 1 {
		for i, v := range r {
			r[i] = math.Abs(v)
		}
		scale = &mark.Scale{Name: "|residual|", Lo: 0, Hi: end, Plain: true} // white dots would not be seen
		p = newPanel(square, vars[0], vars[1]).add(&mark.Dots{X: mat.Col(nil, 0, x), Y: mat.Col(nil, 1, x), Values: r, Scale: scale}).colored(scale)
		p.x.around(lo[0], hi[0])
		p.y.around(lo[1], hi[1])
	} else {
		p = g.panel("", vars[0], vars[1], r, scale)
	}
	p.title = fmt.Sprintf("%s, root mean square %s", condition, theme.Number(rootMeanSquare(r), 2))
	f := row(p)
	f.notes = append(f.notes, note...)
	return f
}

// around shows an interval, whatever part of it has points.
func (a *axis) around(lo, hi float64) {
	a.fit(lo, hi, false)
	a.fixed = true
}

// residualsOfTwo is an error unless there are residuals of two variables, and at most one table of points.
func residualsOfTwo(s Residuals, points []*mat.Dense) error {
	switch {
	case s == nil:
		return errors.New("there is no solution: give one that was solved")
	case len(s.Vars()) != 2:
		return fmt.Errorf("a map needs a solution of 2 variables, this one has %v", s.Vars())
	case len(points) > 1:
		return fmt.Errorf("want at most one table of points, got %d", len(points))
	case len(points) == 1:
		_, err := columns(points[0], 2)
		return err
	}
	return nil
}

// What counts as few values far above the others: the largest is so many times the quantile.
const (
	colorQuantile = 0.995
	farAbove      = 2
)

// reachOf is where the colours of residuals end.
func reachOf(r []float64) (end float64, note []string) {
	var size []float64
	for _, v := range r {
		if finite(v) {
			size = append(size, math.Abs(v))
		}
	}
	slices.Sort(size)
	top := size[len(size)-1]
	if q := stat.Quantile(colorQuantile, stat.Empirical, size, nil); q > 0 && top > farAbove*q {
		return q, []string{fmt.Sprintf("Colours end at %s, the largest residual is %s.", theme.Number(q, 3), theme.Number(top, 3))}
	}
	if top == 0 {
		top = 1
	}
	return top, nil
}

// rootMeanSquare is that of the finite values.
func rootMeanSquare(r []float64) float64 {
	sum, n := 0.0, 0
	for _, v := range r {
		if finite(v) {
			sum, n = sum+v*v, n+1
		}
	}
	return math.Sqrt(sum / float64(n))
}
