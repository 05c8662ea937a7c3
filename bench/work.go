package main

import "math"

// The optimizer of all rows is Adam with these settings; epsilon is PyTorch's default.
const (
	learningRate = 1e-3
	epsilon      = 1e-8
	viscosity    = 0.01 / math.Pi
)

// uniform returns n numbers in [0, 1) with 24 random bits, a function of stream and index alone, so that Go and Python
// (peers/work.py) make the same bits. The mixing function is the finalizer of MurmurHash3 (Austin Appleby, public domain).
func uniform(stream, n int) []float64 {
	u := make([]float64, n)
	for i := range u {
		x := uint32(i) + 0x9E3779B9*uint32(stream+1)
		x ^= x >> 16
		x *= 0x85EBCA6B
		x ^= x >> 13
		x *= 0xC2B2AE35
		x ^= x >> 16
		u[i] = float64(x>>8) / (1 << 24)
	}
	return u
}

// start says what a parameter is at first.
type start int

const (
	spread start = iota // uniform with variance 1/fan-in
	zeros
	ones
)

// param is one parameter of a row's model: where it is in the store, its shape and first value.
type param struct {
	path  string
	dims  []int
	start start
}

func (p param) size() int {
	n := 1
	for _, d := range p.dims {
		n *= d
	}
	return n
}

// values are the first values of parameter k of a row.
func (p param) values(k int) []float32 {
	w := make([]float32, p.size())
	switch p.start {
	case ones:
		for i := range w {
			w[i] = 1
		}
	case spread:
		limit := math.Sqrt(3 / float64(p.size()/p.dims[len(p.dims)-1]))
		for i, u := range uniform(k, len(w)) {
			w[i] = float32((2*u - 1) * limit)
		}
	}
	return w
}

// layer is a dense layer's two parameters.
func layer(scope string, in, out int, weights start) []param {
	return []param{{scope + "/weights", []int{in, out}, weights}, {scope + "/biases", []int{out}, zeros}}
}
