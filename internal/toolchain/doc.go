// Package toolchain builds the programs that notebooks need into a folder: GoNB, goimports and gopls in the versions that
// tools/go.mod pins, and our own program, which Jupyter starts as the kernel.
//
//	err := toolchain.Tools(ctx, bin, checkout, report)          // skipped if tools/go.mod, go.sum and the Go version are as before
//	binary, err := toolchain.Binary(ctx, bin, checkout, report) // go build decides what has changed
//
// `go install package@version` is not used: it needs a proxy that lists versions, and would not hold the dependencies still.
// The tools need no C compiler. A program is there whole or not at all: it is built aside and renamed.
package toolchain
