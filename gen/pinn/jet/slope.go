package jet

import (
	. "github.com/gomlx/gomlx/core/graph"

	"github.com/gensci/gensci/gen/nets/act"
)

// slope is the k-th derivative of a nonlinearity at z. lower(i) gives the i-th, i < k, without computing it again. nil
// means that it vanishes everywhere.
func slope(f act.Func, z *Node, k int, lower func(i int) *Node) *Node {
	switch {
	case k == 0:
		return f.Apply(z)
	case f == act.Tanh:
		return tanhSlope(k, lower)
	case f == act.Sine:
		return []func(*Node) *Node{Sin, Cos, minusSin, minusCos}[k%4](z)
	case f == act.Identity && k == 1:
		return OnesLike(z)
	case f == act.Identity:
		return nil
	}
	return Gradient(ReduceAllSum(lower(k-1)), z)[0]
}

func minusSin(z *Node) *Node { return Neg(Sin(z)) }
func minusCos(z *Node) *Node { return Neg(Cos(z)) }

// tanhSlope uses y' = 1 − y²: the k-th derivative is (1 − y²)·q_k(y), with q_1 = 1 and q_(k+1) = (1 − y²)·q_k' − 2y·q_k.
func tanhSlope(k int, lower func(i int) *Node) *Node {
	y := lower(0)
	if k == 1 {
		return OneMinus(Square(y))
	}
	q := []float64{1} // coefficients, lowest power first
	for range k - 1 {
		next := make([]float64, len(q)+1)
		for i, c := range q {
			next[i+1] -= float64(i+2) * c
			if i > 0 {
				next[i-1] += float64(i) * c
			}
		}
		q = next
	}
	p := Scalar(y.Graph(), y.DType(), q[len(q)-1])
	for i := len(q) - 2; i >= 0; i-- {
		p = Mul(p, y)
		if q[i] != 0 {
			p = AddScalar(p, q[i])
		}
	}
	return Mul(lower(1), p)
}
