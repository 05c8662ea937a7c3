package rules_test

import (
	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

var (
	positive = []float64{0.6, 1.1, 1.7, 2.4}
	signed   = []float64{-1.3, -0.4, 0.7, 1.9}
	six      = []float64{-1.3, -0.4, 0.7, 1.9, 0.25, -2.1}
	twelve   = []float64{-1.3, -0.4, 0.7, 1.9, 0.25, -2.1, 1.2, 0.9, -0.8, 0.35, 2.2, -1.7}
)

func cases() []opCase {
	var all []opCase
	for _, group := range [][]opCase{unary(), binary(), reductions(), products(), layout(), indexed(), composed(), windows(), convolutions(), complexes()} {
		all = append(all, group...)
	}
	return all
}

// bent puts a smooth nonlinear function before and behind a linear operation, so that derivatives of
// every order pass through it and through its rule.
func bent(op func(x *Node) *Node) func(*Node) *Node {
	return func(x *Node) *Node { return Exp(MulScalar(op(Sin(x)), 0.5)) }
}

func bent2D(rows, cols int, op func(x *Node) *Node) func(*Node) *Node {
	return bent(func(x *Node) *Node { return op(Reshape(x, rows, cols)) })
}

func unary() []opCase {
	return []opCase{
		{name: "Neg", at: signed, f: bent(Neg)},
		{name: "Identity", at: signed, f: bent(Identity)},
		{name: "Abs", at: signed, f: bent(Abs)},
		{name: "Exp", at: signed, f: Exp},
		{name: "Expm1", at: signed, f: Expm1},
		{name: "Log", at: positive, f: Log},
		{name: "Log1p", at: positive, f: Log1p},
		{name: "Sqrt", at: positive, f: Sqrt},
		{name: "Rsqrt", at: positive, f: Rsqrt},
		{name: "Reciprocal", at: signed, f: Reciprocal},
		{name: "Square", at: signed, f: Square},
		{name: "Sin", at: signed, f: Sin},
		{name: "Cos", at: signed, f: Cos},
		{name: "Tanh", at: signed, f: Tanh},
		{name: "Logistic", at: signed, f: Logistic},
		{name: "Erf", at: signed, f: Erf},
		{name: "Softplus", at: signed, f: Softplus},
		{name: "Sign", at: signed, f: bent(Sign)},
		{name: "Floor", at: signed, f: bent(Floor)},
		{name: "Ceil", at: signed, f: bent(Ceil)},
		{name: "Round", at: signed, f: bent(Round)},
		{name: "Clamp by scalars", at: signed, f: bent(func(x *Node) *Node { return ClipScalar(x, -0.5, 0.8) })},
		{name: "ConvertDType float→float", at: signed, f: bent(func(x *Node) *Node {
			return ConvertDType(ConvertDType(x, dtypes.Float64), dtypes.Float64)
		})},
		{name: "ConvertDType float→int→float", at: signed, f: bent(func(x *Node) *Node {
			return MulScalar(ConvertDType(ConvertDType(MulScalar(x, 7), dtypes.Int64), dtypes.Float64), 3)
		})},
	}
}

func binary() []opCase {
	with := func(op func(a, b *Node) *Node) func(*Node) *Node {
		return func(x *Node) *Node { return op(AddScalar(Sin(x), 2), AddScalar(Square(x), 0.3)) }
	}
	return []opCase{
		{name: "Add", at: signed, f: bent(with(Add))},
		{name: "Sub", at: signed, f: bent(with(Sub)), goesXLA: "rr--"},
		{name: "Mul", at: signed, f: with(Mul)},
		{name: "Div", at: signed, f: with(Div), goesXLA: "rr--"},
		{name: "Pow", at: signed, f: with(Pow), goesXLA: "rrr-"},
		{name: "Atan2", at: signed, f: with(Atan2)},
		{name: "Atan2, left of the axis", at: signed, f: func(x *Node) *Node { return Atan2(Sin(x), AddScalar(Cos(x), -2)) }, goesXLA: "rr--"},
		{name: "Max", at: signed, f: bent(with(Max))},
		{name: "Min", at: signed, f: bent(with(Min))},
		{name: "Rem", at: signed, f: bent(func(x *Node) *Node { return Rem(MulScalar(x, 5), AddScalar(Sin(x), 2)) })},
		{name: "Clamp of nodes", at: signed, f: bent(func(x *Node) *Node {
			return Clamp(MulScalar(Cos(x), -0.5), x, AddScalar(Square(x), 0.1))
		})},
		{name: "Clamp by a scalar node", at: signed, f: bent(func(x *Node) *Node {
			return Clamp(MulScalar(ReduceAllSum(x), -0.3), x, ReduceAllSum(Square(x)))
		}), goesXLA: "rr--"},
		{name: "Where", at: signed, f: bent(func(x *Node) *Node { return Where(GreaterThan(x, ScalarZero(x.Graph(), x.DType())), Exp(x), Square(x)) })},
		{name: "Mul of shapes [n] and []", at: signed, f: func(x *Node) *Node { return Mul(Sin(x), ReduceAllSum(Square(x))) }, goesXLA: "rr--"},
		{name: "Atan2 of shapes [n, 1] and [1, n]", at: positive, f: func(x *Node) *Node { return Atan2(Reshape(x, -1, 1), Reshape(x, 1, -1)) }, goesXLA: "rr--"},
		{name: "Rem of shapes [n] and []", at: positive, f: bent(func(x *Node) *Node { return Rem(MulScalar(x, 5), ReduceAllSum(x)) }), goesXLA: "rr--"},
		{name: "Pow of shapes [n] and []", at: positive, f: func(x *Node) *Node { return Pow(x, ReduceAllSum(Log(x))) }, goesXLA: "rr--"},
		{name: "PowScalar(x, 3)", at: signed, f: func(x *Node) *Node { return PowScalar(x, 3) }},
		{name: "PowScalar(x, 2) at 0", at: []float64{0, 1}, f: func(x *Node) *Node { return PowScalar(x, 2) }},
		{name: "Pow(0, x)", at: positive, f: func(x *Node) *Node { return Pow(ZerosLike(x), x) }},
	}
}

func reductions() []opCase {
	return []opCase{
		{name: "ReduceSum", at: six, f: bent2D(2, 3, func(x *Node) *Node { return ReduceSum(x, 1) }), goesXLA: "rr--"},
		{name: "ReduceMean", at: six, f: bent2D(2, 3, func(x *Node) *Node { return ReduceMean(x, 0) }), goesXLA: "rr--"},
		{name: "ReduceMax", at: six, f: bent2D(2, 3, func(x *Node) *Node { return ReduceMax(x, 1) }), goesXLA: "rr--"},
		{name: "ReduceMin", at: six, f: bent2D(2, 3, func(x *Node) *Node { return ReduceMin(x, 0) }), goesXLA: "rr--"},
		{name: "ReduceVariance", at: six, f: bent2D(2, 3, func(x *Node) *Node { return ReduceVariance(x, 1) }), goesXLA: "rr--"},
		{name: "L2Norm", at: six, f: bent2D(2, 3, func(x *Node) *Node { return L2Norm(x, 1) }), goesXLA: "rr--"},
		{name: "ReduceMultiply", at: six, f: bent2D(2, 3, func(x *Node) *Node { return ReduceMultiply(x, 0) }), goesXLA: "rr--"},
		{name: "ReduceMultiply of 5", at: signed, f: bent(func(x *Node) *Node {
			return ReduceMultiply(Concatenate([]*Node{x, Slice(x, AxisRange(0, 1))}, 0))
		}), goesXLA: "rr--"},
		{name: "ReduceMultiply at a zero", at: []float64{0, 0.8, -0.6}, f: bent(func(x *Node) *Node { return ReduceMultiply(x) }), goesXLA: "rr--"},
		{name: "ReduceMultiply at two zeros", at: []float64{0, 0.8, 0, -0.6}, f: bent(func(x *Node) *Node { return ReduceMultiply(x) }), goesXLA: "rr--"},
		{name: "Softmax", at: six, f: func(x *Node) *Node { return Softmax(Reshape(Sin(x), 2, 3)) }, goesXLA: "rrr-"},
		{name: "LogSoftmax", at: six, f: func(x *Node) *Node { return LogSoftmax(Reshape(Sin(x), 2, 3)) }, goesXLA: "rr--"},
	}
}

func products() []opCase {
	return []opCase{
		{name: "Dot of vectors", at: signed, f: bent(func(x *Node) *Node { return DotProduct(x, Square(x)) }), goesXLA: "rr--"},
		{name: "Dot of matrices", at: six, f: bent2D(2, 3, func(x *Node) *Node { return DotProduct(x, Transpose(x, 0, 1)) }), goesXLA: "rrr-"},
		{name: "DotGeneral with a batch", at: twelve, f: bent(func(x *Node) *Node {
			x = Reshape(x, 2, 2, 3)
			return DotGeneral(x, []int{2}, []int{0}, Square(x), []int{2}, []int{0})
		}), goesXLA: "rr--"},
		{name: "Einsum bij,bkj→bik", at: twelve, f: bent(func(x *Node) *Node {
			x = Reshape(x, 2, 2, 3)
			return Einsum("bij,bkj->bik", x, Cos(x))
		}), goesXLA: "rr--"},
		{name: "Einsum outer", at: signed, f: bent(func(x *Node) *Node { return Einsum("i,j->ij", x, Cos(x)) }), goesXLA: "rr--"},
	}
}

func layout() []opCase {
	fill := func(x *Node) *Node { return ScalarOne(x.Graph(), x.DType()) }
	return []opCase{
		{name: "Reshape", at: six, f: bent2D(3, 2, func(x *Node) *Node { return Reshape(x, 2, 3) }), goesXLA: "rr--"},
		{name: "Transpose", at: six, f: bent2D(3, 2, func(x *Node) *Node { return Transpose(x, 0, 1) }), goesXLA: "rr--"},
		{name: "BroadcastToDims", at: signed, f: bent(func(x *Node) *Node { return BroadcastToDims(Reshape(x, 4, 1), 4, 3) }), goesXLA: "rr--"},
		{name: "Slice", at: six, f: bent2D(2, 3, func(x *Node) *Node { return Slice(x, AxisRange(), AxisRange(1, 3)) })},
		{name: "Slice with a stride", at: six, f: bent(func(x *Node) *Node { return Slice(x, AxisRange(1).Stride(2)) }), goesXLA: "rr--"},
		{name: "Split", at: six, f: bent2D(2, 3, func(x *Node) *Node {
			parts := Split(x, 1, 3)
			return Mul(parts[0], Add(parts[1], parts[2]))
		}), goesXLA: "rr--"},
		{name: "Concatenate", at: signed, f: bent(func(x *Node) *Node { return Concatenate([]*Node{x, Square(x), x}, 0) }), goesXLA: "rrr-"},
		{name: "Stack", at: signed, f: bent(func(x *Node) *Node { return Stack([]*Node{x, Square(x)}, 1) }), goesXLA: "rr--"},
		{name: "Pad", at: six, f: bent2D(2, 3, func(x *Node) *Node { return Pad(x, fill(x), PadAxis{Start: 1}, PadAxis{Start: 2, End: 1}) })},
		{name: "Pad between", at: signed, f: bent(func(x *Node) *Node { return Pad(x, fill(x), PadAxis{Start: 1, End: 1, Interior: 2}) }), goesXLA: "rr--"},
		{name: "Pad by a node", at: signed, f: bent(func(x *Node) *Node { return Pad(x, ReduceAllSum(x), PadAxis{Start: 1, End: 2}) }), goesXLA: "rr--"},
		{name: "Pad, negative", at: six, f: bent(func(x *Node) *Node { return Pad(x, fill(x), PadAxis{Start: -1, End: 2}) }), goes: "kkkk", goesXLA: "rr--"},
		{name: "Reverse", at: six, f: bent2D(2, 3, func(x *Node) *Node { return Reverse(x, 1) })},
		{name: "Shift", at: signed, f: bent(func(x *Node) *Node { return Shift(x, 0, ShiftDirRight, 1) }), goesXLA: "rr--"},
		{name: "TakeLowerTriangular", at: six, f: bent2D(2, 3, func(x *Node) *Node { return TakeLowerTriangular(x, 0) }), goesXLA: "rr--"},
	}
}

func indexed() []opCase {
	return []opCase{
		{name: "Gather", at: six, f: bent2D(3, 2, func(x *Node) *Node { return Gather(x, Const(x.Graph(), [][]int32{{2}, {0}, {2}})) }), goesXLA: "rrr-"},
		{name: "GatherSlices", at: six, f: bent2D(3, 2, func(x *Node) *Node {
			return GatherSlices(x, []int{0}, Const(x.Graph(), [][]int32{{0}, {1}}), []int{2}, true)
		}), goesXLA: "rr--"},
		{name: "ScatterSum", at: six, f: bent2D(3, 2, func(x *Node) *Node {
			return ScatterSum(x, Const(x.Graph(), [][]int32{{2}, {0}, {2}}), Square(x), false, false)
		}), goesXLA: "rr--"},
		{name: "DynamicSlice", at: six, f: bent(func(x *Node) *Node {
			return DynamicSlice(x, []*Node{Const(x.Graph(), int32(2))}, []int{3})
		}), goes: "nnnn"},
		{name: "Sort", at: six, f: bent2D(2, 3, func(x *Node) *Node { return Sort(x, 1, true) }), goesXLA: "rrr-"},
		{name: "Sort along axis 0, descending", at: six, f: bent2D(3, 2, func(x *Node) *Node { return Sort(x, 0, false) }), goesXLA: "rr--"},
		{name: "SortFunc of two", at: signed, f: bent(func(x *Node) *Node {
			less := NewClosure(x.Graph(), func(g *Graph) []*Node {
				scalar := shapes.Make(x.DType())
				a, b := Parameter(g, "a", scalar), Parameter(g, "b", scalar)
				Parameter(g, "c", scalar)
				Parameter(g, "d", scalar)
				return []*Node{LessThan(a, b)}
			})
			return SortFunc(less, 0, true, x, Square(x))[1]
		}), goes: "nnnn", goesXLA: "nnnn"},
	}
}

func composed() []opCase {
	return []opCase{
		{name: "CumSum", at: signed, f: bent(func(x *Node) *Node { return CumSum(x, 0) }), goesXLA: "rrr-"},
		{name: "OneHot × Einsum", at: signed, f: bent(func(x *Node) *Node {
			pick := OneHot(Const(x.Graph(), []int32{3, 1, 1}), 4, x.DType())
			return Einsum("ij,j->i", pick, x)
		}), goesXLA: "rr--"},
		{name: "If", at: signed, f: bent(func(x *Node) *Node {
			g := x.Graph()
			yes := NewClosure(g, func(*Graph) []*Node { return []*Node{Square(x)} })
			no := NewClosure(g, func(*Graph) []*Node { return []*Node{x} })
			return If(Const(g, true), yes, no)[0]
		}), goes: "wrrr", goesXLA: "nnnn"},
	}
}

func windows() []opCase {
	image := func(x *Node) *Node { return Reshape(x, 1, 3, 4, 1) }
	return []opCase{
		{name: "SumPool", at: twelve, f: bent(func(x *Node) *Node { return SumPool(image(x)).Window(2).Strides(1).Done() }), goesXLA: "rr--"},
		{name: "SumPool, strided", at: twelve, f: bent(func(x *Node) *Node { return SumPool(image(x)).Window(2).Strides(2).Done() }), goesXLA: "rr--"},
		{name: "MeanPool, same", at: twelve, f: bent(func(x *Node) *Node { return MeanPool(image(x)).Window(2).Strides(2).PadSame().Done() }), goesXLA: "rr--"},
		{name: "MaxPool", at: twelve, f: bent(func(x *Node) *Node { return MaxPool(image(x)).Window(2).Strides(1).Done() }), goes: "nnnn", goesXLA: "rnnn"},
		{name: "Interpolate, bilinear", at: twelve, f: bent(func(x *Node) *Node { return Interpolate(image(x), -1, 5, 6, -1).Done() }), goes: "wwww", goesXLA: "rr--"},
		{name: "Interpolate, nearest", at: twelve, f: bent(func(x *Node) *Node { return Interpolate(image(x), -1, 6, 8, -1).Nearest().Done() }), goesXLA: "rr--"},
	}
}

// signal and kernel both depend on x, so one derivative tests the adjoints of both.
func convolved(length, width int, configure func(*ConvolutionBuilder)) func(*Node) *Node {
	return func(x *Node) *Node {
		x = Sin(x)
		signal := Reshape(Slice(x, AxisRange(0, length)), 1, length, 1)
		kernel := Reshape(Slice(x, AxisRange(length-1, length-1+width)), width, 1, 1)
		conv := Convolve(signal, kernel)
		configure(conv)
		return MulScalar(conv.Done(), 0.5)
	}
}

func convolutions() []opCase {
	pads := func(start, end int) func(*ConvolutionBuilder) {
		return func(c *ConvolutionBuilder) { c.PaddingPerDim([][2]int{{start, end}}) }
	}
	valid := func(c *ConvolutionBuilder) { c.NoPadding() }
	same := func(c *ConvolutionBuilder) { c.PadSame() }
	return []opCase{
		{name: "Convolve, width 3", at: twelve[:8], f: convolved(5, 3, valid), goesXLA: "rr--"},
		{name: "Convolve, width 3, same", at: twelve[:8], f: convolved(5, 3, same), goesXLA: "rr--"},
		{name: "Convolve, width 3, more padding than width", at: twelve[:8], f: convolved(5, 3, pads(3, 4)), goesXLA: "rr--"},
		{name: "Convolve, width 2", at: twelve[:8], f: convolved(5, 2, valid), goesXLA: "rrr-"},
		{name: "Convolve, width 2, same", at: twelve[:8], f: convolved(5, 2, same), goesXLA: "rr--"},
		{name: "Convolve, width 4", at: twelve[:8], f: convolved(5, 4, pads(2, 0)), goesXLA: "rr--"},
		{name: "Convolve, width 2, more padding than width", at: twelve[:8], f: convolved(5, 2, pads(3, 2)), goesXLA: "rr--"},
		{name: "Convolve, width 3, stride 2", at: twelve[:9], f: convolved(6, 3, func(c *ConvolutionBuilder) { c.NoPadding().Strides(2) }), goesXLA: "rr--"},
		{name: "Convolve, width 2, stride 2, same", at: twelve[:9], f: convolved(6, 2, func(c *ConvolutionBuilder) { c.PadSame().Strides(2) }), goesXLA: "rr--"},
		{name: "Convolve, width 2, stride 3", at: twelve[:9], f: convolved(6, 2, func(c *ConvolutionBuilder) { c.NoPadding().Strides(3) }), goesXLA: "rr--"},
		{name: "Convolve, width 3, dilation 2", at: twelve[:9], f: convolved(6, 3, func(c *ConvolutionBuilder) { c.NoPadding().Dilations(2) }), goesXLA: "rr--"},
		{name: "Convolve, width 2, dilation 3", at: twelve[:9], f: convolved(6, 2, func(c *ConvolutionBuilder) { c.NoPadding().Dilations(3) }), goesXLA: "rr--"},
		{name: "Convolve, 2D, channels 2→2, 2×3", at: twelve, f: channels(2, 3, 1), goesXLA: "rr--"},
		{name: "Convolve, 2D, groups, 2×2", at: twelve, f: channels(2, 2, 2), goesXLA: "rr--"},
		{name: "Convolve, 2D, groups, 3×1", at: twelve, f: channels(3, 1, 2), goesXLA: "rr--"},
	}
}

func channels(height, width, groups int) func(*Node) *Node {
	return func(x *Node) *Node {
		image := Reshape(Sin(x), 1, 3, 2, 2)
		size := height * width * (2 / groups) * 2
		kernel := Concatenate([]*Node{Cos(x), Square(Sin(x))}, 0) // [24]
		kernel = Reshape(Slice(kernel, AxisRange(0, size)), height, width, 2/groups, 2)
		return MulScalar(Convolve(image, kernel).PadSame().ChannelGroupCount(groups).Done(), 0.3)
	}
}

func complexes() []opCase {
	parts := func(z *Node) *Node { return Add(Square(Real(z)), MulScalar(Imag(z), 0.7)) }
	number := func(x *Node) *Node { return Complex(Sin(x), Square(x)) }
	return []opCase{
		{name: "complex Add, Conj", at: signed, f: func(x *Node) *Node { return parts(Add(number(x), Conj(Complex(x, x)))) }, goes: "nnnn"},
		{name: "complex Abs", at: signed, f: func(x *Node) *Node { return Abs(number(x)) }, goes: "nnnn", goesXLA: "rr--"},
		{name: "complex Mul", at: signed, f: func(x *Node) *Node { return parts(Mul(number(x), Complex(Cos(x), x))) }, goes: "nnnn", goesXLA: "rr--"},
		{name: "complex Mul of shapes [n] and []", at: signed, f: func(x *Node) *Node {
			return parts(Mul(number(x), Complex(ReduceAllSum(x), ReduceAllSum(Square(x)))))
		}, goes: "nnnn", goesXLA: "rr--"},
		{name: "complex Div", at: signed, f: func(x *Node) *Node { return parts(Div(number(x), Complex(AddScalar(Cos(x), 2), x))) }, goes: "nnnn", goesXLA: "rr--"},
		{name: "complex Exp", at: signed, f: func(x *Node) *Node { return parts(Exp(number(x))) }, goes: "nnnn", goesXLA: "rr--"},
	}
}
