package flow

import (
	"math/rand/v2"
	"slices"

	"github.com/gomlx/gomlx/support/exceptions"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/nets/act"
)

// MAF is the masked autoregressive flow: a chain of affine maps whose scale and shift of a coordinate depend on the
// coordinates before it, on a standard normal base. A density takes one run of each network, a sample dim runs. With a
// condition (Ctx.Cond), every network sees it too.
//
// Reference: Papamakarios, Pavlakou, Murray, Masked Autoregressive Flow for Density Estimation, NeurIPS 2017.
type MAF struct {
	Transforms int      // 0 means 8
	Hidden     []int    // hidden layers of each transform's network; none means 64, 64
	Activation act.Func // of those layers
	Bound      float64  // largest log-scale of one transform; 0 means 1
	Norm       bool     // an activation norm before each transform, initialized from the first batch

	// Orders are those of the coordinates, one for each transform; if there are fewer, they are used again in turn.
	// None means 0, 1, …, then the reverse of it, and in more than two dimensions a fixed shuffle for each two transforms.
	Orders [][]int
}

var _ gen.Density = MAF{}

// Build binds the variables "transform_0" … and, with Norm, "norm_0" …
func (f MAF) Build(c gen.Ctx) dist.Distribution {
	orders := f.orders("MAF", c)
	return autoregressiveLaw(c, orders, f.Norm, func(c gen.Ctx, order []int) bijector.Bijector { return f.transform(c, order) })
}

// transform is one map.
func (f MAF) transform(c gen.Ctx, order []int) bijector.Autoregressive {
	return network{Hidden: f.Hidden, Activation: f.Activation}.autoregressive(c, order, bijector.ScaleShift{Bound: f.Bound})
}

// orders checks the settings and gives one order for each transform.
func (f MAF) orders(who string, c gen.Ctx) [][]int {
	wantRows(who, c, 1)
	wantHidden(who, f.Hidden)
	wantPositive(who, "Bound", f.Bound)
	n := count(who, "Transforms", f.Transforms, 8)
	if len(f.Orders) == 0 {
		return inTurn(c.Dim(), n)
	}
	orders := make([][]int, n)
	for i := range orders {
		orders[i] = f.Orders[i%len(f.Orders)]
		wantOrder(who, orders[i], c.Dim())
	}
	return orders
}

// inTurn is an order of dim coordinates for each of n transforms: every second one is the reverse of that before it, and
// in more than two dimensions each pair but the first is shuffled.
func inTurn(dim, n int) [][]int {
	shuffle := rand.New(rand.NewPCG(1, uint64(dim)))
	orders := make([][]int, n)
	for i := range orders {
		switch {
		case i%2 == 1:
			orders[i] = slices.Clone(orders[i-1])
			slices.Reverse(orders[i])
		case i == 0 || dim == 2:
			orders[i] = upTo(dim)
		default:
			orders[i] = shuffle.Perm(dim)
		}
	}
	return orders
}

// upTo is 0 … n-1.
func upTo(n int) []int {
	p := make([]int, n)
	for i := range p {
		p[i] = i
	}
	return p
}

// wantOrder panics unless order has each of dim coordinates once.
func wantOrder(who string, order []int, dim int) {
	sorted := slices.Clone(order)
	slices.Sort(sorted)
	if !slices.Equal(sorted, upTo(dim)) {
		exceptions.Panicf("flow.%s: want each of 0 … %d once in every one of Orders, got %v", who, dim-1, order)
	}
}

// autoregressiveLaw binds "transform_0" …, one for each order, and before each, with norm, "norm_0" …
func autoregressiveLaw(c gen.Ctx, orders [][]int, norm bool, one func(gen.Ctx, []int) bijector.Bijector) dist.Distribution {
	var chain bijector.Chain
	for i, order := range orders {
		chain = append(chain, one(c.In(name("transform", i)), order))
		if norm {
			chain = append(chain, bijector.NewActNorm(c.In(name("norm", i)).Scope, c.Graph, c.Dim(), c.DType(), c.Training))
		}
	}
	return bijector.Transformed{Base: dist.StandardNormal{Event: c.Event}, T: chain}
}
