package data

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

// Scaler shifts and scales columns: z = (x − Mean)/Std. A model trained on z has density p(x) = p(z)/∏ Std.
type Scaler struct {
	Mean, Std []float64 // one entry a column
}

// FitScaler takes mean and deviation (of the population: divided by n) of each column of x [n, d]; a constant column has Std 1.
func FitScaler(x *mat.Dense) (Scaler, error) {
	if x == nil || x.IsEmpty() {
		return Scaler{}, errors.New("data: FitScaler wants at least one row, got none")
	}
	if err := checkFinite("FitScaler's matrix", x); err != nil {
		return Scaler{}, err
	}
	_, cols := x.Dims()
	s := Scaler{Mean: make([]float64, cols), Std: make([]float64, cols)}
	for j := range cols {
		mean, variance := stat.PopMeanVariance(mat.Col(nil, j, x), nil)
		s.Mean[j], s.Std[j] = mean, math.Sqrt(variance)
		if s.Std[j] <= 1e-12*math.Abs(mean) { // rounding alone
			s.Std[j] = 1
		}
	}
	return s, nil
}

// Apply returns z = (x − Mean)/Std, [n, d]. It panics on another number of columns.
func (s Scaler) Apply(x *mat.Dense) *mat.Dense {
	return s.each("Apply", x, func(j int, v float64) float64 { return (v - s.Mean[j]) / s.Std[j] })
}

// Undo returns x = Mean + Std·z, [n, d]. It panics on another number of columns.
func (s Scaler) Undo(z *mat.Dense) *mat.Dense {
	return s.each("Undo", z, func(j int, v float64) float64 { return s.Mean[j] + s.Std[j]*v })
}

func (s Scaler) each(name string, x *mat.Dense, f func(j int, v float64) float64) *mat.Dense {
	if _, cols := x.Dims(); cols != len(s.Mean) {
		panic(fmt.Sprintf("data.Scaler.%s: want %d columns, got %d", name, len(s.Mean), cols))
	}
	var y mat.Dense
	y.Apply(func(_, j int, v float64) float64 { return f(j, v) }, x)
	return &y
}
