package bijector

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// increasing is a map of the line with dy/dx > 0, elementwise: x [batch, dim], theta [batch, dim, params] → y and
// ln dy/dx, both [batch, dim].
type increasing func(x, theta *Node) (y, logSlope *Node)

// How an increasing map is inverted: cells^rounds = 83 521 narrows the bracket to where Newton's method is quadratic.
const (
	bracketCells  = 17 // of the bracket in each round, whose inner edges are looked at in one evaluation
	bracketRounds = 4
	newtonSteps   = 4 // inside the bracket
)

// bracketed solves f(x; θ) = y for x, where f(low) ≤ y ≤ f(high), and returns x with ln dx/dy, all [batch, dim].
//
// The root is looked for without derivatives: each round divides the bracket into cells, equal in arsinh x so that wide
// brackets do no harm, and keeps the one where f crosses y; a few Newton steps that cannot leave the bracket follow. Then come two more from the root x* held
// constant, x ← x − (f(x; θ) − y) / f′(x; θ). Those are differentiable, and k of them have the derivatives of the
// implicit function x(y, θ) up to order 2ᵏ − 1, here 3.
func bracketed(f increasing, y, theta, low, high *Node) (x, logSlope *Node) {
	fixed, target := StopGradient(theta), StopGradient(y)
	low, high = arsinh(StopGradient(low)), arsinh(StopGradient(high))
	for range bracketRounds { // few, so unrolled: a loop of the engine could not stand in that of fit
		low, high = narrowed(f, target, fixed, low, high)
	}
	low, high = sinh(low), sinh(high)
	x = MulScalar(Add(low, high), 0.5)
	for range newtonSteps {
		x = Min(Max(newton(f, target, fixed, x), low), high)
	}
	x = StopGradient(x)
	for range 2 {
		x = newton(f, y, theta, x)
	}
	_, logSlope = f(x, theta)
	return x, Neg(logSlope)
}

// newton is one step of Newton's method for f(x; θ) = y.
func newton(f increasing, y, theta, x *Node) *Node {
	at, logSlope := f(x, theta)
	return Sub(x, Mul(Sub(at, y), Exp(Neg(logSlope))))
}

// narrowed is the cell of the bracket where f crosses y: its lower and its upper end. Brackets are in arsinh x.
func narrowed(f increasing, y, theta, low, high *Node) (lower, upper *Node) {
	g, batch, dim, params := y.Graph(), y.Shape().Dim(0), y.Shape().Dim(1), theta.Shape().Dim(2)
	edges := make([]float64, bracketCells-1)
	for i := range edges {
		edges[i] = float64(i+1) / bracketCells
	}
	width := Sub(high, low)
	at := Add(ExpandAxes(low, -1), Mul(ExpandAxes(width, -1), Reshape(ConstAsDType(g, y.DType(), edges), 1, 1, -1))) // [b, d, edges]
	each := BroadcastToDims(ExpandAxes(theta, 2), batch, dim, len(edges), params)
	value, _ := f(sinh(Reshape(at, batch, -1)), Reshape(each, batch, -1, params)) // all edges as coordinates of one row
	below := LessThan(Reshape(value, batch, dim, -1), ExpandAxes(y, -1))
	cell := ReduceSum(ConvertDType(below, y.DType()), -1) // f increases: the edges below y come first
	low = Add(low, MulScalar(Mul(width, cell), 1.0/bracketCells))
	return low, Add(low, MulScalar(width, 1.0/bracketCells))
}

// sinh x is (eˣ − e⁻ˣ)/2, good to the precision of 1 near 0.
func sinh(x *Node) *Node { return MulScalar(Sub(Exp(x), Exp(Neg(x))), 0.5) }

// arsinh x is the inverse of sinh, ± ln(|x| + √(x² + 1)).
func arsinh(x *Node) *Node {
	size := Abs(x)
	return Mul(Sign(x), Log(Add(size, Sqrt(AddScalar(Square(size), 1)))))
}
