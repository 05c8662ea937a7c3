package doctor

import (
	"fmt"
	"math"
	"slices"

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

// When a term counts as stiff. Of healthy equations the term that is most of the loss falls to a fortieth after the first steps, of advection with
// speed 50 the stuck one stays above nine tenths and is 98 % of the loss.
const (
	nearlyAll = 0.90   // of the weighted loss, in the second half of the looks, is the stuck term
	stuck     = 1. / 3 // of what it was after the first steps is what it still is
	done      = 0.10   // of where it began, or less, is where another one is
)

// When a term counts as neglected, because another one dominates. All of these are free of the units in which residuals are written.
const (
	drowned  = 0.25   // of what the other term is in the weighted loss after the first steps: neglected conditions have up to .18, others of which more is left from .34 on
	apart    = 5      // times as much is left of it as of the other one: of neglected ones 9 or more, of others that weigh little up to 3.7
	notSmall = 0.0005 // of where it began, or more, is what is left of it: less is small, however well the other one does
)

// Which looks are compared.
const (
	fewestLooks = 8      // are not few
	lastLooks   = 1. / 4 // of them stand for the end
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
	if f := t.stiff(k); f != nil {
		return f
	}
	return t.dominating(k)
}

// stiff is about the term that is nearly all of the loss.
func (t Terms) stiff(k int) Findings {
	fast := 0
	for i := range k {
		if t.left(i) < t.left(fast) {
			fast = i
		}
	}
	for i := range k {
		share, still := t.share(i), t.still(i)
		if i == fast || share < nearlyAll || still < stuck || t.left(fast) > done {
			continue
		}
		return Findings{{
			Stiff,
			fmt.Sprintf("%q is %.0f %% of the loss and still at %.0f %% of what it was after the first steps, while %q is at %.2g %% of where it began.", t.Names[i], 100*share, 100*still, t.Names[fast], 100*t.left(fast)),
			"Let it wait for its past (pinn.Causal), march in time, use Fourier features or a larger network, or L-BFGS after Adam; more weight on it alone makes the others worse.",
		}}
	}
	return nil
}

// dominating is about the pair of terms of which one is drowned by the other, and most is left of the first.
func (t Terms) dominating(k int) Findings {
	slow, fast := -1, -1
	for i := range k {
		for j := range k {
			if t.left(i) < notSmall || t.left(i) < apart*t.left(j) || t.weight(i)*t.settled(i) > drowned*t.weight(j)*t.settled(j) {
				continue
			}
			if slow < 0 || t.left(i)/t.left(j) > t.left(slow)/t.left(fast) {
				slow, fast = i, j
			}
		}
	}
	if slow < 0 {
		return nil
	}
	return Findings{{
		Dominating,
		fmt.Sprintf("%q is still at %.2g %% of where it began and %q at %.2g %%: after the first steps it was %.2g times the other in the loss, with %.2g times its weight.",
			t.Names[slow], 100*t.left(slow), t.Names[fast], 100*t.left(fast), t.weight(slow)*t.settled(slow)/(t.weight(fast)*t.settled(fast)), t.weight(slow)/t.weight(fast)),
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

// start is the largest of a term's first looks, since of random weights its size is a matter of chance.
func (t Terms) start(i int) float64 {
	y := mat.Col(nil, i, t.Squares)
	return slices.Max(y[:max(3, int(ends*float64(len(y))))])
}

// left is what is left of a term's start at the end.
func (t Terms) left(i int) float64 {
	if s := t.start(i); s > 0 {
		return t.end(i) / s
	}
	return 0
}

// settled is what a term was after the first looks, when chance weights are forgotten and biases have found their place.
func (t Terms) settled(i int) float64 {
	y := mat.Col(nil, i, t.Squares)
	k := max(3, int(ends*float64(len(y))))
	return median(y[k/2 : k+k/2])
}

// still is what is left of that.
func (t Terms) still(i int) float64 {
	if s := t.settled(i); s > 0 {
		return t.end(i) / s
	}
	return 0
}
