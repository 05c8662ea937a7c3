package opt_test

import (
	"math"

	. "github.com/gomlx/gomlx/core/graph"
)

// function is a test function with its usual start.
type function struct {
	name  string
	f     func(x *Node) *Node
	start []float64
	least float64 // its minimum, NaN where there is no closed form
}

// functions are those of Moré, Garbow and Hillstrom, Testing unconstrained optimization software, ACM Trans. Math. Softw. 7, 1981 (numbers in
// brackets), a quadratic of condition 1e6 and a logistic regression. testdata/evaluations.py has them too.
func functions() []function {
	return []function{
		{"rosenbrock2", rosenbrock, []float64{-1.2, 1}, 0}, // [1], [21]
		{"rosenbrock10", rosenbrock, repeated(5, -1.2, 1), 0},
		{"rosenbrock100", rosenbrock, repeated(50, -1.2, 1), 0},
		{"quadratic", quadratic, repeated(10, 1), 0},
		{"beale", beale, []float64{1, 1}, 0},                  // [5]
		{"powell", powellSingular, []float64{3, -1, 0, 1}, 0}, // [13]
		{"wood", wood, []float64{-3, -1, -3, -1}, 0},          // [14]
		{"brown", brownBadlyScaled, []float64{1, 1}, 0},       // [4]
		{"logistic", logistic, repeated(6, 0), math.NaN()},
	}
}

func repeated(times int, block ...float64) (x []float64) {
	for range times {
		x = append(x, block...)
	}
	return x
}

func at(x *Node, i int) *Node { return Reshape(Slice(x, AxisElem(i))) }

func sumOfSquares(terms ...*Node) *Node {
	sum := ScalarZero(terms[0].Graph(), terms[0].DType())
	for _, t := range terms {
		sum = Add(sum, ReduceAllSum(Square(t)))
	}
	return sum
}

// rosenbrock is Σ 100(x_{i+1} − x_i²)² + (1 − x_i)².
func rosenbrock(x *Node) *Node {
	n := x.Shape().Dim(0)
	a, b := Slice(x, AxisRange(0, n-1)), Slice(x, AxisRange(1, n))
	return sumOfSquares(MulScalar(Sub(b, Square(a)), 10), OneMinus(a))
}

// quadratic is ½ Σ λ_i x_i² with λ from 1 to 1e6, evenly in the logarithm.
func quadratic(x *Node) *Node {
	lambda := make([]float64, x.Shape().Dim(0))
	for i := range lambda {
		lambda[i] = math.Pow(1e6, float64(i)/float64(len(lambda)-1))
	}
	return MulScalar(ReduceAllSum(Mul(ConstAs(x, lambda), Square(x))), 0.5)
}

func beale(x *Node) *Node {
	a, b := at(x, 0), at(x, 1)
	var terms []*Node
	for i, y := range []float64{1.5, 2.25, 2.625} {
		terms = append(terms, Sub(ConstAs(a, y), Mul(a, OneMinus(PowScalar(b, float64(i+1))))))
	}
	return sumOfSquares(terms...)
}

func powellSingular(x *Node) *Node {
	a, b, c, d := at(x, 0), at(x, 1), at(x, 2), at(x, 3)
	return sumOfSquares(Add(a, MulScalar(b, 10)), MulScalar(Sub(c, d), math.Sqrt(5)), Square(Sub(b, MulScalar(c, 2))), MulScalar(Square(Sub(a, d)), math.Sqrt(10)))
}

func wood(x *Node) *Node {
	a, b, c, d := at(x, 0), at(x, 1), at(x, 2), at(x, 3)
	return sumOfSquares(
		MulScalar(Sub(b, Square(a)), 10), OneMinus(a), MulScalar(Sub(d, Square(c)), math.Sqrt(90)), OneMinus(c),
		MulScalar(AddScalar(Add(b, d), -2), math.Sqrt(10)), MulScalar(Sub(b, d), math.Sqrt(0.1)),
	)
}

func brownBadlyScaled(x *Node) *Node {
	a, b := at(x, 0), at(x, 1)
	return sumOfSquares(AddScalar(a, -1e6), AddScalar(b, -2e-6), AddScalar(Mul(a, b), -2))
}

// logistic is the mean of log(1 + exp(−c_i w·z_i)) + ½·1e-3·|w|² over 40 points z_i = sin(k(i+1)), k = 1 … 6, c_i = ±1 by the sign of cos(3(i+1)).
func logistic(w *Node) *Node {
	z := make([][]float64, 40)
	for i := range z {
		c := math.Copysign(1, math.Cos(3*float64(i+1)))
		for k := range 6 {
			z[i] = append(z[i], c*math.Sin(float64((k+1)*(i+1))))
		}
	}
	margin := DotGeneral(ConstAs(w, z), []int{1}, nil, w, []int{0}, nil)
	loss := ReduceAllMean(Log1P(Exp(Neg(margin))))
	return Add(loss, MulScalar(ReduceAllSum(Square(w)), 0.5e-3))
}
