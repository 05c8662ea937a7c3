//go:build cgo && !noxla && linux && amd64

package backend

import (
	"fmt"
	"os"
	"strings"
	"testing"

	. "github.com/gomlx/gomlx/core/graph"
)

// megabytes is what this process holds.
func megabytes(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	_, rest, found := strings.Cut(string(status), "VmRSS:")
	var kb int
	if n, _ := fmt.Sscan(rest, &kb); err != nil || !found || n != 1 {
		t.Fatal(err, string(status))
	}
	return kb >> 10
}

// XLA's compiler leaves tens of megabytes behind, which glibc would keep.
func TestGiveBack(t *testing.T) {
	if testing.Short() {
		t.Skip("XLA compiles for seconds")
	}
	engine, err := New("xla:" + realPlugin(t))
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Finalize()
	slope := func(x *Node) *Node {
		y := x
		for range 20 {
			y = Tanh(DotProduct(y, y))
		}
		return Gradient(ReduceAllSum(y), x)[0]
	}
	x := make([][]float32, 16)
	for i := range x {
		x[i] = make([]float32, 16)
	}
	if _, err = CallOnce(engine, slope, x); err != nil {
		t.Fatal(err)
	}
	before := megabytes(t)
	GiveBack()
	after := megabytes(t)
	if after > before-5 { // 13 were measured
		t.Errorf("%d MB before, %d MB after", before, after)
	}
}
