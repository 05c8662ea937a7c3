package plots

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots/mark"
)

// Samples draws the first two columns of tables [n, ≥ 2] as dots, one panel for each and all with the same axes. Dots get smaller and
// fainter the more there are.
func Samples(tables ...*mat.Dense) *Figure {
	clouds, err := clouds(tables)
	if err != nil {
		return failed("Samples", err)
	}
	var panels []*panel
	for _, c := range clouds {
		panels = append(panels, newPanel(square, "x₁", "x₂").add(c))
	}
	return row(panels...).SharedAxes()
}

// Scatter draws the first two columns of tables [n, ≥ 2] as dots between the same axes, each table in its colour.
func Scatter(tables ...*mat.Dense) *Figure {
	clouds, err := clouds(tables)
	if err != nil {
		return failed("Scatter", err)
	}
	p := newPanel(square, "x₁", "x₂")
	for _, c := range clouds {
		p.add(c)
	}
	return row(p)
}

// ScatterBy draws the first two columns of a table [n, ≥ 2] as dots, coloured by a value for each row.
func ScatterBy(x *mat.Dense, values []float64) *Figure {
	clouds, err := clouds([]*mat.Dense{x})
	if err == nil {
		err = perRow(x, len(values), "values")
	}
	if err == nil {
		err = valued(values)
	}
	if err != nil {
		return failed("ScatterBy", err)
	}
	c := clouds[0]
	c.Values, c.Scale = values, mark.ScaleOf("", values)
	c.Scale.Plain = true // white dots would not be seen
	return row(newPanel(square, "x₁", "x₂").add(c).colored(c.Scale))
}

// Classes draws the first two columns of a table [n, ≥ 2] as dots, coloured by the class of each row, which counts from 0; they may
// be whole numbers of type float64, as in a data.Table: Classes(iris.X, iris.Y, iris.Classes...). From the seventh class on colours come again
// with another shape. Names of classes stand in the legend; without any they are numbers.
func Classes[K ~int | ~float64](x *mat.Dense, classes []K, names ...string) *Figure {
	clouds, err := clouds([]*mat.Dense{x})
	if err == nil {
		err = perRow(x, len(classes), "classes")
	}
	whole := make([]int, len(classes))
	for i, k := range classes {
		if whole[i] = int(k); (K(whole[i]) != k || k < 0) && err == nil {
			err = fmt.Errorf("row %d has class %v: classes are whole numbers that count from 0", i, k)
		}
	}
	if err != nil {
		return failed("Classes", err)
	}
	c := clouds[0]
	c.Classes, c.Names = whole, names
	for k := 0; len(names) == 0 && k < count(whole); k++ {
		c.Names = append(c.Names, fmt.Sprint(k))
	}
	return row(newPanel(square, "x₁", "x₂").add(c))
}

// count is the number of classes.
func count(classes []int) (n int) {
	for _, k := range classes {
		n = max(n, k+1)
	}
	return n
}

func perRow(x *mat.Dense, n int, what string) error {
	if rows, _ := x.Dims(); rows != n {
		return fmt.Errorf("there are %d rows and %d %s: give one for each", rows, n, what)
	}
	return nil
}

// clouds are the first two columns of tables.
func clouds(tables []*mat.Dense) (out []*mark.Dots, err error) {
	if len(tables) == 0 {
		return nil, errors.New("there is no table")
	}
	for i, t := range tables {
		cols, err := columns(t, 2)
		if err == nil {
			err = drawable(cols[0], cols[1])
		}
		if err != nil {
			return nil, fmt.Errorf("table %d: %w", i, err)
		}
		out = append(out, &mark.Dots{Series: mark.Series{Color: i}, X: cols[0], Y: cols[1]})
	}
	return out, nil
}
