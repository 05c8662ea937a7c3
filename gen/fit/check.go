package fit

import (
	"errors"
	"fmt"
	"math"
)

// checkSource looks at what a source would give before anything is compiled: empty tables, tables of different
// length, NaN and infinite entries.
func checkSource(data Source, seed uint64) error {
	if data == nil {
		return errors.New("fit: there is no data: give a source such as fit.Rows or fit.Stream")
	}
	if d, ok := data.(Dequantized); ok {
		return d.check(seed)
	}
	fixed := data.Fixed()
	if err := nonEmpty(fixed); err != nil {
		return err
	}
	if r, ok := data.(*RowSource); ok {
		if err := r.check(fixed); err != nil {
			return err
		}
	}
	if s, ok := data.(StreamSource); ok {
		if err := s.check(seed); err != nil {
			return err
		}
	}
	fed := data.Feed(seed, 0)
	if len(fixed)+len(fed) == 0 {
		return errors.New("fit: the data are empty: give at least one table")
	}
	if err := nonEmpty(fed); err != nil {
		return err
	}
	for i, a := range fixed {
		for j, x := range a.F {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				width := len(a.F) / a.Dims[0]
				return fmt.Errorf("fit: table %d of the data holds %g in row %d, column %d: drop the row or fill it in", i, x, j/width, j%width)
			}
		}
	}
	return nil
}

func nonEmpty(tables []Array) error {
	for i, a := range tables {
		if a.size() == 0 {
			return fmt.Errorf("fit: table %d of the data is empty: give at least one row", i)
		}
	}
	return nil
}

// check looks for tables of different lengths and batches of no size.
func (s *RowSource) check(fixed []Array) error {
	if s.err != nil {
		return s.err
	}
	if len(fixed) == 0 {
		return errors.New("fit: the data are empty: give at least one table")
	}
	if s.batch < 0 {
		return fmt.Errorf("fit: want a batch of at least 1 row, got %d", s.batch)
	}
	for i, a := range fixed {
		if a.Dims[0] != s.Len() {
			return fmt.Errorf("fit: table %d of the data has %d rows, table 0 has %d: give tables of equal length", i, a.Dims[0], s.Len())
		}
	}
	return nil
}
