package geom

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

// Cloud is points that are given, such as those of a measurement or of a mesh, with what is known of them.
type Cloud struct {
	Points  *mat.Dense // [n, variables], in the order of the problem's variables
	Normals *mat.Dense // [n, variables], outward, of length 1; nil where there are none
	Names   string     // of the columns of Data, separated by spaces: "u p"
	Data    *mat.Dense // [n, names], such as measured values; a residual reads them as d.Data("u")
}

var _ Domain = Cloud{}

// unitTol is how far the length of a normal may be from 1: numbers read from files have few digits.
const unitTol = 1e-3

// Bind returns the points as a set of dimension 0 whose measure is their number.
func (c Cloud) Bind(vars []string) (Set, error) {
	if err := c.check(vars); err != nil {
		return Set{}, err
	}
	n, dim := c.Points.Dims()
	s := Set{Measure: float64(n), cloud: &c, Cube: 1, Extra: 1}
	for j := range dim {
		col := mat.Col(nil, j, c.Points)
		s.Lo, s.Hi = append(s.Lo, floats.Min(col)), append(s.Hi, floats.Max(col))
	}
	row := func(u []float64) int { return min(int(u[0]*float64(n)), n-1) }
	s.Map = func(u, x []float64) { copy(x, c.Points.RawRowView(row(u))) }
	if c.Normals != nil {
		s.Normal = func(u, _, n []float64) { copy(n, c.Normals.RawRowView(row(u))) }
	}
	return s, nil
}

// check says what does not fit.
func (c Cloud) check(vars []string) error {
	if c.Points == nil || c.Points.IsEmpty() {
		return errors.New("geom: the cloud has no points: set Points, [n, variables]")
	}
	n, dim := c.Points.Dims()
	if dim != len(vars) {
		return fmt.Errorf("geom: the points of the cloud have %d columns: want one for each of the variables %v", dim, vars)
	}
	for i := range n {
		if err := finite(fmt.Sprintf("point %d of the cloud", i), c.Points.RawRowView(i)); err != nil {
			return err
		}
	}
	if c.Normals != nil {
		if r, k := c.Normals.Dims(); r != n || k != dim {
			return fmt.Errorf("geom: the cloud has %d points in %d dimensions, but normals [%d, %d]", n, dim, r, k)
		}
		for i := range n {
			if l := floats.Norm(c.Normals.RawRowView(i), 2); !(math.Abs(l-1) < unitTol) {
				return fmt.Errorf("geom: normal %d of the cloud has the length %g: want 1", i, l)
			}
		}
	}
	return c.checkData(n)
}

func (c Cloud) checkData(n int) error {
	names := strings.Fields(c.Names)
	for i, v := range names {
		if slices.Contains(names[:i], v) {
			return fmt.Errorf("geom: the cloud's Names have %q twice", v)
		}
	}
	if c.Data == nil {
		if len(names) > 0 {
			return fmt.Errorf("geom: the cloud names %v, but has no Data", names)
		}
		return nil
	}
	r, k := c.Data.Dims()
	if r != n || k != len(names) {
		return fmt.Errorf("geom: the cloud has %d points and the names %v: want Data [%d, %d], got [%d, %d]", n, names, n, len(names), r, k)
	}
	for i := range n {
		if err := finite(fmt.Sprintf("row %d of the cloud's data", i), c.Data.RawRowView(i)); err != nil {
			return err
		}
	}
	return nil
}

// draw returns n of the points: all in their order, fewer in a random one, more by beginning again.
func (c Cloud) draw(rng *rand.Rand, n int) Sample {
	all, _ := c.Points.Dims()
	order := make([]int, all)
	for i := range order {
		order[i] = i
	}
	if n < all {
		order = rng.Perm(all)
	}
	take := func(from *mat.Dense) *mat.Dense {
		if from == nil {
			return nil
		}
		_, k := from.Dims()
		to := mat.NewDense(n, k, nil)
		for i := range n {
			to.SetRow(i, from.RawRowView(order[i%all]))
		}
		return to
	}
	return Sample{X: take(c.Points), Normal: take(c.Normals), Data: take(c.Data)}
}
