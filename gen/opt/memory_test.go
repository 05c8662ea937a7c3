package opt

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/internal/engines"
)

// twoLoops is −H g by algorithm 7.4 of Nocedal and Wright as it stands, for the last m of pairs.
func twoLoops(s, y [][]float64, m int, g []float64) []float64 {
	first := max(len(s)-m, 0)
	q := append([]float64(nil), g...)
	alpha := make([]float64, len(s))
	for i := len(s) - 1; i >= first; i-- {
		alpha[i] = floats.Dot(s[i], q) / floats.Dot(s[i], y[i])
		floats.AddScaled(q, -alpha[i], y[i])
	}
	if last := len(s) - 1; last >= 0 {
		floats.Scale(floats.Dot(s[last], y[last])/floats.Dot(y[last], y[last]), q)
	}
	for i := first; i < len(s); i++ {
		beta := floats.Dot(y[i], q) / floats.Dot(s[i], y[i])
		floats.AddScaled(q, alpha[i]-beta, s[i])
	}
	floats.Scale(-1, q)
	return q
}

// The direction is that of the two loops: with fewer pairs than fit, as many, and more, so that the ring has gone around; a pair that is
// not good changes nothing, and after forgetting it is −g.
func TestDescentIsTwoLoops(t *testing.T) {
	const n, m = 7, 3
	rng := rand.New(rand.NewPCG(1, 2))
	var s, y [][]float64
	for range 8 { // y = A s with A near the identity, so that s·y > 0
		a, b := make([]float64, n), make([]float64, n)
		for i := range a {
			a[i] = rng.NormFloat64()
			b[i] = a[i]*float64(i+1) + 0.1*rng.NormFloat64()
		}
		s, y = append(s, a), append(y, b)
	}
	g := []float64{1, -2, 3, -4, 5, -6, 7}
	for _, pairs := range []int{0, 1, 2, 3, 4, 8} {
		exec := MustNewExec(engines.Go(t), func(gr *Node) (*Node, *Node) {
			zero := Zeros(gr.Graph(), shapes.Make(dtypes.Float64, m, n))
			k := memory{s: zero, y: zero, inner: Zeros(gr.Graph(), shapes.Make(dtypes.Float64, m, m)), head: Const(gr.Graph(), int32(0)), count: Const(gr.Graph(), int32(0)), gamma: ConstAs(gr, 1.0)}
			for i := range pairs {
				si, yi := ConstAs(gr, s[i]), ConstAs(gr, y[i])
				k = k.added(yi, si, dot(si, yi), Const(gr.Graph(), false))
				k = k.added(si, yi, dot(si, yi), Const(gr.Graph(), true))
			}
			return k.descent(gr), k.forgotten(Const(gr.Graph(), true)).descent(gr)
		})
		out := exec.MustCall(g)
		want := twoLoops(s[:pairs], y[:pairs], m, g)
		if d := floats.Distance(out[0].Value().([]float64), want, math.Inf(1)); d > 1e-11 { // a few hundred operations
			t.Errorf("%d pairs: %v, want %v", pairs, out[0].Value(), want)
		}
		if d := floats.Distance(out[1].Value().([]float64), twoLoops(nil, nil, m, g), math.Inf(1)); d != 0 {
			t.Errorf("%d pairs, forgotten: %v", pairs, out[1].Value())
		}
	}
}

func TestInvertUpper(t *testing.T) {
	for _, n := range []int{1, 2, 5, 8, 11} {
		rng := rand.New(rand.NewPCG(3, uint64(n)))
		rows := make([][]float64, n)
		r := mat.NewDense(n, n, nil)
		for i := range rows {
			rows[i] = make([]float64, n)
			for j := i; j < n; j++ {
				rows[i][j] = rng.NormFloat64()
			}
			rows[i][i] = 2 + rng.Float64()
			r.SetRow(i, rows[i])
		}
		x := MustNewExec(engines.Go(t), invertUpper).MustCall(rows)[0].Value().([][]float64)
		got := mat.NewDense(n, n, nil)
		for i := range x {
			got.SetRow(i, x[i])
		}
		got.Mul(r, got)
		for i := range n {
			got.Set(i, i, got.At(i, i)-1)
		}
		if off := mat.Norm(got, math.Inf(1)); off > 1e-12 { // condition · rounding
			t.Errorf("%d: R·R⁻¹ is off the identity by %g", n, off)
		}
	}
}
