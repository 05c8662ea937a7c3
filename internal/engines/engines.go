// Package engines gives tests of graph code the engines to run on. Only tests import it; tests of gen
// do so from an external test package, since gen itself knows no engine.
package engines

import (
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/gensci/gensci/backend"
	"github.com/gomlx/compute"
)

// Go returns the pure Go engine.
func Go(t testing.TB) compute.Backend {
	t.Helper()
	b, err := backend.Go()
	if err != nil {
		t.Fatalf("pure Go engine: %v", err)
	}
	return b
}

// XLA returns the XLA engine: the one that $GOMLX_BACKEND names, else the one with the plugin that
// is installed. Without either, and under -short, the test skips and says why.
func XLA(t testing.TB) compute.Backend {
	t.Helper()
	if testing.Short() {
		t.Skip("XLA compiles for seconds: not under -short")
	}
	b, err := xla()
	if err != nil {
		t.Skipf("XLA engine: %v", err)
	}
	return b
}

var xla = sync.OnceValues(func() (compute.Backend, error) {
	if config := os.Getenv(compute.ConfigEnvVar); strings.HasPrefix(config, "xla") {
		return backend.New(config)
	}
	return backend.XLA()
})

// Each runs f as the subtest "go" on the pure Go engine and as "xla" on XLA, which skips where there is
// none. Under -short it runs on pure Go alone, which has no compile time.
func Each(t *testing.T, f func(t *testing.T, b compute.Backend)) {
	t.Helper()
	t.Run("go", func(t *testing.T) { f(t, Go(t)) })
	if !testing.Short() {
		t.Run("xla", func(t *testing.T) { f(t, XLA(t)) })
	}
}
