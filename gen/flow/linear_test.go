package flow_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/dist"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/gen/flow"
	"github.com/gensci/gensci/gen/linalg"
	"github.com/gensci/gensci/gen/nets"
	"github.com/gensci/gensci/internal/engines"
)

// gaussian is a law in space with known principal axes (columns) and variances along them.
var (
	axes      = mat.NewDense(3, 3, []float64{2. / 3, -1. / 3, 2. / 3, 2. / 3, 2. / 3, -1. / 3, -1. / 3, 2. / 3, 2. / 3})
	variances = []float64{4, 1, .04}
)

// stars are six points ±√(3λᵢ)·uᵢ times 8: their mean is 0 and their covariance that of the law, exactly. All losses of
// linear models with Gaussian latent laws depend on data by these alone.
func stars() *mat.Dense {
	x := mat.NewDense(48, 3, nil)
	for i := range 48 {
		axis, sign := i%3, float64(2*(i/3%2)-1)
		for j := range 3 {
			x.Set(i, j, sign*math.Sqrt(3*variances[axis])*axes.At(j, axis))
		}
	}
	return x
}

// inPlane are points of the principal plane and their log-density there, N(0, diag(4, 1)).
func inPlane() (x *mat.Dense, lp []float64) {
	coords := mat.NewDense(4, 2, []float64{0, 0, 2, 0, 0, -1.5, -1, 1})
	x = mat.NewDense(4, 3, nil)
	x.Mul(coords, axes.Slice(0, 3, 0, 2).T())
	for i := range 4 {
		a, b := coords.At(i, 0), coords.At(i, 1)
		lp = append(lp, -a*a/8-b*b/2-math.Log(2*math.Pi)-.5*math.Log(4))
	}
	return x, lp
}

// triangles is the linear flow x = L·U·z, L with ones and U with exponentials on the diagonal.
type triangles struct{}

func (triangles) Build(c gen.Ctx) dist.Distribution {
	zero := tensors.FromFlatDataAndDimensions(make([]float64, 9), 3, 3)
	w := c.Scope.VariableWithValue("weights", zero).NodeValue(c.Graph)
	lower, upper := Mul(w, mask(c, func(i, j int) bool { return i > j })), Mul(w, mask(c, func(i, j int) bool { return i < j }))
	one := mask(c, func(i, j int) bool { return i == j })
	return bijector.Transformed{
		Base: dist.StandardNormal{Event: c.Event},
		T:    product{l: Add(lower, one), u: Add(upper, Mul(one, Exp(w))), log: ReduceAllSum(Mul(one, w))},
	}
}

// mask is 1 where keep says so, [3, 3].
func mask(c gen.Ctx, keep func(i, j int) bool) *Node {
	m := make([][]float64, 3)
	for i := range m {
		m[i] = make([]float64, 3)
		for j := range m[i] {
			if keep(i, j) {
				m[i][j] = 1
			}
		}
	}
	return ConstAsDType(c.Graph, c.DType(), m)
}

// product is the map of triangles; its log-determinant is that of U.
type product struct{ l, u, log *Node }

func (p product) Forward(z *Node) (x, logDet *Node) {
	return DotProduct(z, Transpose(DotProduct(p.l, p.u), 0, 1)), p.logDet(z, 1)
}

func (p product) Inverse(x *Node) (z, logDet *Node) {
	columns := Transpose(x, 0, 1) // [3, b]
	return Transpose(linalg.SolveUpper(p.u, linalg.SolveLower(p.l, columns)), 0, 1), p.logDet(x, -1)
}

func (p product) logDet(x *Node, sign float64) *Node {
	return Add(ZerosLike(ReduceSum(x, -1)), MulScalar(p.log, sign))
}

// linearTol is for 1000 steps of Adam with rates that fall to nothing, and for estimates that scatter on the way.
const linearTol = 0.01

// TestLinearIsPCA: linear maps and a normal latent law learn the plane of the principal components, and the law of the
// data projected to it.
func TestLinearIsPCA(t *testing.T) {
	for name, m := range map[string]gen.Density{
		"rectangular, exact":      flow.Rectangular{Latent: 2, Outer: triangles{}},
		"rectangular, stochastic": flow.Rectangular{Latent: 2, Outer: triangles{}, Probes: 2},
		"free-form":               flow.FreeForm{Latent: 2, Encoder: nets.MLP{Out: 2}, Decoder: nets.MLP{Out: 3}, Probes: 2},
	} {
		t.Run(name, func(t *testing.T) { isPCA(t, engines.Go(t), m) })
	}
}

func isPCA(t *testing.T, b compute.Backend, spec gen.Density) {
	m, err := fit.DensityOn(b, spec, fit.Whole(stars()), fit.Options{Steps: 1000, LearningRate: 0.03, DType: dtypes.Float64, Schedule: fit.Cosine(0)})
	if err != nil {
		t.Fatal(err)
	}
	x, want := inPlane()
	got, err := m.LogProb(x)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if !(math.Abs(got[i]-want[i]) <= linearTol*(1+math.Abs(want[i]))) {
			t.Errorf("log p = %.4f at point %d of the principal plane, want %.4f", got[i], i, want[i])
		}
	}
	away, err := m.Distance(x)
	if err != nil {
		t.Fatal(err)
	}
	for i, off := range away {
		if !(off <= linearTol) {
			t.Errorf("point %d of the principal plane is %.4f away from its projection", i, off)
		}
	}
}

// TestLinearFreeFormIsTheLaw: at full dimension the law itself is learned, with the encoder's exact determinant.
func TestLinearFreeFormIsTheLaw(t *testing.T) {
	m, err := fit.DensityOn(engines.Go(t), flow.FreeForm{Encoder: nets.MLP{Out: 3}, Decoder: nets.MLP{Out: 3}, Beta: 1}, fit.Whole(stars()),
		fit.Options{Steps: 2000, LearningRate: 0.03, DType: dtypes.Float64, Schedule: fit.Cosine(0)})
	if err != nil {
		t.Fatal(err)
	}
	x, want := inPlane()
	got, err := m.LogProb(x)
	if err != nil {
		t.Fatal(err)
	}
	for i := range want {
		full := want[i] - .5*math.Log(2*math.Pi*variances[2])
		if !(math.Abs(got[i]-full) <= linearTol*(1+math.Abs(full))) {
			t.Errorf("log p = %.4f at point %d, want %.4f", got[i], i, full)
		}
	}
}
