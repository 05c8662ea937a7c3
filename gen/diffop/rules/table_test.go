package rules_test

import (
	"flag"
	"fmt"
	"math"
	"strings"
	"testing"

	_ "github.com/gensci/gensci/gen/diffop/rules"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/support/exceptions"
)

// An opCase is an operation as a function of a vector x, the point where it is differentiated, and
// what is expected of the derivatives of order 1, 2, 3, 4: one letter each,
//
//	r  right
//	w  wrong (by value)
//	n  cannot be built or run: no rule, or the engine lacks an operation
//	k  not tried, since it ends the process
//	-  tried under -full alone and right there: XLA compiles it for seconds, and a rule is the same
//	   graph on both engines
//
// The default is "rrrr". A letter that changes, for better or worse, fails the test: then change it
// here and in docs/dependencies.md.
type opCase struct {
	name    string
	at      []float64
	f       func(x *Node) *Node
	goes    string // on the pure Go engine
	goesXLA string
}

const right = "rrrr"

var full = flag.Bool("full", false, "try every order on XLA too, which takes minutes")

func (c opCase) wanted(b compute.Backend) string {
	want := c.goes
	if b.Name() == "xla" {
		want = c.goesXLA
	}
	if want == "" {
		return right
	}
	if *full {
		want = strings.ReplaceAll(want, "-", "r")
	}
	return want
}

func TestDerivatives(t *testing.T) {
	orders := 4
	if testing.Short() {
		orders = 2
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, c := range cases() {
			t.Run(c.name, func(t *testing.T) {
				want := strings.TrimRight(c.wanted(b)[:orders], "k-")
				if want == "" {
					return
				}
				if got, why := measure(b, c, len(want)); got != want {
					t.Errorf("derivatives of orders 1 to %d on %s: got %q, want %q\n%s", len(want), b.Name(), got, want, why)
				}
			})
		}
	})
}

// measure differentiates c up to the given order and compares with differences. Of order k it takes
//
//	F_k(x) = Σ w_k ⊙ g_{k−1}(x),  g_k = ∇F_k,  g_0 = f,
//
// so g_k is compared with differences of F_k, which rests on the derivative g_{k−1} verified before.
func measure(b compute.Backend, c opCase, orders int) (letters, why string) {
	for k := orders; k > 0; k-- { // an engine may refuse a graph as a whole for its highest order
		var failure string
		if letters, failure = measureUpTo(b, c, k); failure != "" {
			why = failure
		}
		if letters != "" {
			break
		}
	}
	for len(letters) < orders {
		letters += "n"
	}
	return letters, why
}

func measureUpTo(b compute.Backend, c opCase, orders int) (letters, why string) {
	built := 0
	exec := MustNewExec(b, func(x *Node) []*Node {
		outputs, err := nested(c.f, x, orders)
		built = len(outputs) / 2
		if err != nil {
			why = fmt.Sprintf("order %d: %s\n", built+1, firstLine(err))
		}
		if built == 0 {
			return []*Node{x}
		}
		return outputs
	})
	defer exec.Finalize()
	run := func(x []float64) ([]*tensors.Tensor, error) { return exec.Call(x) }
	letters, wrong, err := compare(run, c.at, &built)
	if err != nil {
		return "", fmt.Sprintf("up to order %d: %s\n", orders, firstLine(err))
	}
	return letters, why + wrong
}

// nested returns F_1, g_1, F_2, g_2, … as far as they can be built.
func nested(f func(*Node) *Node, x *Node, orders int) (outputs []*Node, err error) {
	err = exceptions.TryCatch[error](func() {
		g := f(x)
		for k := 1; k <= orders; k++ {
			sum := ReduceAllSum(Mul(g, weights(g, k)))
			g = Gradient(sum, x)[0]
			outputs = append(outputs, sum, g)
		}
	})
	return outputs, err
}

// weights are fixed numbers of either sign that no symmetry cancels.
func weights(like *Node, k int) *Node {
	if like.IsScalar() {
		return OnesLike(like)
	}
	i := IotaFull(like.Graph(), like.Shape())
	return AddScalar(Sin(AddScalar(MulScalar(i, 2.3), float64(k))), 0.4)
}

const (
	step = 1e-3 // five-point differences: error step⁴·f⁽⁵⁾/30 ≈ 3e-14·f⁽⁵⁾, rounding ≈ 1e-16/step·F
	// floor is the absolute tolerance, in units of |F|: rounding of the differences, times a margin for
	// the operations before.
	floor = 1e-9
)

// tolerance is the scope's: relative, by order.
func tolerance(order int) float64 {
	if order <= 2 {
		return 1e-6
	}
	return 1e-5
}

func compare(run func([]float64) ([]*tensors.Tensor, error), x []float64, built *int) (letters, why string, err error) {
	center, err := run(x)
	if err != nil || *built == 0 {
		*built = 0
		return "", "", err
	}
	diffs, err := differences(run, x, *built)
	if err != nil {
		return "", "", err
	}
	for k := range *built {
		scale := math.Abs(tensors.ToScalar[float64](center[2*k]))
		letter := "r"
		for i, g := range tensors.MustCopyFlatData[float64](center[2*k+1]) {
			d := diffs[k][i]
			if bound := tolerance(k+1)*math.Abs(d) + floor*(1+scale); !(math.Abs(g-d) <= bound) {
				if letter == "w" {
					continue // one number of an order is enough to see it
				}
				letter = "w"
				why += fmt.Sprintf("order %d, ∂/∂x[%d]: %.10g, by differences %.10g\n", k+1, i, g, d)
			}
		}
		letters += letter
	}
	return letters, why, nil
}

// differences returns the derivatives of F_1 … F_orders by each x[i] from five-point stencils.
func differences(run func([]float64) ([]*tensors.Tensor, error), x []float64, orders int) ([][]float64, error) {
	out := make([][]float64, orders)
	for k := range out {
		out[k] = make([]float64, len(x))
	}
	for i := range x {
		for offset, weight := range map[float64]float64{-2: 1, -1: -8, 1: 8, 2: -1} {
			shifted := append([]float64(nil), x...)
			shifted[i] += offset * step
			values, err := run(shifted)
			if err != nil {
				return nil, err
			}
			for k := range out {
				out[k][i] += weight * tensors.ToScalar[float64](values[2*k]) / (12 * step)
			}
		}
	}
	return out, nil
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
