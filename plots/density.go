package plots

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
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

// cells is the number of cells of a map in each direction.
const cells = 160

// Density draws a model's density beside the exact one, with one scale of colours.
func Density(m LogProber, law Planar) *Figure {
	if law == nil {
		return failed("Density", errors.New("there is no law: give one, or use DensityIn"))
	}
	lo, hi := law.Box()
	model, err := density(m, lo, hi)
	if err != nil {
		return failed("Density", err)
	}
	exact := model.with(make([]float64, len(model.z)))
	x := exact.points()
	for i := range exact.z {
		exact.z[i] = math.Exp(law.LogProb(x.RawRowView(i)))
	}
	if err := finite(exact.z); err != nil {
		return failed("Density", fmt.Errorf("the law: %w", err))
	}
	top := sequential(0, math.Max(floats.Max(model.z), floats.Max(exact.z)))
	left := exact.panel("exact", "x₁", "x₂", top, false)
	right := model.panel("model", "x₁", "", top, true)
	return figure(panelWidth-20, panelHeight, left, right)
}

// DensityIn draws a model's density in the rectangle from lo to hi.
func DensityIn(m LogProber, lo, hi [2]float64) *Figure {
	g, err := density(m, lo, hi)
	if err != nil {
		return failed("DensityIn", err)
	}
	return figure(panelWidth, panelHeight, g.panel("model", "x₁", "x₂", sequential(0, floats.Max(g.z)), true))
}

// density evaluates a model on a grid.
func density(m LogProber, lo, hi [2]float64) (grid, error) {
	if !(lo[0] < hi[0] && lo[1] < hi[1]) {
		return grid{}, fmt.Errorf("want a rectangle with lo < hi, got %v and %v", lo, hi)
	}
	if m == nil {
		return grid{}, errors.New("there is no model: give one that was trained")
	}
	g := grid{n: cells, lo: lo, hi: hi}
	logp, err := m.LogProb(g.points())
	if err != nil {
		return g, err
	}
	if len(logp) != cells*cells {
		return g, fmt.Errorf("the model gave %d log-densities for %d points", len(logp), cells*cells)
	}
	g.z = make([]float64, len(logp))
	for i, l := range logp {
		g.z[i] = math.Exp(l)
	}
	if err := finite(g.z); err != nil {
		return g, fmt.Errorf("the model's density: %w", err)
	}
	return g, nil
}
