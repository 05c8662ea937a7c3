package fit_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/gomlx/compute"
	. "github.com/gomlx/gomlx/core/graph"
	"github.com/gomlx/gomlx/ml/model"
	"gonum.org/v1/gonum/mat"

	"github.com/gensci/gensci/gen"
	"github.com/gensci/gensci/gen/fit"
	"github.com/gensci/gensci/internal/engines"
)

// resident is the memory of this process in bytes, the engine's included.
func resident(t *testing.T) int {
	t.Helper()
	runtime.GC()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Skip("memory is measured through /proc, which only Linux has")
	}
	for line := range strings.Lines(string(status)) {
		var kb int
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kb); err == nil {
			return kb << 10
		}
	}
	t.Fatal("no VmRSS in /proc/self/status")
	return 0
}

// Every call of the engine takes new arrays in and gives some back: kept by mistake, those of 4000 steps would be 200 MB.
func TestMemoryDoesNotGrowWithTheSteps(t *testing.T) {
	engines.Each(t, func(t *testing.T, b compute.Backend) {
		wide := wideLaw{}
		var early, late int
		_, err := fit.Run(b, model.NewStore(), wide.loss, fit.Stream(wide, 64), fit.Options{Steps: 4500, Callback: func(h *fit.History) error {
			if early == 0 && h.Steps() >= 500 {
				early = resident(t)
			}
			if h.Steps() == 4500 {
				late = resident(t)
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		if grown := late - early; grown > 80<<20 { // the slack of collector and allocator; the arrays are 200 × 64 × 4 bytes a step
			t.Errorf("memory grew by %d MB in 4000 steps", grown>>20)
		}
	})
}

// wideLaw is a standard normal in 200 dimensions.
type wideLaw struct{}

func (wideLaw) Dim() int { return 200 }

func (wideLaw) Sample(rng *rand.Rand, n int) *mat.Dense {
	x := mat.NewDense(n, 200, nil)
	for i := range x.RawMatrix().Data {
		x.RawMatrix().Data[i] = rng.NormFloat64()
	}
	return x
}

// loss fits the mean.
func (wideLaw) loss(c gen.Ctx, batch []*Node) *Node {
	mu := c.Scope.VariableWithValue("mu", make([]float32, 200)).NodeValue(c.Graph)
	return ReduceSum(Square(Sub(batch[0], ExpandAxes(mu, 0))), -1)
}
