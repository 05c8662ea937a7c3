package ode

import "slices"

// hostStep is a step that was accepted, with what its dense output is made of.
type hostStep struct {
	m            Tableau
	f            HostField
	t, h         float64
	x, dx        []float64 // at t
	next, dxNext []float64 // at t + h
	k            [][]float64
}

// piece is the dense output of a step as coefficients by powers of θ.
func (s hostStep) piece() [][]float64 {
	c := [][]float64{slices.Clone(s.x)}
	zero := make([]float64, len(s.x))
	if s.m.Interp == nil {
		return append(c, s.hermite()...)
	}
	k := s.k
	if s.m.More != nil {
		k = append(slices.Clone(k), s.dxNext)
		for i, row := range s.m.More {
			ki := make([]float64, len(s.x))
			s.f(s.t+s.m.MoreC[i]*s.h, sum(s.x, s.h, row, k), ki)
			k = append(k, ki)
		}
	}
	for j := range s.m.Interp[0] {
		c = append(c, sum(zero, s.h, column(s.m.Interp, j), k))
	}
	return c
}

// hermite is the cubic with the values and slopes of both ends, without its constant.
func (s hostStep) hermite() [][]float64 {
	n := len(s.x)
	c1, c2, c3 := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range n {
		d := s.next[i] - s.x[i]
		c1[i] = s.h * s.dx[i]
		c2[i] = 3*d - s.h*(2*s.dx[i]+s.dxNext[i])
		c3[i] = s.h*(s.dx[i]+s.dxNext[i]) - 2*d
	}
	return [][]float64{c1, c2, c3}
}
