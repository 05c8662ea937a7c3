package toolchain

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// BinaryName is our own program.
const BinaryName = "gensci"

// Binary builds our own program from a checkout into the folder bin, unless it is up to date, and returns its path. Whether it is, `go build` decides: it
// leaves a target alone that was built from the same sources, which takes a quarter of a second, less than a hash of our own over
// everything that the program depends on would have to be trusted for. So that the target is replaced in one step all the same, the
// build works on a second name of it.
func Binary(ctx context.Context, bin, checkout string, report Report) (string, error) {
	unlock, err := lock(ctx, bin)
	if err != nil {
		return "", err
	}
	defer unlock()
	target := filepath.Join(bin, BinaryName)
	temp, err := os.MkdirTemp(bin, buildPrefix)
	if err != nil {
		return "", fmt.Errorf("no folder to build in: %w", err)
	}
	defer os.RemoveAll(temp)
	next := filepath.Join(temp, BinaryName)
	if err = os.Link(target, next); err != nil && !os.IsNotExist(err) {
		err = nil // a file system without hard links: build anew
	}
	command := []string{"build", "-C", checkout, "-v", "-mod=readonly", "-buildvcs=false", "-ldflags=-s -w", "-o", next, "./cmd/gensci"}
	if err = goBuild(ctx, command, nil, report); err != nil {
		return "", fmt.Errorf("building %s: %w", BinaryName, err)
	}
	if err = os.Rename(next, target); err != nil { // does nothing if both are still one file
		return "", fmt.Errorf("installing %s: %w", BinaryName, err)
	}
	now := time.Now()
	return target, os.Chtimes(target, now, now) // up to date as of now, even if it is not a new one
}
