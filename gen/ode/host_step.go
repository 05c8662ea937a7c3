package ode

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// try makes a step of size h and returns x and the stages; not ok where Newton's iteration or the field fails.
func (r *hostRun) try(h float64) (x []float64, k [][]float64, ok bool) {
	m := r.Method
	var lu *mat.LU
	if m.implicit() {
		if lu = r.factorize(h * m.gamma()); lu == nil {
			return nil, nil, false
		}
	}
	for i := range m.B {
		base := sum(r.x, h, trimTo(m.A[i], i), k)
		ki := make([]float64, len(r.x))
		switch {
		case i == 0 && m.explicitFirst():
			copy(ki, r.dx)
		case len(m.A[i]) > i && m.A[i][i] != 0:
			guess := r.dx
			if i > 0 {
				guess = k[i-1]
			}
			if !r.newton(r.t+m.C[i]*h, h*m.gamma(), base, guess, ki, lu) {
				return nil, nil, false
			}
		default:
			r.f(r.t+m.C[i]*h, base, ki)
		}
		k = append(k, ki)
	}
	x = sum(r.x, h, m.B, k)
	return x, k, finite(x)
}

func trimTo(c []float64, n int) []float64 { return c[:min(len(c), n)] }

// sum is x + h·Σ c_i·k_i.
func sum(x []float64, h float64, c []float64, k [][]float64) []float64 {
	out := slices.Clone(x)
	for i, ci := range c {
		if ci == 0 {
			continue
		}
		for j := range out {
			out[j] += h * ci * k[i][j]
		}
	}
	return out
}

// norm is the error in units of the tolerance; see Control.
func (r *hostRun) norm(next []float64, k [][]float64) float64 {
	square := func(c []float64) float64 {
		s := 0.0
		for j, e := range sum(make([]float64, len(next)), r.h, c, k) {
			e /= r.ATol + r.RTol*math.Max(math.Abs(r.x[j]), math.Abs(next[j]))
			s += e * e / float64(len(next))
		}
		return s
	}
	e5 := square(r.Method.Errors[0])
	switch {
	case e5 == 0:
		return 0
	case len(r.Method.Errors) == 1:
		return math.Sqrt(e5)
	}
	return e5 / math.Sqrt(e5+0.01*square(r.Method.Errors[1]))
}

// factorize is LU of 1 − hγ·J; nil if J is not finite. J is made once a step, by forward differences from f itself: dx may be the last stage
// of the step before, (g − base)/(hγ), and the rest that Newton's iteration left in it would be divided by the tiny difference.
func (r *hostRun) factorize(hg float64) *mat.LU {
	n := len(r.x)
	if r.jac == nil {
		r.tr.Stats.Jacobians++
		r.jac = make([][]float64, n) // by columns
		f0 := make([]float64, n)
		r.f(r.t, r.x, f0)
		for j := range n {
			x, up := slices.Clone(r.x), make([]float64, n)
			d := math.Sqrt(epsilon) * math.Max(math.Abs(x[j]), math.Max(1e-5, r.ATol))
			x[j] += d
			d = x[j] - r.x[j]
			r.f(r.t, x, up)
			for i := range up {
				up[i] = (up[i] - f0[i]) / d
			}
			r.jac[j] = up
		}
	}
	a := mat.NewDense(n, n, nil)
	for j, column := range r.jac {
		if !finite(column) {
			return nil
		}
		for i, v := range column {
			a.Set(i, j, -hg*v)
		}
		a.Set(j, j, 1+a.At(j, j))
	}
	var lu mat.LU
	lu.Factorize(a)
	return &lu
}

// Newton's iteration on the host ends when the expected rest is a hundredth of the tolerance.
const (
	mostIterations  = 10
	newtonTolerance = 1e-2
)

// newton solves g = base + hγ·f(t, g) and writes k = (g − base)/(hγ) (Hairer and Wanner 1996, section IV.8).
func (r *hostRun) newton(t, hg float64, base, guess, k []float64, lu *mat.LU) bool {
	n := len(base)
	g := sum(base, hg, []float64{1}, [][]float64{guess})
	before := math.Inf(1)
	for range mostIterations {
		r.f(t, g, k)
		residual := mat.NewVecDense(n, nil)
		for i := range g {
			residual.SetVec(i, g[i]-base[i]-hg*k[i])
		}
		var d mat.VecDense
		if err := lu.SolveVecTo(&d, false, residual); err != nil {
			if _, badly := err.(mat.Condition); !badly || math.IsInf(float64(err.(mat.Condition)), 1) {
				return false
			}
		}
		size := 0.0
		for i := range g {
			g[i] -= d.AtVec(i)
			e := d.AtVec(i) / (r.ATol + r.RTol*math.Abs(r.x[i]))
			size += e * e / float64(n)
		}
		size = math.Sqrt(size)
		rate := size / before
		if !(rate < 1) {
			return false
		}
		if size == 0 || (before < math.Inf(1) || size < 1e-3*newtonTolerance) && size*math.Max(rate/(1-rate), 1e-2) < newtonTolerance {
			for i := range k {
				k[i] = (g[i] - base[i]) / hg
			}
			return true
		}
		before = size
	}
	return false
}

// firstStep is Hairer's choice; see run.firstStep.
func (r *hostRun) firstStep() float64 {
	span := math.Abs(r.t1 - r.t)
	if r.FirstStep > 0 {
		return r.sign * math.Min(r.FirstStep, span)
	}
	size := func(v []float64) float64 {
		s := 0.0
		for i := range v {
			e := v[i] / (r.ATol + r.RTol*math.Abs(r.x[i]))
			s += e * e / float64(len(v))
		}
		return math.Sqrt(s)
	}
	d0, d1 := size(r.x), size(r.dx)
	h0 := 1e-6
	if d0 >= 1e-5 && d1 >= 1e-5 {
		h0 = 0.01 * d0 / d1
	}
	h0 = math.Min(h0, span)
	f1 := make([]float64, len(r.x))
	r.f(r.t+r.sign*h0, sum(r.x, r.sign*h0, []float64{1}, [][]float64{r.dx}), f1)
	for i := range f1 {
		f1[i] -= r.dx[i]
	}
	d2 := size(f1) / h0
	h1 := math.Max(1e-6, h0*1e-3)
	if most := math.Max(d1, d2); most > 1e-15 {
		h1 = math.Pow(0.01/most, 1/float64(r.Method.Q+1))
	}
	h := math.Min(math.Min(100*h0, h1), span)
	if !(h > 0) {
		h = span * 1e-6
	}
	return r.sign * h
}
