//go:build !linux

package grader

import "testing"

func sandboxed(t *testing.T)   { t.Skip("boxes are Linux's: bubblewrap") }
func adopt(t *testing.T)       { t.Helper() }
func nothingRuns(t *testing.T) { t.Helper() }
