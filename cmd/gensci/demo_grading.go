package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/gensci/gensci/kernel"
)

// demoGrading has the teacher's command grade three ready hand-ins, and returns what it says of them: who would be admitted, or why grading is not possible here. That command is a program of its own,
// since what teachers need (a gradebook) would make ours larger for all.
func demoGrading(ctx context.Context, show *console, checkout string) (said string, err error) {
	err = show.step("grading", func(report func(string)) (string, error) {
		start := time.Now()
		folder, bad := os.MkdirTemp("", "gensci-demo-")
		if bad != nil {
			return "", bad
		}
		defer os.RemoveAll(folder)
		report("compiling the teacher's command")
		gengrade := filepath.Join(folder, "gengrade")
		if text, failed := in(ctx, checkout, "go", "build", "-o", gengrade, "./cmd/gengrade"); failed != nil {
			said = "grading: not run: the teacher's command cannot be built: " + lastLine(text) + "\n"
			return "not run", ctx.Err() // such as without a network, if its modules were never fetched
		}
		report("three hand-ins of a sheet")
		text, bad := in(ctx, checkout, gengrade, "demo")
		if bad != nil {
			return "", fmt.Errorf("grading the ready hand-ins: %w: %s", bad, lastLine(text))
		}
		said = text
		return fmt.Sprintf("three hand-ins in %.0f s", time.Since(start).Seconds()), nil
	})
	return said, err
}

// in runs a program in the checkout and returns what it prints, or if it fails what it says of that.
func in(ctx context.Context, checkout, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.Env = checkout, append(os.Environ(), kernel.CheckoutVariable+"="+checkout)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // it removes what it has made
	cmd.WaitDelay = 10 * time.Second
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return stderr.String(), err
	}
	return string(out), nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
