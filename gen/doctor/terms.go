package doctor

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Terms is the clue that a loss has several terms, such as those of the conditions of a differential equation.
type Terms struct {
	Names   []string
	Squares *mat.Dense // [looks, terms], over the training, without weights
	Weights []float64  // none means 1 each
}

var _ Clue = Terms{}

// Course is the training of a loss with several terms, such as *pinn.Solution.
type Course interface {
	Conditions() []string
	Squares() (steps []int, squares *mat.Dense)
}

// TermsOf is the clue that a solution has, with the weights of its conditions, none for 1 each.
func TermsOf(c Course, weights ...float64) Terms {
	_, squares := c.Squares()
	return Terms{c.Conditions(), squares, weights}
}

// What terms say.
const (
	nearlyAll   = 0.90    // a stuck term is stiff with this part of the weighted loss in the second half of the looks: the others are done
	stuck       = 0.03    // of where it began is where a stuck term still is
	apart       = 1. / 30 // of what is left of the stuck term is left of another one, which the loss sees
	fewestLooks = 8       // are not few
	lastLooks   = 1. / 4  // of them stand for the end
)

// findings tells whether a term does not move while another one falls: because it is stiff, where the loss is nearly that term alone, or because another one
// dominates.
func (t Terms) findings() Findings {
	if t.Squares == nil {
		return nil
	}
	looks, k := t.Squares.Dims()
	if looks < fewestLooks || k < 2 || len(t.Names) != k || len(t.Weights) != 0 && len(t.Weights) != k {
		return nil
	}
	slow, fast := 0, 0
	for i := range k {
		if t.left(i) > t.left(slow) {
			slow = i
		}
		if t.left(i) < t.left(fast) {
			fast = i
		}
	}
	if t.left(slow) < stuck || t.left(fast) > apart*t.left(slow) {
		return nil
	}
	if share := t.share(slow); share >= nearlyAll {
		return Findings{{
			Stiff,
			fmt.Sprintf("%q is %.0f %% of the loss and still at %.0f %% of where it began, while %q is at %.2g %%.", t.Names[slow], 100*share, 100*t.left(slow), t.Names[fast], 100*t.left(fast)),
			"Let it wait for its past (pinn.Causal), march in time, use Fourier features or a larger network, or L-BFGS after Adam; more weight on it alone makes the others worse.",
		}}
	}
	return Findings{{
		Dominating,
		fmt.Sprintf("%q is still at %.2g %% of where it began and %q at %.2g %%: its weight in the loss is %.2g times the other's, and its mean square %.2g times.",
			t.Names[slow], 100*t.left(slow), t.Names[fast], 100*t.left(fast), t.weight(slow)/t.weight(fast), t.end(slow)/t.end(fast)),
		fmt.Sprintf("Multiply the weight of %q by ten to a hundred, or let pinn.Balance find the weights.", t.Names[slow]),
	}}
}

func (t Terms) weight(i int) float64 {
	if len(t.Weights) == 0 || t.Weights[i] == 0 {
		return 1
	}
	return t.Weights[i]
}

// share is the median part of a term in the weighted loss, in the second half of the looks.
func (t Terms) share(i int) float64 {
	looks, k := t.Squares.Dims()
	var shares []float64
	for l := looks / 2; l < looks; l++ {
		sum := math.SmallestNonzeroFloat64
		for j := range k {
			sum += t.weight(j) * t.Squares.At(l, j)
		}
		shares = append(shares, t.weight(i)*t.Squares.At(l, i)/sum)
	}
	return median(shares)
}

// end is the median of a term's last looks.
func (t Terms) end(i int) float64 {
	looks, _ := t.Squares.Dims()
	return median(mat.Col(nil, i, t.Squares)[looks-int(lastLooks*float64(looks)):])
}

// left is what is left at the end of the largest of a term's first three looks.
func (t Terms) left(i int) float64 {
	y := mat.Col(nil, i, t.Squares)
	if start := math.Max(y[0], math.Max(y[1], y[2])); start > 0 {
		return t.end(i) / start
	}
	return 0
}
