package pinn

import (
	"fmt"
	"math"
	"slices"

	"github.com/gomlx/compute/dtypes"
	"github.com/gomlx/compute/shapes"
	. "github.com/gomlx/gomlx/core/graph"
)

// Causal makes a condition wait for its past: the box of the variable Var is cut into chunks, and the mean square of chunk k counts
// exp(−Tolerance · Σ_{j<k} mean square of chunk j). So a network learns a solution from its start on, instead of falling into one that
// satisfies the equation at late times alone. Tolerance 1 to 100; the larger, the stricter. It takes many steps: those
// that went into early times have not looked at late ones yet (advection with speed 10, 1000 steps: 1.4, without it .9; lecture 34).
//
// Reference: Wang, Sankaran, Perdikaris, Respecting Causality is All You Need for Training Physics-Informed Neural Networks, 2022, eq. 15-16.
type Causal struct {
	Var       string  // such as "t"; "" means that the condition is not causal
	Chunks    int     // 0 means 32
	Tolerance float64 // 0 means 1
}

// settled fills in defaults, or says what is wrong.
func (k Causal) settled(vars []string) (Causal, error) {
	if k == (Causal{}) {
		return k, nil
	}
	if k.Chunks == 0 {
		k.Chunks = 32
	}
	if k.Tolerance == 0 {
		k.Tolerance = 1
	}
	switch {
	case !slices.Contains(vars, k.Var):
		return k, fmt.Errorf("Causal: there is no variable %q: name one of %v", k.Var, vars)
	case k.Chunks < 2:
		return k, fmt.Errorf("Causal: want at least 2 Chunks (0 means 32), got %d", k.Chunks)
	case !(k.Tolerance > 0) || math.IsInf(k.Tolerance, 1):
		return k, fmt.Errorf("Causal: want a positive Tolerance (0 means 1), got %g", k.Tolerance)
	}
	return k, nil
}

// mean is 1/M Σ_k w_k L_k of condition i: squares [n] at x [n, vars].
func (k Causal) mean(c *checked, i int, x, squares *Node) *Node {
	j := slices.Index(c.vars, k.Var)
	lo, hi := c.sets[i].Lo[j], c.sets[i].Hi[j]
	t := Slice(x, AxisRange(), AxisElem(j)) // [n, 1]
	chunk := ClipScalar(Floor(MulScalar(AddScalar(t, -lo), float64(k.Chunks)/(hi-lo))), 0, float64(k.Chunks-1))
	number := IotaFull(x.Graph(), shapes.Make(dtypes.Int32, 1, k.Chunks))
	in := ConvertDType(Equal(chunk, ConvertDType(number, x.DType())), squares.DType()) // [n, chunks]
	in = StopGradient(in)
	each := Div(DotProduct(squares, in), MaxScalar(ReduceSum(in, 0), 1)) // [chunks]
	before := make([][]float64, k.Chunks)                                // what each chunk adds to the exponents of later ones
	for a := range before {
		before[a] = make([]float64, k.Chunks)
		for b := a + 1; b < k.Chunks; b++ {
			before[a][b] = -k.Tolerance
		}
	}
	weights := Exp(DotProduct(StopGradient(each), ConstAsDType(x.Graph(), squares.DType(), before)))
	return ReduceAllMean(Mul(StopGradient(weights), each))
}
