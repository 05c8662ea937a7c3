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
	nearlyAll   = 0.90 // a term dominates with this part of the weighted loss, over the second half of the looks
	neglected   = 0.30 // a term is neglected, or stuck, that is still at this part of where it began
	reduced     = 0.03 // a term has fallen that is at this part of where it began or of the stuck one
	fewestLooks = 8
)

// findings tells whether one term dominates the others, or does not move.
func (t Terms) findings() Findings {
	if t.Squares == nil {
		return nil
	}
	looks, k := t.Squares.Dims()
	if looks < fewestLooks || k < 2 || len(t.Names) != k || len(t.Weights) != 0 && len(t.Weights) != k {
		return nil
	}
	top, share := t.largest()
	if share < nearlyAll {
		return nil
	}
	left := t.left(top)
	if left >= neglected && t.othersFell(top) {
		return Findings{{
			Stiff,
			fmt.Sprintf("%q is %.0f %% of the loss and still at %.0f %% of where it began, while all other terms fell below %.0f %%.", t.Names[top], 100*share, 100*left, 100*reduced),
			"Let it wait for its past (pinn.Causal), march in time, use Fourier features or a larger network, or L-BFGS after Adam; more weight on it alone makes the others worse.",
		}}
	}
	for i, name := range t.Names {
		if l := t.left(i); i != top && l >= neglected {
			return Findings{{
				Dominating,
				fmt.Sprintf("%q is %.1f %% of the weighted loss, and %q is still at %.0f %% of where it began.", t.Names[top], 100*share, name, 100*l),
				fmt.Sprintf("Divide the weight of %q by ten to a hundred or scale its equation, or let pinn.Balance find the weights.", t.Names[top]),
			}}
		}
	}
	return nil
}

func (t Terms) weight(i int) float64 {
	if len(t.Weights) == 0 || t.Weights[i] == 0 {
		return 1
	}
	return t.Weights[i]
}

// largest is the term with the largest median share of the weighted loss in the second half of the looks.
func (t Terms) largest() (top int, share float64) {
	looks, k := t.Squares.Dims()
	for i := range k {
		var shares []float64
		for l := looks / 2; l < looks; l++ {
			sum := 0.0
			for j := range k {
				sum += t.weight(j) * t.Squares.At(l, j)
			}
			shares = append(shares, t.weight(i)*t.Squares.At(l, i)/math.Max(sum, math.SmallestNonzeroFloat64))
		}
		if s := median(shares); s > share {
			top, share = i, s
		}
	}
	return top, share
}

// left is the median of the last quarter of a term's looks, as a part of the largest of the first three.
func (t Terms) left(i int) float64 {
	looks, _ := t.Squares.Dims()
	y := mat.Col(nil, i, t.Squares)
	start := math.Max(y[0], math.Max(y[1], y[2]))
	if start == 0 {
		return 0
	}
	return median(y[looks-looks/4:]) / start
}

// othersFell tells whether all terms but one have fallen, from where they began or below the stuck one.
func (t Terms) othersFell(stuck int) bool {
	looks, k := t.Squares.Dims()
	level := func(i int) float64 { return t.weight(i) * median(mat.Col(nil, i, t.Squares)[looks-looks/4:]) }
	for i := range k {
		if i != stuck && t.left(i) > reduced && level(i) > reduced*level(stuck) {
			return false
		}
	}
	return true
}
