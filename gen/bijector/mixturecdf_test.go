package bijector_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/core/tensors"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mathext"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

func TestMixtureCDF(t *testing.T) {
	for name, of := range map[string]bijector.Univariate{
		"several":  bijector.MixtureCDF{Components: 3},
		"reversed": bijector.Reversed{Of: bijector.MixtureCDF{Components: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			gentest.Bijector(t, engines.Go(t), 3, func(s *model.Scope, g *Graph) bijector.Bijector {
				return bijector.Elementwise{Of: of, Theta: value(s, g, "theta", 3, of.Params())}
			})
		})
	}
}

// One logistic law with s = √3/π: y = Φ⁻¹(σ(x/s)), also where σ(x/s) rounds to 1 and where it is below 1e-300.
func TestMixtureCDFIsTheQuantile(t *testing.T) {
	of := bijector.MixtureCDF{Components: 1}
	s := math.Sqrt(3) / math.Pi
	x := []float64{-300, -105, -20, -3, -.1, 0, .7, 5, 40, 1e6}
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		y, logSlope := evaluate(t, b, x, make([]float64, 3), of.Forward)
		for i := range x {
			want := normalQuantile(-math.Abs(x[i] / s))
			if x[i] > 0 {
				want = -want
			}
			density := -math.Abs(x[i]/s) - 2*math.Log1p(math.Exp(-math.Abs(x[i]/s))) - math.Log(s)
			slope := density + want*want/2 + math.Log(2*math.Pi)/2
			if math.Abs(y[i]-want) > 1e-12*(1+math.Abs(want)) {
				t.Errorf("%g goes to %.15g, want %.15g", x[i], y[i], want)
			}
			// y²/2 is as large as the logarithm of the probability, of which a small number remains.
			if math.Abs(logSlope[i]-slope) > 1e-11*(1+want*want) {
				t.Errorf("the log-slope at %g is %.15g, want %.15g", x[i], logSlope[i], slope)
			}
		}
	})
}

// normalQuantile is Φ⁻¹(σ(l)) for l ≤ 0, beyond the range of σ by the asymptotic series of Mills' ratio.
func normalQuantile(l float64) float64 {
	log := l - math.Log1p(math.Exp(l))
	if log > -600 {
		return mathext.NormalQuantile(math.Exp(log))
	}
	a := math.Sqrt(-2 * log)
	for range 30 { // ln Φ(−a) = −a²/2 − ln √2π − ln a + ln(1 − 1/a² + 3/a⁴)
		a = math.Sqrt(-2*log - math.Log(2*math.Pi) - 2*math.Log(a) + 2*math.Log1p(-1/(a*a)+3/(a*a*a*a)-15/math.Pow(a, 6)))
	}
	return -a
}

// A mixture of two by hand, through its probability.
func TestMixtureCDFByHand(t *testing.T) {
	of := bijector.MixtureCDF{Components: 2}
	half, s := math.Sqrt(.5), math.Sqrt(1.5)/math.Pi
	sigma := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	w := math.E / (1 + math.E) // logits 1 and 0
	f := w*sigma((.4-(-half+.3))/s) + (1-w)*sigma((.4-half)/(s*math.Exp(5*math.Tanh(-.2))))
	y, _ := evaluate(t, engines.Go(t), []float64{.4}, []float64{1, 0, .3, 0, 0, -1}, of.Forward)
	near(t, "quantile", y[0], mathext.NormalQuantile(f))
}

func TestElementwiseRefuses(t *testing.T) {
	for name, theta := range map[string][]int{"width": {2, 2}, "params": {1, 3}} {
		_, err := CallOnce(engines.Go(t), func(x *Node) *Node {
			ones := BroadcastToDims(Const(x.Graph(), 1.0), theta...)
			y, _ := bijector.Elementwise{Of: bijector.ScaleShift{}, Theta: ones}.Forward(x)
			return y
		}, [][]float64{{1}})
		if err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
	_, err := CallOnce(engines.Go(t), func(x *Node) *Node {
		y, _ := bijector.MixtureCDF{Components: -1}.Forward(x, Reshape(x, 1, 1, 1))
		return y
	}, [][]float64{{1}})
	if err == nil {
		t.Error("components: want an error")
	}
}

// Every row may have parameters of its own.
func TestElementwiseOfEachRow(t *testing.T) {
	out := MustExecOnce(engines.Go(t), func(x *Node) *Node {
		y, _ := bijector.Elementwise{Of: bijector.Additive{}, Theta: Const(x.Graph(), [][][]float64{{{1}}, {{2}}})}.Forward(x)
		return y
	}, [][]float64{{10}, {20}})
	if y := tensors.MustCopyFlatData[float64](out); y[0] != 11 || y[1] != 22 {
		t.Errorf("got %v, want 11, 22", y)
	}
}
