package geom

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// Between is the part of a domain where a variable lies in an interval, ends included, such as a window of time. Of intervals, boxes and their faces,
// products with time, what is glued, and clouds it is a domain of the same kind; of others, such as unions, it is kept by rejection,
// with a Measure that is estimated. What is in one value of the variable alone, such as a start, is whole or not there, which is an error.
func Between(of Domain, variable string, in Interval) Domain { return part{of, variable, in} }

type part struct {
	of Domain
	v  string
	in Interval
}

// Bind returns the part as a set.
func (b part) Bind(vars []string) (Set, error) {
	if b.of == nil {
		return Set{}, fmt.Errorf("geom: Between wants a domain to take a part of, got nil")
	}
	j, err := index(vars, b.v)
	if err != nil {
		return Set{}, err
	}
	if !(b.in[0] < b.in[1]) || math.IsInf(b.in[0], 0) || math.IsInf(b.in[1], 0) {
		return Set{}, fmt.Errorf("geom: Between wants a finite interval lo < hi of %s, got [%g, %g]", b.v, b.in[0], b.in[1])
	}
	s, err := b.of.Bind(vars)
	if err != nil {
		return Set{}, err
	}
	if b.in[1] < s.Lo[j] || s.Hi[j] < b.in[0] || s.Lo[j] < s.Hi[j] && (b.in[1] == s.Lo[j] || b.in[0] == s.Hi[j]) {
		return Set{}, fmt.Errorf("geom: nothing of the domain lies between %s = %g and %g: its %s is in [%g, %g]", b.v, b.in[0], b.in[1], b.v, s.Lo[j], s.Hi[j])
	}
	if b.in[0] <= s.Lo[j] && s.Hi[j] <= b.in[1] {
		return s, nil
	}
	if d := b.cut(j); d != nil {
		return d.Bind(vars)
	}
	return b.rejected(s, j)
}

// cut is the part as a domain of the same kind, nil where there is none such; j is the variable's number.
func (b part) cut(j int) Domain {
	switch d := b.of.(type) {
	case Interval:
		return d.within(b.in)
	case Rect:
		return d.cut(j, b.in)
	case face:
		return face{d.r.cut(j, b.in), d.v, d.val}
	case faces:
		if len(d.vars) > 0 && !slices.Contains(d.vars, b.v) {
			return faces{d.r.cut(j, b.in), d.vars}
		}
	case periodic:
		if d.v != b.v {
			return periodic{d.r.cut(j, b.in), d.v}
		}
	case glued:
		return glued{part{d.on, b.v, b.in}, d.to}
	case SpaceTime:
		return part{product{d.name(), d.Time, d.Space}, b.v, b.in}
	case product:
		if d.v == b.v {
			return product{d.v, part{d.time, b.v, b.in}, d.space}
		}
		return product{d.v, d.time, part{d.space, b.v, b.in}}
	case Cloud:
		return d.cut(j, b.in)
	case part:
		if d.v == b.v {
			return part{d.of, b.v, d.in.within(b.in)}
		}
	}
	return nil
}

// within is the intersection of two intervals.
func (i Interval) within(o Interval) Interval { return Interval{max(i[0], o[0]), min(i[1], o[1])} }

// cut is the part of the box where variable number j lies in an interval.
func (r Rect) cut(j int, in Interval) Rect {
	out := append(Rect{}, r...)
	out[j] = r[j].within(in)
	return out
}

// cut is the cloud's points where coordinate j lies in an interval.
func (c Cloud) cut(j int, in Interval) Domain {
	var rows []int
	n, _ := c.Points.Dims()
	for i := range n {
		if v := c.Points.At(i, j); in[0] <= v && v <= in[1] {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return nowhere{j, in}
	}
	take := func(m *mat.Dense) *mat.Dense {
		if m == nil {
			return nil
		}
		out := mat.NewDense(len(rows), m.RawMatrix().Cols, nil)
		for i, r := range rows {
			out.SetRow(i, m.RawRowView(r))
		}
		return out
	}
	return Cloud{Points: take(c.Points), Normals: take(c.Normals), Names: c.Names, Data: take(c.Data)}
}

// nowhere is what is left of a cloud that has a hole.
type nowhere struct {
	j  int
	in Interval
}

func (n nowhere) Bind(vars []string) (Set, error) {
	return Set{}, fmt.Errorf("geom: no point of the cloud lies between %s = %g and %g", vars[n.j], n.in[0], n.in[1])
}

// rejected keeps the points of a bound set where coordinate j lies in the interval. The distances are not those of the part.
func (b part) rejected(s Set, j int) (Set, error) {
	s = restricted(s, func(_, x []float64) bool { return b.in[0] <= x[j] && x[j] <= b.in[1] })
	s.Lo, s.Hi = append([]float64{}, s.Lo...), append([]float64{}, s.Hi...)
	s.Lo[j], s.Hi[j] = max(s.Lo[j], b.in[0]), min(s.Hi[j], b.in[1])
	s.Distance, s.Smooth = nil, nil
	return estimated(s, "the part of a domain")
}
