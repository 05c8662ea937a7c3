package geom

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// tiny keeps roots and quotients of what may vanish differentiable; squares of it are still above the smallest number.
func tiny(x *Node) *Node {
	if x.DType().Size() <= 4 {
		return Scalar(x.Graph(), x.DType(), 1e-15)
	}
	return Scalar(x.Graph(), x.DType(), 1e-60)
}

// both is positive where a and b are, and zero on the boundary of that set: a + b − √(a² + b²) (Rvachev's conjunction). Where one of them is
// positive, the other one keeps its slope at its zeros. Smooth except where both vanish.
func both(a, b *Node) *Node { return Sub(Add(a, b), root(a, b)) }

// either is positive where a or b is: a + b + √(a² + b²) (Rvachev's disjunction), else as both.
func either(a, b *Node) *Node { return Add(Add(a, b), root(a, b)) }

func root(a, b *Node) *Node {
	t := tiny(a)
	return Sqrt(Add(Add(Square(a), Square(b)), Mul(t, t)))
}

// joined vanishes where one of the functions does, with that one's slope: (Σ φ_i^−2)^−1/2 with the sign of their product (R-equivalence of order 2;
// Sukumar and Srivastava 2022, equation 22), as Π φ_i / √(Σ_i Π_(j≠i) φ_j²), so that zeros do no harm.
func joined(phi []*Node) *Node {
	if len(phi) == 1 {
		return phi[0]
	}
	left := []*Node{nil} // products of the first i
	for i, p := range phi {
		left = append(left, times(left[i], p))
	}
	t := tiny(phi[0])
	sum, right := Mul(t, t), (*Node)(nil)
	for i := len(phi) - 1; i >= 0; i-- {
		sum = Add(sum, Square(times(left[i], right)))
		right = times(phi[i], right)
	}
	return Div(right, Sqrt(sum))
}

// times is a product in which nil is 1.
func times(a, b *Node) *Node {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return Mul(a, b)
}

// normalised makes of w, whose gradient has the square slope2, a function with slope 1 where w vanishes: w/√((w/l)² + |∇w|²), l a length (Rvachev
// and Sheiko, Appl. Mech. Rev. 48, 1995, to first order). It is l where the gradient vanishes.
func normalised(w, slope2 *Node, l float64) *Node {
	return Div(w, Sqrt(Add(Square(DivScalar(w, l)), slope2)))
}
