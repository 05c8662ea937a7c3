package pinn

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/diffop"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// A condition's points are a table: the coordinates, then the normals, the partners' coordinates and the data, as far as its domain has them.

// table draws n points of condition i, [n, width].
func (c *checked) table(i int, rng *rand.Rand, n int) (*mat.Dense, error) {
	p, err := c.sets[i].Sample(rng, n, c.Conditions[i].Sequence)
	if err != nil {
		return nil, c.wrong(i, err)
	}
	parts := []*mat.Dense{p.X, p.Normal, p.Partner, p.Data}
	width := 0
	for _, m := range parts {
		if m != nil {
			width += m.RawMatrix().Cols
		}
	}
	out, from := mat.NewDense(n, width, nil), 0
	for _, m := range parts {
		if m != nil {
			k := m.RawMatrix().Cols
			out.Slice(0, n, from, from+k).(*mat.Dense).Copy(m)
			from += k
		}
	}
	return out, nil
}

// Points returns N points of each condition, what a solver with this seed trains on: the coordinates, and behind them normals, partners and data
// where the domain has them, [N, columns].
func (p Problem) Points(seed uint64) ([]*mat.Dense, error) {
	c, err := p.check()
	if err != nil {
		return nil, err
	}
	return c.tables(seed, 0, func(i int) int { return c.Conditions[i].N })
}

// tables are points of every condition, a function of seed and number alone.
func (c *checked) tables(seed uint64, number int, size func(i int) int) ([]*mat.Dense, error) {
	out := make([]*mat.Dense, len(c.sets))
	for i := range c.sets {
		var err error
		if out[i], err = c.drawn(i, seed, number, size(i)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// drawn is the table of condition i in that.
func (c *checked) drawn(i int, seed uint64, number, n int) (*mat.Dense, error) {
	return c.table(i, rand.New(rand.NewPCG(seed, uint64(number)*uint64(len(c.sets))+uint64(c.with[i]))), n)
}

// at is what the residual of condition i reads at points, its table [n, width] or the coordinates alone, [n, vars]; u gives the fields at any
// coordinates.
func (c *checked) at(i int, table *Node, unknowns map[string]*Node, u func(x []*Node) derivatives) D {
	cols, k := diffop.Columns(table), len(c.vars)
	d := D{condition: c.Conditions[i].Name, vars: c.vars, fields: c.fields, x: cols[:k], unknowns: unknowns, measure: c.sets[i].Measure}
	d.from = u(d.x)
	set, rest := c.sets[i], cols[k:]
	take := func(n int) (out []*Node) {
		out, rest = rest[:n], rest[n:]
		return out
	}
	if len(rest) == 0 {
		return d
	}
	if set.Normal != nil {
		d.normal = take(k)
	}
	if set.Partner != nil {
		p := D{condition: d.condition, vars: c.vars, fields: c.fields, x: take(k), unknowns: unknowns, measure: d.measure}
		p.from = u(p.x)
		d.partner = &p
	}
	d.names = set.Names()
	d.data = take(len(d.names))
	return d
}

// width is the number of columns of a table of condition i.
func (c *checked) width(i int) int {
	s, k := c.sets[i], len(c.vars)
	width := k + len(s.Names())
	if s.Normal != nil {
		width += k
	}
	if s.Partner != nil {
		width += k
	}
	return width
}

// wantTable panics unless x is a table of condition i, or the coordinates of its points.
func (c *checked) wantTable(i int, x *Node) {
	k, width := len(c.vars), c.width(i)
	if d := x.Shape(); d.Rank() != 2 || d.Dim(1) != k && d.Dim(1) != width {
		exceptions.Panicf("pinn: condition %q: want points [n, %d], or [n, %d] with all that belongs to them, got %s", c.Conditions[i].Name, k, width, d)
	}
}

// inBox says which point of a cloud, or which partner of a point, lies outside of the box around all other domains.
func (c *checked) inBox() error {
	for i, s := range c.sets {
		if s.Count() == 0 && s.Partner == nil {
			continue
		}
		n := 64 // enough to see that a glue goes astray
		if s.Count() > 0 {
			n = s.Count()
		}
		p, err := s.Sample(rand.New(rand.NewPCG(1, 1)), n, nil)
		if err != nil {
			return c.wrong(i, err)
		}
		for k := range n {
			if x := p.X.RawRowView(k); !c.holds(x) {
				return c.wrong(i, fmt.Errorf("point %d of the cloud, %s, lies outside of the box around the other domains, from %v to %v", k, c.place(x), c.lo, c.hi))
			}
			if p.Partner == nil {
				continue
			}
			if y := p.Partner.RawRowView(k); !c.holds(y) {
				return c.wrong(i, fmt.Errorf("%s, the partner of %s, lies outside of the box from %v to %v", c.place(y), c.place(p.X.RawRowView(k)), c.lo, c.hi))
			}
		}
	}
	return nil
}

// boxTol is how far outside a point may lie, relative to the box: coordinates in files are rounded.
const boxTol = 1e-6

func (c *checked) holds(x []float64) bool {
	for j, v := range x {
		tol := boxTol * (c.hi[j] - c.lo[j])
		if !(v >= c.lo[j]-tol && v <= c.hi[j]+tol) {
			return false
		}
	}
	return true
}

// place is a point for messages: t = 0.5, x = 1.
func (c *checked) place(x []float64) string {
	var out []string
	for j, v := range c.vars {
		out = append(out, fmt.Sprintf("%s = %.6g", v, x[j]))
	}
	return strings.Join(out, ", ")
}

// wrong names condition i in an error.
func (c *checked) wrong(i int, err error) error {
	return fmt.Errorf("pinn: condition %d %q: %w", i, c.Conditions[i].Name, err)
}

// grow makes the box hold a set.
func (c *checked) grow(s geom.Set) {
	if c.lo == nil {
		c.lo, c.hi = slices.Clone(s.Lo), slices.Clone(s.Hi)
	}
	for j := range s.Lo {
		c.lo[j], c.hi[j] = min(c.lo[j], s.Lo[j]), max(c.hi[j], s.Hi[j])
	}
}
