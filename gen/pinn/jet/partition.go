package jet

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Partition is N smooth windows along a variable, which cut [Lo, Hi] into pieces of the width h = (Hi − Lo)/N and overlap: window i is
//
//	S((x − e_i)/δ) − S((x − e_(i+1))/δ)    δ = Overlap·h/2
//
// with e_i the boundaries between the pieces, and S a smooth step from 0 at −1 to 1 at 1, proportional to ∫(1 − z²)⁵. The first window has 1 for
// its first term and the last one 0 for its second, so the windows sum to 1 exactly and need not be divided by their sum, as those of
// Moseley, Markham, Nissen-Meyer (Adv. Comput. Math. 49, 2023, eq. 13-15) are. Each is positive on its piece and δ around it, 0 elsewhere, with five continuous derivatives.
type Partition struct {
	Variable int
	Lo, Hi   float64
	N        int
	Overlap  float64 // of two neighbours, relative to h; at 1 every point lies in two windows
}

// smoothness is the number of continuous derivatives of a window.
const smoothness = 5

// Center is the middle of window i.
func (p Partition) Center(i int) float64 { return p.Lo + (float64(i)+0.5)*p.width() }

// Radius is half the width of a window, overlaps included.
func (p Partition) Radius() float64 { return (1 + p.Overlap) * p.width() / 2 }

func (p Partition) width() float64 { return (p.Hi - p.Lo) / float64(p.N) }

// Windows are the products of the windows of partitions, the last one's fastest, each copied so many times: [Π N · copies, n] at the points x, one
// column [n, 1] for each variable. The sum over all windows is 1. Derivatives of a partition go to the fifth.
func Windows(x []*Node, copies int, along ...Partition) *Jet {
	n := x[0].Shape().Dim(0)
	return newJet(x[0].Graph(), func(by []int) *Node {
		orders := map[int]int{}
		for _, j := range by {
			orders[j]++
		}
		all := Reshape(OnesLike(x[0]), 1, n)
		for _, p := range along {
			w := p.derivative(x[p.Variable], orders[p.Variable])
			if w == nil {
				return nil
			}
			delete(orders, p.Variable)
			all = Reshape(Mul(ExpandAxes(all, 1), ExpandAxes(w, 0)), -1, n) // [a, n] · [b, n] → [a·b, n]
		}
		if len(orders) > 0 {
			return nil
		}
		windows := all.Shape().Dim(0)
		return Reshape(BroadcastToDims(ExpandAxes(all, 1), windows, copies, n), windows*copies, n)
	})
}

// derivative is that of order m of all windows at x [n, 1]: [N, n], nil where it vanishes.
func (p Partition) derivative(x *Node, m int) *Node {
	row := Reshape(x, 1, -1)
	if p.N == 1 {
		if m > 0 {
			return nil
		}
		return OnesLike(row)
	}
	edges := make([][]float64, p.N-1)
	for i := range edges {
		edges[i] = []float64{p.Lo + float64(i+1)*p.width()}
	}
	slope := 2 / (p.Overlap * p.width())
	z := ClipScalar(MulScalar(Sub(row, ConstAsDType(x.Graph(), x.DType(), edges)), slope), -1, 1) // [N−1, n]
	s := MulScalar(step(z, m), math.Pow(slope, float64(m)))
	before, after := ZerosLike(row), ZerosLike(row)
	if m == 0 {
		before = OnesLike(row)
	}
	return Sub(Concatenate([]*Node{before, s}, 0), Concatenate([]*Node{s, after}, 0))
}

// step is the derivative of order m of S at z in [-1, 1]: c·(1 − z²)^(6−m)·q_m(z) for m ≥ 1 with q_1 = 1 and
// q_(m+1) = (1 − z²)·q_m′ − 2(6 − m)·z·q_m, which vanishes at the ends without rounding.
func step(z *Node, m int) *Node {
	if m > smoothness {
		exceptions.Panicf("jet.Windows: want derivatives by one variable up to order %d, got %d: windows have no more", smoothness, m)
	}
	c := stepHeight()
	if m == 0 {
		return AddScalar(polynomial(z, integral(bell(), c)), 0.5)
	}
	q := []float64{c}
	for k := 1; k < m; k++ {
		next := make([]float64, len(q)+1)
		for i, a := range q {
			next[i+1] -= float64(i+2*(smoothness+1-k)) * a
			if i > 0 {
				next[i-1] += float64(i) * a
			}
		}
		q = next
	}
	return Mul(PowScalar(OneMinus(Square(z)), float64(smoothness+1-m)), polynomial(z, q))
}

// bell are the coefficients of (1 − z²)⁵, lowest power first.
func bell() []float64 {
	p := []float64{1}
	for range smoothness {
		next := make([]float64, len(p)+2)
		for i, a := range p {
			next[i] += a
			next[i+2] -= a
		}
		p = next
	}
	return p
}

// integral are the coefficients of c·∫p from 0.
func integral(p []float64, c float64) []float64 {
	out := make([]float64, len(p)+1)
	for i, a := range p {
		out[i+1] = c * a / float64(i+1)
	}
	return out
}

// stepHeight is 1/∫(1 − z²)⁵ over [-1, 1].
func stepHeight() float64 {
	sum := 0.0
	for i, a := range bell() {
		if i%2 == 0 {
			sum += 2 * a / float64(i+1)
		}
	}
	return 1 / sum
}

// polynomial is Σ c_i z^i by Horner's rule.
func polynomial(z *Node, c []float64) *Node {
	p := Scalar(z.Graph(), z.DType(), c[len(c)-1])
	for i := len(c) - 2; i >= 0; i-- {
		p = Mul(p, z)
		if c[i] != 0 {
			p = AddScalar(p, c[i])
		}
	}
	if p.Rank() == 0 {
		p = BroadcastToDims(p, z.Shape().Dimensions...)
	}
	return p
}
