package plots

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/plots/mark"
)

// LogProber is a trained model with a density, such as *fit.Model: x [n, 2] → n nats.
type LogProber interface {
	LogProb(x *mat.Dense) ([]float64, error)
}

// Planar is a law in the plane whose density is known; the toy sets of package data are such.
type Planar interface {
	LogProb(x []float64) float64
	Box() (lo, hi [2]float64)
}

// Density draws a model's density beside the exact one, with one scale of colours.
func Density(m LogProber, law Planar) *Figure {
	if law == nil {
		return failed("Density", errors.New("there is no law: give one, or use DensityIn"))
	}
	lo, hi := law.Box()
	g, model, err := density(m, lo, hi)
	if err != nil {
		return failed("Density", err)
	}
	exact := g.values(func(x, y float64) float64 { return math.Exp(law.LogProb([]float64{x, y})) })
	if err := valued(exact); err != nil {
		return failed("Density", fmt.Errorf("the law: %w", err))
	}
	s := mark.ScaleOf("density", []float64{0}, model, exact)
	left := g.panel("exact", "x₁", "x₂", exact, s)
	right := g.panel("model", "x₁", "x₂", model, s)
	return row(left, right).SharedAxes().SharedColors()
}

// DensityIn draws a model's density in the rectangle from lo to hi.
func DensityIn(m LogProber, lo, hi [2]float64) *Figure {
	g, z, err := density(m, lo, hi)
	if err != nil {
		return failed("DensityIn", err)
	}
	return row(g.panel("model", "x₁", "x₂", z, mark.ScaleOf("density", []float64{0}, z)))
}

// density evaluates a model on a grid.
func density(m LogProber, lo, hi [2]float64) (g grid, z []float64, err error) {
	g = grid{cells, lo, hi}
	if err = rectangle(lo, hi); err != nil {
		return g, nil, err
	}
	if m == nil {
		return g, nil, errors.New("there is no model: give one that was trained")
	}
	z, err = m.LogProb(g.points())
	if err != nil {
		return g, nil, err
	}
	if len(z) != cells*cells {
		return g, nil, fmt.Errorf("the model gave %d log-densities for %d points", len(z), cells*cells)
	}
	z = slices.Clone(z)
	for i, l := range z {
		z[i] = math.Exp(l)
	}
	if err = valued(z); err != nil {
		return g, nil, fmt.Errorf("the model's density: %w", err)
	}
	return g, z, nil
}
