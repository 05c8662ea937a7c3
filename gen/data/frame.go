package data

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// Column is one column of a table.
type Column struct {
	Name   string
	Values []float64 // the numbers, or indices into Levels
	Levels []string  // nil for numbers; the different texts, in order of first appearance
}

// Frame is a table of named columns of equal length, as a CSV file holds it.
type Frame []Column

// Len is the number of rows.
func (f Frame) Len() int {
	if len(f) == 0 {
		return 0
	}
	return len(f[0].Values)
}

// Column finds a column by its name.
func (f Frame) Column(name string) (Column, error) {
	names := make([]string, len(f))
	for i, c := range f {
		if c.Name == name {
			return c, nil
		}
		names[i] = c.Name
	}
	return Column{}, fmt.Errorf("data: no column %q, the table has %q", name, names)
}

// Matrix puts the named columns of numbers side by side, [Len, len(names)]; without names, all columns of numbers.
func (f Frame) Matrix(names ...string) (*mat.Dense, error) {
	if len(names) == 0 {
		for _, c := range f {
			if c.Levels == nil {
				names = append(names, c.Name)
			}
		}
	}
	if len(names) == 0 || f.Len() == 0 {
		return nil, fmt.Errorf("data: the table has %d rows and no column of numbers to put into a matrix", f.Len())
	}
	m := mat.NewDense(f.Len(), len(names), nil)
	for j, name := range names {
		c, err := f.Column(name)
		if err != nil {
			return nil, err
		}
		if c.Levels != nil {
			return nil, fmt.Errorf("data: column %q holds text such as %q, not numbers", name, c.Levels[0])
		}
		m.SetCol(j, c.Values)
	}
	return m, nil
}
