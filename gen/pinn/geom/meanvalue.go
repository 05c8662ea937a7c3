package geom

import (
	. "github.com/gomlx/gomlx/core/graph"
)

// smooth is twice the inverse of the mean value potential (Belyaev, Fayolle and Pasko, Comput.-Aided Des. 45, 2013; Sukumar and Srivastava 2022,
// section 3.2): φ = 2/W, W(x) = ∫ ± 1/ρ over all directions, ρ the distances at which a ray crosses the polygon, with the sign of leaving
// or entering it. For a side seen from x under the angle α, with distances a and b to its ends, the integral is tan(α/2)(1/a + 1/b). The vertices are
// in counterclockwise order; then φ is positive inside, negative outside, and smooth off the vertices.
//
// tan(α/2) = sin/(1 + cos) = (1 − cos)/sin: the second form where α > π/2, since the first would cancel near the side. There the sine vanishes
// on the side; a rounding error is added, which moves the zero by that much and keeps derivatives finite.
func (p Polygon) smooth(x []*Node) *Node {
	g, dtype := x[0].Graph(), x[0].DType()
	row := func(j, shift int) *Node { // coordinate j of the vertices, [1, sides]
		v := make([]float64, len(p))
		for i := range p {
			v[i] = p[(i+shift)%len(p)][j]
		}
		return ConvertDType(Const(g, [][]float64{v}), dtype)
	}
	t := tiny(x[0])
	ax, ay, bx, by := Sub(row(0, 0), x[0]), Sub(row(1, 0), x[1]), Sub(row(0, 1), x[0]), Sub(row(1, 1), x[1]) // [n, sides]
	a := Sqrt(Add(Add(Square(ax), Square(ay)), Mul(t, t)))
	b := Sqrt(Add(Add(Square(bx), Square(by)), Mul(t, t)))
	ab, cos, sin := Mul(a, b), Add(Mul(ax, bx), Mul(ay, by)), Sub(Mul(ax, by), Mul(ay, bx)) // the last two times ab
	eps := 1e-15
	if dtype.Size() <= 4 {
		eps = 1e-7
	}
	wide := LessThan(cos, ZerosLike(cos))
	one := OnesLike(cos)
	tan := Where(wide,
		Div(Sub(ab, cos), Where(wide, Add(sin, MulScalar(ab, eps)), one)),
		Div(sin, Where(wide, one, Add(ab, cos))))
	w := Div(Mul(tan, Add(a, b)), ab)
	return MulScalar(Inverse(ReduceAndKeep(w, ReduceSum, -1)), 2)
}
