package bijector_test

import (
	"math"
	"testing"

	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"

	"github.com/gensci/gensci/gen/bijector"
	"github.com/gensci/gensci/gen/gentest"
	"github.com/gensci/gensci/internal/engines"
)

// A circular spline of zeros and an angle is a rotation.
func TestCircularRotates(t *testing.T) {
	theta := make([]float64, 13)
	theta[12] = 1
	c := bijector.Circular{Bins: 4}
	x := []float64{-math.Pi, -1, 0, 3, math.Pi, 7}
	y, logSlope, _ := along(t, engines.Go(t), c.Forward, x, theta)
	close(t, "y", y, []float64{1 - math.Pi, 0, 1, 4 - 2*math.Pi, 1 - math.Pi, 8 - 2*math.Pi}, closedForm)
	close(t, "log-slope", logSlope, make([]float64, len(x)), closedForm)
	x, _, _ = along(t, engines.Go(t), c.Inverse, []float64{1, 1 - math.Pi, 20}, theta)
	close(t, "x", x, []float64{0, -math.Pi, 19 - 6*math.Pi}, closedForm)
}

// Where the circle closes, the slope from the left is that from the right, and it is the parameter.
func TestCircularCloses(t *testing.T) {
	theta := []float64{0.3, -0.5, 1.2, 0.1, -0.4, 0.9, 0.8, -1.1, 0.5, 2}
	edge := math.Nextafter(math.Pi, 0)
	_, logSlope, _ := along(t, engines.Go(t), bijector.Circular{Bins: 3}.Forward, []float64{-math.Pi, edge}, theta)
	want := 7 * math.Tanh(0.8/7)
	close(t, "log-slope at ±π", logSlope, []float64{want, want}, closedForm)
}

func TestCircularSuite(t *testing.T) {
	of := bijector.Circular{Bins: 4}
	build := func(dtype dtypes.DType) func(s *model.Scope, g *Graph) bijector.Bijector {
		return func(s *model.Scope, g *Graph) bijector.Bijector {
			even, odd := coupled(s.In("even"), g, bijector.Alternating(3), of, dtype), coupled(s.In("odd"), g, bijector.Alternating(3).Flip(), of, dtype)
			return bijector.Chain{periodic(even), periodic(odd)}
		}
	}
	gentest.Bijector(t, engines.Go(t), 3, build(dtypes.Float64), gentest.Trial{Angles: true})
	gentest.Bijector(t, engines.Go(t), 3, build(dtypes.Float32), gentest.Trial{Angles: true, Float32: true})
}

// periodic makes the network of a coupling see the sine of its input.
func periodic(c bijector.Coupling) bijector.Coupling {
	net := c.Net
	c.Net = func(pass *Node) *Node { return net(Sin(pass)) }
	return c
}
