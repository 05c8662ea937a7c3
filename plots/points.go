package plots

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
)

// Conditioned is what has points for each of several conditions, such as a pinn.Problem.
type Conditioned interface {
	Names() (variables, conditions []string)
}

// Points draws the points at which a problem of one or two variables is trained, coloured by condition: a table [n, ≥ variables] for each condition, such as
// those of pinn.Problem.Points; nil leaves one out. With one variable each condition has a line of its own.
func Points(p Conditioned, tables ...*mat.Dense) *Figure {
	if p == nil {
		return failed("Points", errors.New("there is no problem: give the one whose points these are"))
	}
	vars, names := p.Names()
	switch {
	case len(vars) != 1 && len(vars) != 2:
		return failed("Points", fmt.Errorf("want a problem of 1 or 2 variables, this one has %v", vars))
	case len(tables) != len(names):
		return failed("Points", fmt.Errorf("%d tables for the conditions %v: give one for each", len(tables), names))
	}
	q := newPanel(square, vars[0], vars[len(vars)-1])
	if len(vars) == 1 {
		q = newPanel(vg.Point{X: wide.X, Y: vg.Length(20*len(names) + 10)}, vars[0], "")
		q.y = axis{down: true, names: slices.Clone(names), fixed: true, lo: -0.5, hi: float64(len(names)) - 0.5}
	}
	for i, t := range tables {
		if t == nil {
			continue
		}
		cols, err := columns(t, len(vars))
		if err != nil {
			return failed("Points", fmt.Errorf("condition %q: %w", names[i], err))
		}
		if len(vars) == 1 {
			cols = append(cols, repeated(float64(i), len(cols[0])))
		}
		if err = drawable(cols[0], cols[1]); err != nil {
			return failed("Points", fmt.Errorf("condition %q: %w", names[i], err))
		}
		m := &mark.Dots{Series: mark.Series{Color: i}, X: cols[0], Y: cols[1]}
		if len(vars) == 2 {
			m.Name = names[i]
		}
		q.add(m)
	}
	return row(q)
}

func repeated(v float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = v
	}
	return out
}
