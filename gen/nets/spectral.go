package nets

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Spectral is a convolution with kernels as wide as the functions themselves, which are periodic: the lowest Fourier coefficients of all channels
// are multiplied by a complex matrix R_k for each mode k, and the others are left out,
//
//	v ↦ Σ_{|k| < Modes} R_k v̂_k e^(2πikx/P)
//
// It acts on functions, not on grids: a smooth function gives the same function however finely it is sampled. Reference: Li et al., Fourier Neural
// Operator for Parametric Partial Differential Equations, ICLR 2021, eq. 4 and section 4.
type Spectral struct {
	Modes int // k = 0 … Modes−1
	Out   int // channels of the output
}

// Build binds "real" and "imaginary" [Modes, in, Out], the parts of R_k: [batch, n, in] → [batch, n, Out] for any n > 2(Modes − 1).
// They start uniform, such that each mode's coefficients keep their size.
func (s Spectral) Build(scope *model.Scope, g *Graph, in int, dtype dtypes.DType) Net {
	if s.Modes < 1 || s.Out < 1 || in < 1 {
		exceptions.Panicf("nets.Spectral: want at least 1 mode and 1 channel, got %d modes, channels %d → %d", s.Modes, in, s.Out)
	}
	bound := math.Sqrt(3 / float64(in+s.Out)) // |R|² has the mean 2/(in + out), as Glorot's
	dims := []int{s.Modes, in, s.Out}
	re := variable(scope, "real", dtype, dims, uniform(bound)).NodeValue(g)
	im := variable(scope, "imaginary", dtype, dims, uniform(bound)).NodeValue(g)
	// As a real matrix for (real, imaginary) rows of coefficients: [k, 2·in, 2·out].
	r := Concatenate([]*Node{Concatenate([]*Node{re, im}, 2), Concatenate([]*Node{Neg(im), re}, 2)}, 1)
	return func(v *Node) *Node {
		if v.Rank() != 3 || v.Shape().Dim(2) != in {
			exceptions.Panicf("nets.Spectral: want v [batch, n, %d], got %s", in, v.Shape())
		}
		b, n := v.Shape().Dim(0), v.Shape().Dim(1)
		wantModes("nets.Spectral", s.Modes, n)
		c := TransposeAllAxes(Reshape(DFT(v, s.Modes), 2, s.Modes, b, in), 1, 2, 0, 3)          // [2k, b, in] → [k, b, 2, in]
		c = DotGeneral(Reshape(c, s.Modes, b, 2*in), []int{2}, []int{0}, r, []int{1}, []int{0}) // → [k, b, 2·out]
		c = TransposeAllAxes(Reshape(c, s.Modes, b, 2, s.Out), 2, 0, 1, 3)                      // → [2, k, b, out]
		return InverseDFT(Reshape(c, 2*s.Modes, b, s.Out), n)
	}
}
