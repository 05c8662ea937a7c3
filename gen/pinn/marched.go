package pinn

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/fit"
)

// Marched is a solution of a problem in several windows of time, one network each, read like a Solution.
type Marched struct {
	Windows []*Solution // in the order of time; each knows its Box
	History fit.History // of all windows, one after the other
	Exact   Exact       // the problem's, if it has one

	variable int       // the number of the one that is cut
	ends     []float64 // of the windows, one more than there are windows
}

// append adds the solution of the next window.
func (m *Marched) append(s *Solution, end float64) {
	m.Windows = append(m.Windows, s)
	m.ends = append(slices.Clone(m.ends), end)
	all := Solution{History: m.History}
	h := s.History
	h.Validation = slices.Clone(h.Validation) // its steps are counted anew
	all.add(h)
	m.History = all.History
}

// Vars are the names of the variables, the columns of points.
func (m *Marched) Vars() []string { return m.Windows[0].Vars() }

// Fields are the names of the fields, the columns of values.
func (m *Marched) Fields() []string { return m.Windows[0].Fields() }

// Box is the smallest box around the windows that were solved.
func (m *Marched) Box() (lo, hi []float64) {
	for i, s := range m.Windows {
		a, b := s.Box()
		if i == 0 {
			lo, hi = a, b
		}
		for j := range lo {
			lo[j], hi[j] = min(lo[j], a[j]), max(hi[j], b[j])
		}
	}
	return lo, hi
}

// At returns the fields at points, [n, variables] → [n, fields], each from its window's network. Where two windows meet it is the earlier one.
func (m *Marched) At(points *mat.Dense) (*mat.Dense, error) {
	if points == nil || points.IsEmpty() {
		return nil, errors.New("pinn: Marched.At: there are no points: give at least one row")
	}
	n, k := points.Dims()
	if k != len(m.Vars()) {
		return nil, fmt.Errorf("pinn: Marched.At: want one column for each of the variables %v, got %d columns", m.Vars(), k)
	}
	rows := make([][]int, len(m.Windows))
	for i := range n {
		w, _ := slices.BinarySearch(m.ends[1:len(m.ends)-1], points.At(i, m.variable))
		rows[w] = append(rows[w], i)
	}
	out := mat.NewDense(n, len(m.Fields()), nil)
	for w, of := range rows {
		if len(of) == 0 {
			continue
		}
		part := mat.NewDense(len(of), k, nil)
		for r, i := range of {
			part.SetRow(r, points.RawRowView(i))
		}
		u, err := m.Windows[w].At(part)
		if err != nil {
			return nil, fmt.Errorf("pinn: Marched, window %d: %w", w, err)
		}
		for r, i := range of {
			out.SetRow(i, u.RawRowView(r))
		}
	}
	return out, nil
}

// Grid is as Solution.Grid, over the box of all windows.
func (m *Marched) Grid(n ...int) (*mat.Dense, error) { return regular(m, n) }

// RelativeL2 is as Solution.RelativeL2.
func (m *Marched) RelativeL2(exact func(x []float64) []float64, points *mat.Dense) (float64, error) {
	return relativeL2(m, exact, points)
}

// Error is RelativeL2 against the problem's exact solution on the grid of Solution.Error.
func (m *Marched) Error() (float64, error) { return relativeError(m, m.Exact) }

// ExactAt returns the exact solution at a point, nil where it is not known.
func (m *Marched) ExactAt(x []float64) []float64 {
	if m.Exact == nil {
		return nil
	}
	return m.Exact.At(x)
}

// String is one line: the fields and their variables, the windows, and how the training went.
func (m *Marched) String() string {
	head := Solution{about: m.Windows[0].about}
	return fmt.Sprintf("%s in %d windows of %s in [%g, %g], %s", head.String(), len(m.Windows), m.Vars()[m.variable], m.ends[0], m.ends[len(m.ends)-1], &m.History)
}
