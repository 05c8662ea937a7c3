//go:build !linux

package main

import (
	"math"
	"runtime"
)

// limitThreads does nothing here: the peers are told their number of threads, XLA takes what it finds.
func limitThreads(int) error { return nil }

func freeBytes(string) int64 { return math.MaxInt64 }

func processor() string { return runtime.GOARCH }
