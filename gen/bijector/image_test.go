package bijector_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

func linear(n int) func(s *model.Scope, g *Graph) bijector.Bijector {
	return func(s *model.Scope, g *Graph) bijector.Bijector {
		return bijector.NewLinear(s, g, nets.Orthogonal(s, n), dtypes.Float64)
	}
}

func TestMapsOfImages(t *testing.T) {
	for name, c := range map[string]struct {
		dim   int
		build func(s *model.Scope, g *Graph) bijector.Bijector
	}{
		"linear": {3, linear(3)}, "linear, one coordinate": {1, linear(1)},
		"1×1 convolution": {4, func(s *model.Scope, g *Graph) bijector.Bijector {
			return bijector.Pixelwise{Pixels: 2, Of: linear(2)(s, g)}
		}},
		"squeeze": {8, func(*model.Scope, *Graph) bijector.Bijector {
			return bijector.SpaceToDepth{Height: 2, Width: 2, Channels: 2}
		}},
		"leading": {4, func(s *model.Scope, g *Graph) bijector.Bijector { return bijector.Leading{Count: 3, Of: affine(s, g)} }},
		"logit": {3, func(*model.Scope, *Graph) bijector.Bijector {
			return bijector.Inverted{Of: bijector.Logit{Alpha: 0.05}}
		}},
		"coupling, channels":     {4, coupling(bijector.Channels(1, 2, 2), bijector.ScaleShift{})},
		"coupling, checkerboard": {4, coupling(bijector.Checkerboard(2, 2, 1), bijector.ScaleShift{})},
	} {
		t.Run(name, func(t *testing.T) {
			gentest.Bijector(t, engines.Go(t), c.dim, c.build)
		})
	}
}

// run evaluates in float64 on pure Go.
func run(t *testing.T, x [][]float64, f func(s *model.Scope, x *Node) []*Node) [][]float64 {
	t.Helper()
	exec, err := model.NewExec(engines.Go(t), model.NewStore(), func(s *model.Scope, in []*Node) []*Node { return f(s, in[0]) })
	if err != nil {
		t.Fatal(err)
	}
	res, err := exec.Call(x)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]float64
	for _, r := range res {
		out = append(out, tensors.MustCopyFlatData[float64](r))
	}
	return out
}

func both(y, logDet *Node) []*Node { return []*Node{y, logDet} }

func same(t *testing.T, what string, got []float64, want ...float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %v, want %v", what, got, want)
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= 1e-12) && got[i] != want[i] { // a few operations in float64
			t.Errorf("%s: got %v, want %v", what, got, want)
			return
		}
	}
}

func TestLinearStartsAtItsMatrix(t *testing.T) {
	start := mat.NewDense(3, 3, []float64{0, 2, 1, -1, 0, 0.5, 3, 1, 1}) // needs pivots; its determinant is 4
	out := run(t, [][]float64{{1, 2, 4}}, func(s *model.Scope, x *Node) []*Node {
		return both(bijector.NewLinear(s, x.Graph(), start, dtypes.Float64).Forward(x))
	})
	same(t, "W·x", out[0], 8, 1, 9)
	same(t, "log-determinant", out[1], math.Log(4))
}

// The inverse is exact whether or not the size is a power of two.
func TestLinearComesBackInAnySize(t *testing.T) {
	for _, n := range []int{2, 4, 5, 7, 16, 33} {
		x := make([]float64, n)
		for i := range x {
			x[i] = float64(i + 1)
		}
		out := run(t, [][]float64{x}, func(s *model.Scope, x *Node) []*Node {
			l := linear(n)(s, x.Graph())
			y, logDet := l.Forward(x)
			back, _ := l.Inverse(y)
			return []*Node{back, logDet, ReduceSum(Square(y), -1), ReduceSum(Square(x), -1)}
		})
		for i := range x {
			if math.Abs(out[0][i]-x[i]) > 1e-10 { // n products of numbers up to n
				t.Errorf("n=%d: back at %v", n, out[0])
				break
			}
		}
		if math.Abs(out[1][0]) > 1e-12 || math.Abs(out[2][0]/out[3][0]-1) > 1e-12 {
			t.Errorf("n=%d: an orthogonal map changed lengths from %g to %g, log-determinant %g", n, out[3][0], out[2][0], out[1][0])
		}
	}
}

func TestSpaceToDepthMovesBlocks(t *testing.T) {
	out := run(t, [][]float64{{0, 1, 2, 3, 4, 5, 6, 7}}, func(_ *model.Scope, x *Node) []*Node {
		return both(bijector.SpaceToDepth{Height: 2, Width: 4, Channels: 1}.Forward(x))
	})
	same(t, "blocks", out[0], 0, 1, 4, 5, 2, 3, 6, 7)
	same(t, "log-determinant", out[1], 0)
}

func TestPassingFirst(t *testing.T) {
	out := run(t, [][]float64{{0, 1, 2, 3}}, func(_ *model.Scope, x *Node) []*Node {
		y, logDet := bijector.PassingFirst{Mask: bijector.Channels(1, 2, 2)}.Forward(x)
		back, _ := bijector.PassingFirst{Mask: bijector.Channels(1, 2, 2)}.Inverse(y)
		flipped, _ := bijector.PassingFirst{Mask: bijector.Checkerboard(2, 2, 1).Flip()}.Forward(x)
		return []*Node{y, logDet, back, flipped}
	})
	same(t, "first channels, then second ones", out[0], 0, 2, 1, 3)
	same(t, "log-determinant", out[1], 0)
	same(t, "back", out[2], 0, 1, 2, 3)
	same(t, "black pixels", out[3], 1, 2, 0, 3)
}

func TestPixelwiseAndLeading(t *testing.T) {
	out := run(t, [][]float64{{1, 2, 3, 4}}, func(_ *model.Scope, x *Node) []*Node {
		a := bijector.Affine{Shift: Const(x.Graph(), []float64{10, 20}), LogScale: Const(x.Graph(), []float64{math.Ln2, 0})}
		return append(both(bijector.Pixelwise{Pixels: 2, Of: a}.Forward(x)), both(bijector.Leading{Count: 2, Of: a}.Forward(x))...)
	})
	same(t, "each pixel", out[0], 12, 22, 16, 24)
	same(t, "log-determinant of two pixels", out[1], 2*math.Ln2)
	same(t, "the first two", out[2], 12, 22, 3, 4)
	same(t, "log-determinant", out[3], math.Ln2)
}

// Outside of its support the logit has density 0 and finite values and gradients.
func TestLogit(t *testing.T) {
	inf := math.Inf(1)
	out := run(t, [][]float64{{0.5, 0}, {2, 0.5}, {-inf, 0.5}}, func(_ *model.Scope, x *Node) []*Node {
		y, logDet := bijector.Logit{Alpha: 0.05}.Forward(x)
		return []*Node{y, logDet, Gradient(ReduceAllSum(logDet), x)[0]}
	})
	same(t, "logit", out[0], 0, math.Log(0.05/0.95), 0, 0, 0, 0)
	same(t, "log-determinant", out[1], math.Log(0.9*4)+math.Log(0.9/0.05/0.95), -inf, -inf)
	for _, v := range out[2] {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			t.Errorf("a gradient is %g", v)
		}
	}
}

// Wide rows are not moved by a product with a matrix.
func TestWideRows(t *testing.T) {
	const n = 60
	mask := bijector.Checkerboard(6, 5, 2)
	row, order := make([]float64, n), make(bijector.Permutation, n)
	for i := range row {
		row[i], order[i] = float64(i*i), (7*i+3)%n
	}
	out := run(t, [][]float64{row}, func(_ *model.Scope, x *Node) []*Node {
		c := bijector.Coupling{Mask: mask, Of: bijector.Additive{}, Net: func(pass *Node) *Node { return ExpandAxes(pass, -1) }}
		y, _ := c.Forward(x)
		back, _ := c.Inverse(y)
		moved, _ := order.Forward(x)
		return []*Node{y, back, moved, Gradient(ReduceAllSum(Mul(moved, x)), x)[0]}
	})
	same(t, "inverse(forward(x))", out[1], row...)
	for i, y := range out[0] {
		if mask[i] == (y != row[i]) && row[i] != 0 && y != row[i] {
			t.Errorf("coordinate %d passes, yet goes from %g to %g", i, row[i], y)
		}
		if want := row[order[i]]; out[2][i] != want {
			t.Errorf("place %d has %g, want %g", i, out[2][i], want)
		}
		if at := order[i]; math.Abs(out[3][at]-row[order[at]]-row[i]) > 1e-9 { // x_p(i) and where x_i went to
			t.Errorf("gradient %d is %g, want %g", at, out[3][at], row[order[at]]+row[i])
		}
	}
}

func TestMapsOfImagesRefuse(t *testing.T) {
	x := [][]float64{{1, 2, 3}, {3, 4, 5}}
	for want, f := range map[string]func(s *model.Scope, x *Node){
		"square matrix": func(s *model.Scope, x *Node) {
			bijector.NewLinear(s, x.Graph(), mat.NewDense(1, 2, nil), dtypes.Float64)
		},
		"invertible matrix": func(s *model.Scope, x *Node) {
			bijector.NewLinear(s, x.Graph(), mat.NewDense(2, 2, nil), dtypes.Float64)
		},
		"[batch, 2]":    func(s *model.Scope, x *Node) { linear(2)(s, x.Graph()).Inverse(x) },
		"even sides":    func(_ *model.Scope, x *Node) { bijector.SpaceToDepth{Height: 1, Width: 3, Channels: 1}.Forward(x) },
		"2 pixels":      func(_ *model.Scope, x *Node) { bijector.Pixelwise{Pixels: 2}.Forward(x) },
		"dim ≥ 4":       func(_ *model.Scope, x *Node) { bijector.Leading{Count: 4}.Inverse(x) },
		"less than 0.5": func(_ *model.Scope, x *Node) { bijector.Logit{Alpha: math.NaN()}.Forward(x) },
	} {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(s *model.Scope, x *Node) *Node { f(s, x); return x }, x)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}
