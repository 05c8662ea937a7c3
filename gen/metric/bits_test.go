package metric

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// The uniform density on [0, 1) needs log₂ levels bits for every pixel, whatever the noise; one that is 2^j high in column
// j needs j bits less there.
func TestBitsPerDim(t *testing.T) {
	x := mat.NewDense(3, 2, []float64{0, 15, 3, 4, 15, 15})
	e, err := BitsPerDim(function(func(x *mat.Dense) ([]float64, error) {
		n, _ := x.Dims()
		for _, v := range x.RawMatrix().Data {
			if v < 0 || v >= 1 {
				t.Errorf("a pixel became %g", v)
			}
		}
		return make([]float64, n), nil
	}), x, 16)
	if err != nil || e.Value != 4 || e.StdErr != 0 || e.Unit != "bits per dimension" {
		t.Errorf("got %v, %v; want 4 bits", e, err)
	}
	e, err = BitsPerDim(function(func(x *mat.Dense) ([]float64, error) { return []float64{math.Ln2, math.Ln2, math.Ln2}, nil }), x, 16)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "bits", e.Value, 3.5, 1e-14)
}

// Many copies of the noise come close to the mean over it.
func TestBitsPerDimAverages(t *testing.T) {
	linear := function(func(x *mat.Dense) ([]float64, error) {
		n, _ := x.Dims()
		lp := make([]float64, n)
		for i := range lp {
			lp[i] = math.Log(2 * x.At(i, 0))
		}
		return lp, nil
	})
	const copies = 20000
	e, err := BitsPerDim(linear, mat.NewDense(1, 1, []float64{1}), 2, Options{N: copies})
	if err != nil {
		t.Fatal(err)
	}
	// E[-log₂ 2(1+u)/2] + 1 with u uniform: 1 - ∫₀¹ log₂(1+u) du = 1/ln 2 - 1; log₂(1+u) has standard deviation .28
	near(t, "bits", e.Value, 1/math.Ln2-1, 5*0.29/math.Sqrt(copies))
}

func TestBitsPerDimRefuses(t *testing.T) {
	m, x := function(func(*mat.Dense) ([]float64, error) { return nil, errors.New("no luck") }), mat.NewDense(1, 1, nil)
	for text, f := range map[string]func() (Estimate, error){
		"rows of pixels":    func() (Estimate, error) { return BitsPerDim(m, nil, 2) },
		"at least 2 levels": func() (Estimate, error) { return BitsPerDim(m, x, 1) },
		"N = -1":            func() (Estimate, error) { return BitsPerDim(m, x, 2, Options{N: -1}) },
		"no luck":           func() (Estimate, error) { return BitsPerDim(m, x, 2) },
	} {
		_, err := f()
		wantError(t, err, text)
	}
}
