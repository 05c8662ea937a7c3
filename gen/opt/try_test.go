package opt_test

import (
	"fmt"
	"testing"

	"github.com/gensci/gensci/gen/opt"
	"github.com/gensci/gensci/internal/engines"
	"github.com/gomlx/compute/dtypes"
	. "github.com/gomlx/gomlx/core/graph"
)

func TestTry(t *testing.T) {
	b := engines.Go(t)
	for _, dt := range []dtypes.DType{dtypes.Float64, dtypes.Float32} {
		sum := 0
		for _, f := range functions() {
			r, err := opt.LBFGS{Memory: 10, Gradient: 1e-6, DType: dt}.Minimize(b, func(x *Node, _ []*Node) *Node { return f.f(x) }, f.start)
			if err != nil {
				t.Errorf("%s: %v", f.name, err)
				continue
			}
			sum += r.Evaluations
			fmt.Println(f.name, r, r.FirstCall)
		}
		fmt.Println("sum", sum)
	}
}
