package rules_test

import (
	"slices"
	"testing"

	"github.com/gensci/gensci/gen/diffop/rules"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
)

// A rule of ours that is not registered means that GoMLX has its own now: compare, then drop ours.
func TestGoMLXStillLacksTheseRules(t *testing.T) {
	for _, node := range []NodeType{
		NodeTypeExpm1, NodeTypeRsqrt, NodeTypeAtan2, NodeTypeRem, NodeTypeClamp, NodeTypeIdentity,
		NodeTypeFloor, NodeTypeCeil, NodeTypeRound, NodeTypeSign, NodeTypePad, NodeTypeReverse, NodeTypeReduceProduct, NodeTypeSort,
	} {
		if !rules.Added[node] {
			t.Errorf("GoMLX has a derivative rule for %s now: if the table is still right, drop ours", node)
		}
	}
}

// Each amendment is for a case that GoMLX alone gets wrong or refuses. Once it does not, this fails and
// the amendment can go.
func TestGoMLXStillNeedsTheseAmendments(t *testing.T) {
	z := func(x *Node) *Node { return Complex(Sin(x), Square(x)) }
	for _, c := range []struct {
		node    NodeType
		complex bool
		opCase
	}{
		{NodeTypePow, false, opCase{name: "PowScalar(x, 2) at 0", at: []float64{0, 1}, f: func(x *Node) *Node { return PowScalar(x, 2) }}},
		{NodeTypeConvertDType, false, opCase{name: "float→int→float", at: signed, f: func(x *Node) *Node {
			return ConvertDType(ConvertDType(MulScalar(x, 7), dtypes.Int64), x.DType())
		}}},
		{NodeTypeConvGeneral, false, opCase{name: "even kernel", at: twelve[:8], f: convolved(5, 2, func(c *ConvolutionBuilder) { c.NoPadding() })}},
		{NodeTypeConvGeneral, false, opCase{name: "second order", at: twelve[:8], f: convolved(5, 3, func(c *ConvolutionBuilder) { c.NoPadding() })}},
		{NodeTypeScatterSum, false, opCase{name: "of slices", at: signed, f: bent(func(x *Node) *Node {
			return GatherSlices(x, []int{0}, Const(x.Graph(), [][]int32{{0}, {1}}), []int{2}, true)
		})}},
		{NodeTypeMul, true, opCase{name: "complex", at: signed, f: func(x *Node) *Node { return Real(Mul(z(x), z(x))) }}},
		{NodeTypeDiv, true, opCase{name: "complex", at: signed, f: func(x *Node) *Node { return Real(Div(z(x), Conj(z(x)))) }}},
		{NodeTypeExp, true, opCase{name: "complex", at: signed, f: func(x *Node) *Node { return Imag(Exp(z(x))) }}},
		{NodeTypeComplex, true, opCase{name: "a scalar part", at: signed, f: func(x *Node) *Node { return Abs(Complex(x, ReduceAllSum(x))) }}},
	} {
		t.Run(c.node.String()+", "+c.name, func(t *testing.T) {
			b, orders := engines.Go(t), 3
			if c.complex {
				if testing.Short() {
					return
				}
				b, orders = engines.XLA(t), 2
			}
			ours := VJPRegistration[c.node]
			VJPRegistration[c.node] = rules.Amended[c.node]
			theirs, _ := measure(b, c.opCase, orders)
			VJPRegistration[c.node] = ours
			if theirs == right[:orders] {
				t.Errorf("GoMLX's own rule for %s is right in this case now: drop the amendment", c.node)
			}
			if got, why := measure(b, c.opCase, orders); got != right[:orders] {
				t.Errorf("with the amendment: %q\n%s", got, why)
			}
		})
	}
}

// Equal values go to different places: the adjoint arrives permuted, nothing of it twice or lost.
func TestSortWithTies(t *testing.T) {
	got := MustExecOnce(engines.Go(t), func(x, v *Node) *Node {
		return Gradient(ReduceAllSum(Mul(Sort(x, 0, true), v)), x)[0]
	}, []float64{2, 1, 2, 1}, []float64{10, 20, 30, 40})
	if want := []float64{30, 10, 40, 20}; !slices.Equal(tensors.MustCopyFlatData[float64](got), want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
