package nets

import (
	"math"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/support/exceptions"
)

// Fourier coefficients of functions sampled at x_j = j·P/n, with P their period, as products with real matrices: exact for any n, and
// differentiable on every engine, which the engines' own transforms are not. For few modes k < K of a few hundred points the
// product costs no more than a fast transform.

// DFT gives the coefficients û_k = 1/n Σ_j u_j e^(−2πikj/n) of the lowest modes k < modes of real functions: u [batch, n, channels] →
// real parts, then imaginary parts, [2·modes, batch, channels]. Divided by n, they do not depend on how finely a smooth function is
// sampled. All modes must be below the Nyquist frequency, 2(modes − 1) < n, above which sampling confuses them.
func DFT(u *Node, modes int) *Node {
	if u.Rank() != 3 {
		exceptions.Panicf("nets.DFT: want u [batch, n, channels], got %s", u.Shape())
	}
	n := u.Shape().Dim(1)
	wantModes("nets.DFT", modes, n)
	waves := waves(u.Graph(), u.DType(), n, modes, func(int) float64 { return 1 / float64(n) })
	return DotGeneral(waves, []int{1}, nil, u, []int{1}, nil) // [2k, n] · [b, n, c] → [2k, b, c]
}

// InverseDFT is the real function u_j = û_0 + 2 Re Σ_{0<k<modes} û_k e^(2πikj/n) at n points: c [2·modes, batch, channels], as DFT
// gives them → [batch, n, channels]. The imaginary part of û_0 does not count, since a real function has none.
func InverseDFT(c *Node, n int) *Node {
	if c.Rank() != 3 || c.Shape().Dim(0)%2 != 0 {
		exceptions.Panicf("nets.InverseDFT: want c [2·modes, batch, channels], got %s", c.Shape())
	}
	modes := c.Shape().Dim(0) / 2
	wantModes("nets.InverseDFT", modes, n)
	waves := waves(c.Graph(), c.DType(), n, modes, func(k int) float64 {
		if k == 0 {
			return 1
		}
		return 2
	})
	return Transpose(DotGeneral(c, []int{0}, nil, waves, []int{0}, nil), 1, 2) // [2k, b, c] · [2k, n] → [b, c, n] → [b, n, c]
}

// waves is the matrix [2·modes, n] with rows a_k cos(2πkj/n), then −a_k sin(2πkj/n). Angles are reduced in whole numbers, so that they are
// as exact for high modes as for low ones.
func waves(g *Graph, dtype dtypes.DType, n, modes int, a func(k int) float64) *Node {
	rows := make([][]float64, 2*modes)
	for k := range modes {
		re, im := make([]float64, n), make([]float64, n)
		for j := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(k*j%n) / float64(n))
			re[j], im[j] = a(k)*cos, -a(k)*sin
		}
		rows[k], rows[modes+k] = re, im
	}
	return ConstAsDType(g, dtype, rows)
}

func wantModes(who string, modes, n int) {
	if modes < 1 || 2*(modes-1) >= n {
		exceptions.Panicf("%s: want at least 1 mode, and 2(modes − 1) < %d points, got %d modes", who, n, modes)
	}
}
