package pinn

import (
	"errors"
	"fmt"
	"math"
	"slices"

	. "github.com/gomlx/gomlx/core/graph"
)

// A condition with Gradient = w is gradient-enhanced (gPINN): what vanishes everywhere in a domain has derivatives that vanish there too, so the loss has
//
//	mean r² + w · Σ_j mean (∂r/∂x_j)²
//
// for mean r². It makes more of few points, where the solution is smooth, at the price of one more order of derivatives; next to shocks it harms. Weights
// around .01 to .1, with variables of order one.
//
// Reference: Yu, Lu, Meng, Karniadakis, Gradient-enhanced physics-informed neural networks for forward and inverse PDE problems, Comput. Methods
// Appl. Mech. Eng. 393, 2022, eq. 6, with one weight for all variables.

// term is that of condition i in the loss for its residual r [n] at d.
func (c *checked) term(i int, r *Node, d D) term {
	t := term{residual: r, squares: Square(r)}
	if w := c.Conditions[i].Gradient; w > 0 {
		t.slopes = slopes(r, d.x)
		t.squares = Add(t.squares, MulScalar(t.slopes, w))
	}
	return t
}

// slopes are Σ_j (∂r/∂x_j)² of r [n] by the columns x, [n, 1] each → [n]. One gradient gives all of them, since the residual of a
// point depends on that point alone (without D.Mean).
func slopes(r *Node, x []*Node) *Node {
	var sum *Node
	for _, g := range Gradient(ReduceAllSum(r), x...) {
		if sum == nil {
			sum = Square(g)
		} else {
			sum = Add(sum, Square(g))
		}
	}
	return Reshape(sum, r.Shape().Size())
}

// enhanced says whether any condition counts derivatives of its residual.
func (c *checked) enhanced() bool {
	return slices.ContainsFunc(c.Conditions, func(k Condition) bool { return k.Gradient > 0 })
}

// checkGradient says what is wrong with the weight.
func (k Condition) checkGradient() error {
	if !(k.Gradient >= 0) || math.IsInf(k.Gradient, 0) {
		return fmt.Errorf("want Gradient, the weight of the residual's derivatives, at least 0 (0 means none), got %g", k.Gradient)
	}
	return nil
}

// wantInside refuses derivatives across a domain on which alone the residual vanishes.
func (c *checked) wantInside(i int) error {
	s := c.sets[i]
	switch {
	case c.Conditions[i].Gradient == 0:
		return nil
	case s.Dim() < len(c.vars):
		return c.wrong(i, fmt.Errorf("want Gradient 0 on a domain of %d of %d dimensions: the residual vanishes on it alone and may change across it", s.Dim(), len(c.vars)))
	case s.Partner != nil:
		return c.wrong(i, errors.New("want Gradient 0 where points are glued to others, which derivatives do not follow"))
	}
	return nil
}
