package opt

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/loop"
)

// memory holds the last m pairs of L-BFGS, s = x₊ − x and y = g₊ − g, in a ring, and the inner products that the direction needs.
//
// The two-loop recursion (Nocedal and Wright 2006, algorithm 7.4) is a solution of two triangular systems, which take a few products of
// matrices in place of 4m small steps: with R the upper triangle of SYᵀ, oldest pair first, and D its diagonal,
//
//	R α = S g;   r = γ (g − Yᵀα);   Rᵀ δ = D α − Y r;   H g = r + Sᵀδ
//
// where δ_i is the recursion's α_i − β_i.
type memory struct {
	s, y  *Node // [m, n], a ring
	inner *Node // [m, m]: s_i·y_j for i ≤ j, newest pair last
	head  *Node // int32: the ring's entry to be written next
	count *Node // int32: pairs that count
	gamma *Node // s·y / y·y of the newest pair
}

func (k *memory) fields() []**Node {
	return []**Node{&k.s, &k.y, &k.inner, &k.head, &k.count, &k.gamma}
}

// added is the memory with one more pair, s and y [n], where good.
func (k memory) added(s, y, sy, good *Node) memory {
	n, m := k, k.s.Shape().Dim(0)
	n.s = loop.SetRow(k.s, k.head, Where(good, s, loop.Row(k.s, k.head)))
	n.y = loop.SetRow(k.y, k.head, Where(good, y, loop.Row(k.y, k.head)))
	one, last := OnesLike(k.head), Const(k.head.Graph(), int32(m-1))
	next := Where(Equal(k.head, last), ZerosLike(k.head), Add(k.head, one))
	n.head = Where(good, next, k.head)
	n.count = Where(good, Min(Add(k.count, one), Add(last, one)), k.count)
	n.gamma = Where(good, Div(sy, dot(y, y)), k.gamma)

	size := k.inner.Shape().Dim(0)
	column := times(n.byAge(), times(n.s, y)) // [m]
	kept := Slice(k.inner, AxisRange(1), AxisRange(1))
	kept = Concatenate([]*Node{kept, ZerosLike(Slice(kept, AxisRange(0, 1)))}, 0) // [m, m-1]
	n.inner = Where(good, Concatenate([]*Node{kept, Reshape(column, size, 1)}, 1), k.inner)
	return n
}

// forgotten is the memory without pairs where cond holds.
func (k memory) forgotten(cond *Node) memory {
	k.count = Where(cond, ZerosLike(k.count), k.count)
	k.gamma = Where(cond, OnesLike(k.gamma), k.gamma)
	return k
}

// byAge is the matrix [m, m] that takes entries of the ring to their places by age, and drops those that don't count.
func (k memory) byAge() *Node {
	g, m := k.head.Graph(), k.s.Shape().Dim(0)
	shape := shapes.Make(dtypes.Int32, k.inner.Shape().Dim(0), m)
	age := Sub(Const(g, int32(shape.Dim(0))), Iota(g, shape, 0)) // 1 for the newest
	entry := Sub(k.head, age)
	at := Iota(g, shape, 1)
	same := LogicalOr(Equal(at, entry), Equal(at, Add(entry, Const(g, int32(m)))))
	return ConvertDType(LogicalAnd(same, LessOrEqual(age, k.count)), k.inner.DType())
}

// descent returns −H g, [n].
func (k memory) descent(g *Node) *Node {
	size, place := k.inner.Shape().Dim(0), k.byAge()
	shape := shapes.Make(dtypes.Int32, size, size)
	row, col := Iota(g.Graph(), shape, 0), Iota(g.Graph(), shape, 1)
	first := Sub(Const(g.Graph(), int32(size)), k.count) // places before it don't count
	counts := LogicalAnd(GreaterOrEqual(row, first), LessOrEqual(row, col))
	eye := ConvertDType(Equal(row, col), k.inner.DType())
	r := Where(counts, k.inner, eye)
	inverse := invertUpper(r)

	diagonal := times(Mul(r, eye), OnesLike(Reshape(Slice(r, AxisRange(0, 1)), size)))
	alpha := times(inverse, times(place, times(k.s, g)))
	h := Mul(k.gamma, Sub(g, timesTransposed(k.y, timesTransposed(place, alpha))))
	delta := timesTransposed(inverse, Sub(Mul(diagonal, alpha), times(place, times(k.y, h))))
	return Neg(Add(h, timesTransposed(k.s, timesTransposed(place, delta))))
}

// invertUpper inverts an upper triangular matrix [m, m] from the diagonal on. With X the inverse of the blocks of size b on the diagonal and B
// what of R lies in blocks of size 2b but not in those, the inverse of the larger blocks is X − X B X, as [A B; 0 C]⁻¹ = [A⁻¹ −A⁻¹BC⁻¹; 0 C⁻¹]. That is as
// stable as substitution by blocks, and a few products are compiled faster than m steps.
func invertUpper(r *Node) *Node {
	g, shape := r.Graph(), shapes.Make(dtypes.Int32, r.Shape().Dimensions...)
	row, col := Iota(g, shape, 0), Iota(g, shape, 1)
	x := Where(Equal(row, col), Inverse(r), ZerosLike(r))
	for b := 1; b < shape.Dim(0); b *= 2 {
		same := func(size int) *Node {
			s := Const(g, int32(size))
			return Equal(Div(row, s), Div(col, s))
		}
		corners := Where(LogicalAnd(same(2*b), LogicalNot(same(b))), r, ZerosLike(r))
		x = Sub(x, product(x, product(corners, x)))
	}
	return x
}

// product is A B.
func product(a, b *Node) *Node { return DotGeneral(a, []int{1}, nil, b, []int{0}, nil) }

// dot is x·y, [n] and [n] → scalar.
func dot(x, y *Node) *Node { return DotGeneral(x, []int{0}, nil, y, []int{0}, nil) }

// times is A x, [k, n] and [n] → [k].
func times(a, x *Node) *Node { return DotGeneral(a, []int{1}, nil, x, []int{0}, nil) }

// timesTransposed is Aᵀ x, [k, n] and [k] → [n].
func timesTransposed(a, x *Node) *Node { return DotGeneral(a, []int{0}, nil, x, []int{0}, nil) }
