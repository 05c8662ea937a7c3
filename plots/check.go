package plots

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots/mark"
)

// drawable is an error if points are none, of different numbers of coordinates, or none of them finite.
func drawable(x, y []float64) error {
	switch {
	case len(y) == 0:
		return errors.New("there are no values")
	case len(x) != len(y):
		return fmt.Errorf("x has %d values and y %d: give as many of one as of the other", len(x), len(y))
	}
	for i := range y {
		if finite(x[i]) && finite(y[i]) {
			return nil
		}
	}
	return fmt.Errorf("all %d points are NaN or infinite: nothing to draw", len(y))
}

// valued is an error if there is no finite value.
func valued(v []float64) error {
	if len(v) == 0 {
		return errors.New("there are no values")
	}
	for _, v := range v {
		if finite(v) {
			return nil
		}
	}
	return fmt.Errorf("all %d values are NaN or infinite: nothing to draw", len(v))
}

func finite(v float64) bool { return mark.Finite(v) }

// columns are the first n columns of a table.
func columns(t *mat.Dense, n int) ([][]float64, error) {
	if t == nil || t.IsEmpty() {
		return nil, errors.New("it has no rows")
	}
	if _, d := t.Dims(); d < n {
		return nil, fmt.Errorf("want at least %d columns, got %d", n, d)
	}
	cols := make([][]float64, n)
	for a := range cols {
		cols[a] = mat.Col(nil, a, t)
	}
	return cols, nil
}

// rectangle is an error unless lo < hi.
func rectangle(lo, hi [2]float64) error {
	if !(lo[0] < hi[0] && lo[1] < hi[1]) || !finite(hi[0]-lo[0]) || !finite(hi[1]-lo[1]) {
		return fmt.Errorf("want a rectangle with lo < hi, got %v and %v", lo, hi)
	}
	return nil
}
