package certify

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/pinn"
)

// Kind says what a bar is worth.
type Kind int

// The kinds of certificates.
const (
	Proved   Kind = iota // a bound: an inequality, with integrals by quadrature whose error is shown and added
	Sampled              // a bound whose maxima are taken over points: it holds up to what lies between them
	Estimate             // no bound: what a computation suggests, right in most cases
)

var kinds = [...]string{"bound", "bound up to sampling", "estimate"}

// String is bound, bound up to sampling or estimate.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(kinds) {
		return fmt.Sprintf("Kind(%d)", int(k))
	}
	return kinds[k]
}

// Norm is what an error is measured in.
type Norm int

// The norms, over the domain of the equation, time included, and all fields.
const (
	L2  Norm = iota // (∫ Σ|û − u|²)^½
	Sup             // the largest |û − u|
)

// String names the norm.
func (n Norm) String() string { return [...]string{"L2", "the largest value"}[n] }

// Part is what one kind of residual adds to a bar: Constant·(Size + Uncertainty).
type Part struct {
	Name        string  // equation, walls, start, …
	Size        float64 // its norm, in the units of the equation as the class writes it
	Uncertainty float64 // the difference of two quadratures of different density
	Constant    float64 // the stability constant
}

func (p Part) value() float64 { return p.Constant * (p.Size + p.Uncertainty) }

// Certificate is an error bar of a solution û: ‖û − u‖ ≤ Bar, or what suggests it.
type Certificate struct {
	Kind  Kind
	Norm  Norm
	Bar   float64
	Rule  string // the inequality, or how the estimate was made
	Parts []Part // of a bound
	Notes []string

	of     *measured
	fields []string
}

// String is the bar in one line, then what it is made of.
func (c *Certificate) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: ‖û − u‖ ≤ %.3g in %s, by %s", c.Kind, c.Bar, c.Norm, c.Rule)
	if c.Kind == Estimate {
		b.Reset()
		fmt.Fprintf(&b, "%s: ‖û − u‖ ≈ %.3g in %s, by %s", c.Kind, c.Bar, c.Norm, c.Rule)
	}
	for _, p := range c.Parts {
		fmt.Fprintf(&b, "\n  %-12s %.3g = %.3g × (%.3g ± %.1g)", p.Name, p.value(), p.Constant, p.Size, p.Uncertainty)
	}
	for _, n := range c.Notes {
		b.WriteString("\n  " + n)
	}
	return b.String()
}

// Truth is the error itself, in the certificate's norm, where the solution is known: nil means that the problem's is taken.
func (c *Certificate) Truth(exact pinn.Exact) (float64, error) {
	if exact == nil {
		exact = c.of.exact
	}
	if exact == nil {
		return 0, errors.New("certify: Certificate.Truth: there is no exact solution: give one")
	}
	n, fields := c.of.u.Dims()
	var sum, most float64
	for i := range n {
		want := exact.At(c.of.x.RawRowView(i))
		if len(want) != fields {
			return 0, fmt.Errorf("certify: Certificate.Truth: the exact solution gives %d values, there are the fields %v", len(want), c.fields)
		}
		d := floats.Distance(c.of.u.RawRowView(i), want, 2)
		sum, most = sum+c.of.w[i]*d*d, math.Max(most, d)
	}
	if c.Norm == Sup {
		return most, nil
	}
	return math.Sqrt(sum), nil
}

// Against is the ratio of the bar to the error, where the solution is known: at least 1 where the certificate holds, and near it where it says much.
func (c *Certificate) Against(exact pinn.Exact) (ratio float64, err error) {
	truth, err := c.Truth(exact)
	return c.Bar / truth, err
}

// measured is a solution at the points of a quadrature over the domain.
type measured struct {
	x, u  *mat.Dense
	w     []float64
	exact pinn.Exact
}
