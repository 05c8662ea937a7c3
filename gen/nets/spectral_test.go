package nets_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/dsp/fourier"

	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// dftTolerance is some hundred roundings of float64 in sums of a few dozen numbers of size 1.
const dftTolerance = 1e-13

// random functions at n points, [1, n, 1].
func random(n int, seed uint64) [][][]float64 {
	r, u := rand.New(rand.NewPCG(seed, 1)), make([][]float64, n)
	for j := range u {
		u[j] = []float64{r.NormFloat64()}
	}
	return [][][]float64{u}
}

// values runs f on x.
func values(t *testing.T, b compute.Backend, f func(x *Node) *Node, x any) []float64 {
	t.Helper()
	out, err := CallOnce(b, f, x)
	if err != nil {
		t.Fatal(err)
	}
	return tensors.MustCopyFlatData[float64](out)
}

// TestDFTIsGonums: even, odd and prime numbers of points, up to the highest mode there is.
func TestDFTIsGonums(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		for _, n := range []int{1, 2, 8, 15, 31, 64} {
			modes := (n + 1) / 2
			u := random(n, uint64(n))
			got := values(t, b, func(u *Node) *Node { return nets.DFT(u, modes) }, u)
			flat := make([]float64, n)
			for j := range flat {
				flat[j] = u[0][j][0]
			}
			for k, c := range fourier.NewFFT(n).Coefficients(nil, flat)[:modes] {
				if d := math.Hypot(got[k]-real(c)/float64(n), got[modes+k]-imag(c)/float64(n)); !(d < dftTolerance) {
					t.Errorf("n %d: coefficient %d is %g + %gi, gonum has %v", n, k, got[k], got[modes+k], c/complex(float64(n), 0))
				}
			}
			back := values(t, b, func(u *Node) *Node { return nets.InverseDFT(nets.DFT(u, modes), n) }, u)
			for j := range back {
				missing := 0.0
				if n%2 == 0 { // the mode at the Nyquist frequency
					for i, x := range flat {
						missing += x * math.Pow(-1, float64(i+j)) / float64(n)
					}
				}
				if d := math.Abs(back[j] + missing - flat[j]); !(d < dftTolerance) {
					t.Errorf("n %d: point %d comes back off by %g", n, j, d)
				}
			}
		}
	})
}

// TestSpectralHasAnyResolution: the layer of a band-limited function is one function, whatever the grid.
func TestSpectralHasAnyResolution(t *testing.T) {
	at := func(n int) [][][]float64 {
		u := make([][]float64, n)
		for j := range u {
			x := 2 * math.Pi * float64(j) / float64(n)
			u[j] = []float64{1 + math.Sin(x) - math.Cos(4*x), math.Cos(2*x + 1)}
		}
		return [][][]float64{u}
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		coarse, _ := spectral(t, b, nets.Spectral{Modes: 6, Out: 3}, at(12))
		fine, _ := spectral(t, b, nets.Spectral{Modes: 6, Out: 3}, at(36))
		for j := range 12 {
			for c := range 3 {
				if d := math.Abs(coarse[3*j+c] - fine[9*j+c]); !(d < dftTolerance) {
					t.Errorf("point %d, channel %d: off by %g", j, c, d)
				}
			}
		}
	})
}

// TestSpectralMultipliesModes: R_1 = i turns cos into −sin at any phase, R_2 = 2 doubles, R_0 = 0 takes out the mean.
func TestSpectralMultipliesModes(t *testing.T) {
	const n = 9
	u, want := make([][]float64, n), make([]float64, n)
	for j := range u {
		x := 2 * math.Pi * float64(j) / n
		u[j] = []float64{5 + math.Cos(x+.3) + math.Sin(2*x)}
		want[j] = -math.Sin(x+.3) + 2*math.Sin(2*x)
	}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		store := model.NewStore()
		store.RootScope().VariableWithValue("real", [][][]float64{{{0}}, {{0}}, {{2}}})
		store.RootScope().VariableWithValue("imaginary", [][][]float64{{{0}}, {{1}}, {{0}}})
		out, err := model.CallOnce(b, store, func(s *model.Scope, x *Node) *Node {
			return nets.Spectral{Modes: 3, Out: 1}.Build(s, x.Graph(), 1, dtypes.Float64)(x)
		}, [][][]float64{u})
		if err != nil {
			t.Fatal(err)
		}
		for j, y := range tensors.MustCopyFlatData[float64](out) {
			if !(math.Abs(y-want[j]) < dftTolerance) {
				t.Errorf("point %d: %g, want %g", j, y, want[j])
			}
		}
	})
}

// TestSpectralGradient: the gradient of Σ y² by the input is 2·Jᵀy, compared with differences.
func TestSpectralGradient(t *testing.T) {
	u := random(7, 3)
	loss := func(x *Node) *Node { return ReduceAllSum(Square(nets.InverseDFT(Square(nets.DFT(x, 3)), 7))) }
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		g := values(t, b, func(x *Node) *Node { return Gradient(loss(x), x)[0] }, u)
		for j := range u[0] {
			const h = 1e-5
			at := func(d float64) float64 {
				u[0][j][0] += d
				defer func() { u[0][j][0] -= d }()
				return values(t, b, loss, u)[0]
			}
			if want := (at(h) - at(-h)) / (2 * h); !(math.Abs(g[j]-want) < 1e-8) { // h² and roundings over h
				t.Errorf("entry %d: %g, differences give %g", j, g[j], want)
			}
			if b.Name() != engines.Go(t).Name() {
				break // each call compiles
			}
		}
	})
}

func spectral(t *testing.T, b compute.Backend, s nets.Spectral, u [][][]float64) ([]float64, *model.Store) {
	t.Helper()
	store := model.NewStore()
	out, err := model.CallOnce(b, store, func(sc *model.Scope, x *Node) *Node {
		return s.Build(sc, x.Graph(), x.Shape().Dim(2), x.DType())(x)
	}, u)
	if err != nil {
		t.Fatal(err)
	}
	return tensors.MustCopyFlatData[float64](out), store
}

func TestSpectralSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		f    func(x *Node) *Node
		want string
	}{
		{func(x *Node) *Node { return nets.DFT(x, 0) }, "at least 1 mode"},
		{func(x *Node) *Node { return nets.DFT(x, 5) }, "2(modes − 1) < 8 points, got 5"},
		{func(x *Node) *Node { return nets.DFT(Reshape(x, 8), 2) }, "want u [batch, n, channels]"},
		{func(x *Node) *Node { return nets.InverseDFT(Reshape(x, 1, 8, 1), 8) }, "want c [2·modes, batch, channels]"},
		{func(x *Node) *Node { return nets.InverseDFT(Reshape(x, 8, 1, 1), 6) }, "2(modes − 1) < 6 points, got 4"},
	} {
		_, err := CallOnce(engines.Go(t), c.f, random(8, 1))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want an error with %q", err, c.want)
		}
	}
	for want, s := range map[string]nets.Spectral{"at least 1 mode": {Out: 1}, "1 channel": {Modes: 2}, "got 5 modes": {Modes: 5, Out: 1}} {
		_, err := model.CallOnce(engines.Go(t), model.NewStore(), func(sc *model.Scope, x *Node) *Node {
			return s.Build(sc, x.Graph(), 1, x.DType())(x)
		}, random(8, 1))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: got %v, want an error with %q", s, err, want)
		}
	}
}
