package matrix

import (
	"errors"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/grade/wire"
)

// table is how matrices and vectors cross: row by row. An empty one has no rows and no columns.
type table struct {
	Nil        bool
	Rows, Cols int
	Data       []float64
}

func init() {
	wire.Register(fromDense, table.dense, func(old, now *mat.Dense) {
		if old != nil && now != nil && sameShape(old, now) {
			old.Copy(now)
		}
	})
	wire.Register(fromVector, table.vector, func(old, now *mat.VecDense) {
		if old != nil && now != nil && sameShape(old, now) {
			old.CopyVec(now)
		}
	})
	wire.Register(fromSymmetric, table.symmetric, func(old, now *mat.SymDense) {
		if old != nil && now != nil && sameShape(old, now) {
			old.CopySym(now)
		}
	})
}

// sameShape is also false for empty matrices, which gonum does not copy into.
func sameShape(a, b mat.Matrix) bool {
	r, c := a.Dims()
	rows, cols := b.Dims()
	return r == rows && c == cols && r > 0
}

func fromDense(m *mat.Dense) table {
	if m == nil {
		return table{Nil: true}
	}
	return entries(m)
}

func fromVector(v *mat.VecDense) table {
	if v == nil {
		return table{Nil: true}
	}
	return entries(v)
}

func fromSymmetric(m *mat.SymDense) table {
	if m == nil {
		return table{Nil: true}
	}
	return entries(m)
}

func entries(m mat.Matrix) table {
	r, c := m.Dims()
	t := table{Rows: r, Cols: c, Data: make([]float64, 0, r*c)}
	for i := range r {
		for j := range c {
			t.Data = append(t.Data, m.At(i, j))
		}
	}
	return t
}

// check refuses what is no matrix. The numbers of rows and columns are compared by division, since their product may overflow.
func (t table) check() error {
	empty := t.Rows == 0 && t.Cols == 0 && len(t.Data) == 0
	full := t.Rows > 0 && t.Cols > 0 && len(t.Data)%t.Rows == 0 && len(t.Data)/t.Rows == t.Cols
	if !empty && !full || t.Nil && !empty {
		return errors.New("a matrix does not have as many entries as its shape says")
	}
	return nil
}

func (t table) dense() (*mat.Dense, error) {
	switch err := t.check(); {
	case err != nil || t.Nil:
		return nil, err
	case t.Rows == 0:
		return &mat.Dense{}, nil
	}
	return mat.NewDense(t.Rows, t.Cols, t.Data), nil
}

func (t table) vector() (*mat.VecDense, error) {
	switch err := t.check(); {
	case err != nil || t.Nil:
		return nil, err
	case t.Rows == 0:
		return &mat.VecDense{}, nil
	case t.Cols != 1:
		return nil, errors.New("a vector has more than one column")
	}
	return mat.NewVecDense(t.Rows, t.Data), nil
}

func (t table) symmetric() (*mat.SymDense, error) {
	switch err := t.check(); {
	case err != nil || t.Nil:
		return nil, err
	case t.Rows == 0:
		return &mat.SymDense{}, nil
	case t.Cols != t.Rows:
		return nil, errors.New("a symmetric matrix is not square")
	}
	return mat.NewSymDense(t.Rows, t.Data), nil // reads the upper half
}
