package main

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Data sets of the rows; peers/work.py makes the same. One example per row of each table.

// points is a smooth function of the plane: [4096, 2] and [4096, 1].
func points() []*mat.Dense {
	const n = 4096
	x, y := mat.NewDense(n, 2, uniform(1000, 2*n)), mat.NewDense(n, 1, nil)
	x.Apply(func(_, _ int, v float64) float64 { return 2*v - 1 }, x)
	y.Apply(func(i, _ int, _ float64) float64 { return math.Sin(3*x.At(i, 0)) * x.At(i, 1) }, y)
	return []*mat.Dense{x, y}
}

// waves are curves with four degrees of freedom: [4096, 784].
func waves() []*mat.Dense {
	const n = 4096
	z, x := mat.NewDense(n, 4, uniform(1000, 4*n)), mat.NewDense(n, 784, nil)
	x.Apply(func(i, j int, _ float64) float64 {
		return 0.5 + 0.5*math.Sin(2*math.Pi*(z.At(i, j%4)+float64(j)/784*z.At(i, j/4%4)))
	}, x)
	return []*mat.Dense{x}
}

// images are gratings whose frequency tells the class: [2048, 784], and classes 0 … 9 [2048, 1].
func images() []*mat.Dense {
	const n, side = 2048, 28
	x, label := mat.NewDense(n, side*side, uniform(1000, n*side*side)), mat.NewDense(n, 1, nil)
	label.Apply(func(i, _ int, _ float64) float64 { return float64(i % 10) }, label)
	x.Apply(func(i, j int, u float64) float64 {
		ramp := (label.At(i, 0)+1)*float64(j/side)/9 + 0.2*float64(j%side)
		return 0.5 + 0.3*math.Sin(ramp) + 0.4*(u-0.5)
	}, x)
	return []*mat.Dense{x, label}
}

// moons are two half circles with noise: [8192, 2].
func moons() []*mat.Dense {
	const n = 8192
	turn, noise, more, x := uniform(1000, n), uniform(1001, 2*n), uniform(1002, 2*n), mat.NewDense(n, 2, nil)
	x.Apply(func(i, j int, _ float64) float64 {
		sign := 1 - 2*float64(i%2)
		at := 0.5*(1-sign) + sign*math.Cos(math.Pi*turn[i])
		if j == 1 {
			at = 0.25*(1-sign) + sign*math.Sin(math.Pi*turn[i])
		}
		return at + 0.1*(noise[2*i+j]+more[2*i+j]-1)
	}, x)
	return []*mat.Dense{x}
}

// square are collocation points (t, x) in [0, 1] × [-1, 1]: [10000, 2].
func square() []*mat.Dense {
	const n = 10_000
	tx := mat.NewDense(n, 2, uniform(1000, 2*n))
	tx.Apply(func(_, j int, u float64) float64 { return u*float64(1+j) - float64(j) }, tx)
	return []*mat.Dense{tx}
}

// tokens are sequences in which four of five tokens follow from the one before: [2048, 65].
func tokens() []*mat.Dense {
	const n = 2048
	noisy, other := uniform(1000, n*(steps+1)), uniform(1001, n*(steps+1))
	x := mat.NewDense(n, steps+1, nil)
	for i := range n {
		for t := range steps + 1 {
			next := math.Floor(vocabulary * other[i*(steps+1)+t])
			if t > 0 && noisy[i*(steps+1)+t] >= 0.2 {
				next = float64((5*int(x.At(i, t-1)) + 3) % vocabulary)
			}
			x.Set(i, t, next)
		}
	}
	return []*mat.Dense{x}
}
