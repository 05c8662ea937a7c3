package jet

import (
	"math"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/nets/act"
	"github.com/gensci/gensci/internal/engines"
)

// TestTerms: the numbers of terms are those of integer partitions where all variables are one, and their counts sum to Bell's numbers.
func TestTerms(t *testing.T) {
	for _, c := range []struct {
		by          []int
		terms, bell int
	}{
		{[]int{0}, 1, 1},
		{[]int{0, 0}, 2, 2},
		{[]int{0, 1}, 2, 2},
		{[]int{0, 0, 0}, 3, 5},
		{[]int{0, 0, 1}, 4, 5},
		{[]int{0, 0, 0, 0}, 5, 15},
		{[]int{0, 1, 2, 3}, 15, 15},
	} {
		sum := 0
		for _, x := range terms(c.by) {
			sum += x.count
		}
		if got := len(terms(c.by)); got != c.terms || sum != c.bell {
			t.Errorf("%v: %d terms that stand for %d partitions, want %d and %d", c.by, got, sum, c.terms, c.bell)
		}
	}
}

// TestTanhSlope compares with the closed forms of the derivatives of tanh at one point.
func TestTanhSlope(t *testing.T) {
	const z = 0.7
	y := math.Tanh(z)
	s := 1 - y*y
	want := []float64{y, s, -2 * y * s, s * (6*y*y - 2), s * y * (16 - 24*y*y)}
	outs := MustNewExec(engines.Go(t), func(z *Node) []*Node {
		var out []*Node
		for k := range want {
			out = append(out, slope(act.Tanh, z, k, func(i int) *Node { return out[i] }))
		}
		return out
	}).MustCall([]float64{z})
	for k, w := range want {
		if got := outs[k].Value().([]float64)[0]; math.Abs(got-w) > 1e-14 {
			t.Errorf("derivative %d of tanh at %g: %g, want %g", k, z, got, w)
		}
	}
}
