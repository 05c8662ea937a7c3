//go:build !amd64

package session

import "runtime"

// callers fills pcs with the addresses that the functions above its caller return to, and returns their number.
func callers(pcs []uintptr) int { return runtime.Callers(3, pcs) }
