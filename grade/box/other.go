//go:build !linux

package box

import "context"

// boxed says that there is no sandbox.
func (b Box) boxed(context.Context) (Report, error) { return Report{}, Check(context.Background()) }

// Check says that there is no sandbox.
func Check(context.Context) error { return failed("it needs Linux, on Windows in WSL") }
