//go:build !linux

package machine

import (
	"math"
	"runtime"
)

// Limit does nothing here: PyTorch and JAX are told their number of threads, XLA takes what it finds.
func Limit(int) error { return nil }

// Free is without a bound here.
func Free(string) int64 { return math.MaxInt64 }

// Processor is all that is known of it.
func Processor() string { return runtime.GOARCH }

// Load is not known here.
func Load() float64 { return 0 }
