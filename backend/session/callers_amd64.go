package session

// callers fills pcs with the addresses that the functions above its caller return to, and returns their number. It follows frame pointers, and leaves
// it to [runtime.CallersFrames] to find inlined functions: runtime.Callers finds them at once, which was a third of the time from a
// cell's start to its first loss.
//
//go:noescape
func callers(pcs []uintptr) int
