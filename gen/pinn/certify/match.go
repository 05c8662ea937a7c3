package certify

import (
	"fmt"
	"math"
	"math/rand/v2"

	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/floats"

	"github.com/gensci/gensci/gen/pinn"
	"github.com/gensci/gensci/gen/pinn/geom"
)

// tried is at how many points a residual is compared with the forms of a class; matchTol is how far off it may be, relative to the largest: rounding in float32
// of second derivatives, and of a difference.
const (
	tried    = 256
	matchTol = 2e-3
)

// add adds a condition to those that state one of the forms: what its residual changes by, when the fields change by a given w, must be the
// change of one form over a constant. What states none is left out: the class does not need it.
func (q *question) add(to *[]stated, i int, set geom.Set, count int, forms func(d pinn.D) []*Node) error {
	p, err := set.Sample(rand.New(rand.NewPCG(2, 1)), tried, nil)
	if err != nil {
		return fmt.Errorf("certify: condition %q: %w", q.p.Conditions[i].Name, err)
	}
	w := wiggle(len(q.fields), set)
	got, err := q.at(change(w, q.p.Conditions[i].Residual), p.X)
	if err != nil {
		return err
	}
	size := floats.Dot(got, got)
	for form := range count {
		want, err := q.at(change(w, func(d pinn.D) *Node { return forms(d)[form] }), p.X)
		if err != nil {
			return err
		}
		scale := floats.Dot(got, want) / size
		worst := 0.0
		for k := range want {
			worst = math.Max(worst, math.Abs(scale*got[k]-want[k]))
		}
		if size > 0 && worst <= matchTol*largest(want) {
			*to = append(*to, stated{i, form, scale, set})
			return nil
		}
	}
	return nil
}

// change is what a residual changes by when the fields change by w.
func change(w func(x []*Node) []*Node, of func(d pinn.D) *Node) func(d pinn.D) *Node {
	return func(d pinn.D) *Node {
		after, before := of(d.Plus(w)), of(d)
		return Sub(Reshape(after, after.Shape().Size()), Reshape(before, before.Shape().Size()))
	}
}

// wiggle is a function for each field of which no two, and no two derivatives, are alike: sin(φ + Σ ω_j x_j) with a few waves in the box of a set. φ and ω differ from
// row to row, so that one point alone, again and again, tells forms apart as well.
func wiggle(fields int, set geom.Set) func(x []*Node) []*Node {
	return func(x []*Node) (all []*Node) {
		rng := rand.New(rand.NewPCG(3, 1))
		row := func() *Node { return MulScalar(Iota(x[0].Graph(), x[0].Shape(), 0), 1+rng.Float64()) }
		for range fields {
			z := row()
			for j := range x {
				width := set.Hi[j] - set.Lo[j]
				if width == 0 {
					width = 1
				}
				waves := AddScalar(MulScalar(Sin(row()), 1.5), 3)
				z = Add(z, DivScalar(Mul(x[j], waves), width))
			}
			all = append(all, Sin(z))
		}
		return all
	}
}
