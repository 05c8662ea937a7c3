package plots

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/plot/vg"

	"github.com/gensci/gensci/plots/mark"
	"github.com/gensci/gensci/plots/theme"
)

// CornerOptions are the settings of Corner.
type CornerOptions struct {
	Names []string   // of the columns; none means x₁, x₂ …
	Truth []float64  // drawn as lines, one value a column
	Other *mat.Dense // a second sample, drawn over the first
}

// mostCorner is how many columns a corner plot can have: more panels are too small to read.
const mostCorner = 8

// Corner draws a sample [n, d], such as one of a posterior: histograms of the columns on the diagonal, and below it for each pair of
// columns the regions of highest density that hold 50 and 90 % of the points (of a kernel density estimate with Scott's bandwidth).
// The axes leave out the outermost .2 % of either side. Names(…) names the sample, the other one and the truth, as far as they are there.
func Corner(x *mat.Dense, opts ...CornerOptions) *Figure {
	var o CornerOptions
	if len(opts) > 0 {
		o = opts[0]
	}
	c, err := newCorner(x, o)
	if err != nil {
		return failed("Corner", err)
	}
	d := len(c.names)
	f := &Figure{cols: d, close: true, alt: c.describe()}
	for i := range d {
		for j := range d {
			switch {
			case i == j:
				f.panels = append(f.panels, c.marginal(i))
			case j < i:
				f.panels = append(f.panels, c.pair(j, i))
			default:
				f.panels = append(f.panels, nil)
			}
		}
	}
	return f
}

// corner is the samples by column and the limits of the columns.
type corner struct {
	samples [][][]float64
	names   []string
	truth   []float64
	lo, hi  []float64
	side    vg.Length
}

func newCorner(x *mat.Dense, o CornerOptions) (*corner, error) {
	if x == nil || x.IsEmpty() {
		return nil, errors.New("the sample has no rows")
	}
	_, d := x.Dims()
	switch {
	case d > mostCorner:
		return nil, fmt.Errorf("%d columns make %d panels: choose at most %d of them", d, d*(d+1)/2, mostCorner)
	case o.Names != nil && len(o.Names) != d:
		return nil, fmt.Errorf("there are %d names for %d columns: give one for each", len(o.Names), d)
	case o.Truth != nil && len(o.Truth) != d:
		return nil, fmt.Errorf("the truth has %d values for %d columns: give one for each", len(o.Truth), d)
	}
	c := &corner{names: o.Names, truth: o.Truth, side: vg.Length(min(120, 470/d))}
	for k, t := range []*mat.Dense{x, o.Other} {
		if t == nil && k == 1 {
			continue
		}
		if _, e := t.Dims(); e != d {
			return nil, fmt.Errorf("the samples have %d and %d columns: give tables alike", d, e)
		}
		cols, err := columns(t, d)
		if err != nil {
			return nil, err
		}
		c.samples = append(c.samples, cols)
	}
	for j := range d {
		if o.Names == nil {
			c.names = append(c.names, "x"+subscripts.Replace(fmt.Sprint(j+1)))
		}
		if err := c.limit(j); err != nil {
			return nil, fmt.Errorf("column %d: %w", j, err)
		}
	}
	return c, nil
}

var subscripts = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄", "5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉")

// limit finds the limits of column j.
func (c *corner) limit(j int) error {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range c.samples {
		if err := valued(s[j]); err != nil {
			return err
		}
		v := finiteOf(s[j])
		slices.Sort(v)
		lo, hi = math.Min(lo, v[len(v)/500]), math.Max(hi, v[len(v)-1-len(v)/500])
	}
	if c.truth != nil && finite(c.truth[j]) {
		lo, hi = math.Min(lo, c.truth[j]), math.Max(hi, c.truth[j])
	}
	pad := 0.1 * (hi - lo) // room for what the kernel smears
	if mark.Flat(lo, hi) {
		pad = math.Max(math.Abs(lo)*0.1, 1e-3)
	}
	c.lo, c.hi = append(c.lo, lo-pad), append(c.hi, hi+pad)
	return nil
}

// panel is an empty panel of columns j and i.
func (c *corner) panel(j, i int) *panel {
	p := newPanel(vg.Point{X: c.side, Y: c.side}, c.names[j], c.names[i])
	p.x.lo, p.x.hi, p.x.fixed, p.x.bare = c.lo[j], c.hi[j], true, i < len(c.names)-1
	p.y.lo, p.y.hi, p.y.fixed, p.y.bare = c.lo[i], c.hi[i], true, j > 0
	return p
}

// marginal is the panel of one column.
func (c *corner) marginal(j int) *panel {
	p := c.panel(j, j)
	p.y = axis{none: true}
	edges := even(c.lo[j], c.hi[j], 30)
	for k, s := range c.samples {
		p.add(&mark.Steps{Series: mark.Series{Color: k}, Edges: edges, Heights: densities(inBins(s[j], edges), edges), Fill: 0.25 - float64(k)})
	}
	p.mark(c.truth, j, -1)
	p.fit()
	return p
}

// pair is the panel of two columns.
func (c *corner) pair(j, i int) *panel {
	p := c.panel(j, i)
	box := mark.Box{X0: c.lo[j], X1: c.hi[j], Y0: c.lo[i], Y1: c.hi[i]}
	for k, s := range c.samples {
		t, levels := regions(s[j], s[i], box)
		m := &mark.Contours{Series: mark.Series{Color: k}, Box: box, Fill: k == 0}
		for _, v := range levels {
			m.Levels = append(m.Levels, mark.Level{Value: v, Lines: t.Contour(v)})
		}
		p.add(m)
	}
	p.mark(c.truth, j, i)
	return p
}

// mark adds the lines of the truth.
func (p *panel) mark(truth []float64, j, i int) {
	if truth == nil {
		return
	}
	s := mark.Series{Color: theme.Reference, Dashed: true}
	p.add(&mark.Rule{Series: s, At: truth[j], Vertical: true})
	if i >= 0 {
		p.add(&mark.Rule{Series: s, At: truth[i]})
	}
}

// describe is the description of the figure.
func (c *corner) describe() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Corner plot of %s:", strings.Join(c.names, ", "))
	for k, s := range c.samples {
		if k > 0 {
			b.WriteString(" The second sample:")
		}
		fmt.Fprintf(&b, " %d points,", len(s[0]))
		for j, name := range c.names {
			m, sd := moments(s[j])
			fmt.Fprintf(&b, " %s = %s ± %s,", name, num(m), num(sd))
		}
	}
	text := strings.TrimSuffix(b.String(), ",") + "."
	if c.truth != nil {
		text += " Lines mark"
		for j, name := range c.names {
			text += fmt.Sprintf(" %s = %s,", name, num(c.truth[j]))
		}
		text = strings.TrimSuffix(text, ",") + "."
	}
	return text
}
