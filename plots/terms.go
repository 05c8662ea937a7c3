package plots

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
)

// Course is the training of something whose loss has a term for each of several conditions, such as *pinn.Solution.
type Course interface {
	Conditions() []string
	Squares() (steps []int, squares *mat.Dense) // [len(steps), conditions]: the terms without weights
	Stages() []int                              // the steps before which stages began
}

// Terms draws the mean square of each condition's residual over a training, on a logarithmic axis, with dashed lines where a stage began. Stages that
// keep no terms, such as those of L-BFGS, have no curve.
func Terms(s Course) *Figure {
	if s == nil {
		return failed("Terms", errors.New("there is no solution: give one that was solved"))
	}
	steps, squares := s.Squares()
	names := s.Conditions()
	if squares == nil || len(steps) == 0 {
		return failed("Terms", errors.New("the solution has no terms: those of a training are not saved, and L-BFGS alone keeps none"))
	}
	if n, k := squares.Dims(); n != len(steps) || k != len(names) {
		return failed("Terms", fmt.Errorf("want a row for each of %d steps and a column for each of %v, got %d × %d", len(steps), names, n, k))
	}
	p := newPanel(wide, "step", "")
	p.title = "mean squares of residuals" // beside a logarithmic axis gonum/plot leaves half the label's length free above it
	p.x.whole, p.y.log = true, true
	x := make([]float64, len(steps))
	for i, step := range steps {
		x[i] = float64(step)
	}
	for i, name := range names {
		y := mat.Col(nil, i, squares)
		if err := valued(y); err != nil {
			return failed("Terms", fmt.Errorf("condition %q: %w", name, err))
		}
		p.add(&mark.Line{Series: mark.Series{Name: name, Color: i}, X: x, Y: y})
	}
	for _, step := range s.Stages() {
		if step > 0 {
			p.add(&mark.Rule{Series: mark.Series{Name: "next stage", Color: theme.Reference, Dashed: true}, At: float64(step), Vertical: true})
		}
	}
	return row(p)
}
