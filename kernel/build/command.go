package build

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// command returns a process of a build: in a group of its own, all of which dies when ctx ends, since the go command does not take its
// compilers along.
func command(ctx context.Context, dir string, env []string, path string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir, cmd.Env = dir, env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second / 2 // pipes that a straggler holds open
	return cmd
}

// temporary is env with another folder for temporary files: killed tools leave them behind.
func temporary(env []string, dir string) []string {
	return append(slices.Clip(env), "TMPDIR="+dir, "GOTMPDIR="+dir)
}

// goCommand runs the go command in the module, with its temporary files in temp, and returns what it printed to standard output.
func (b *Builder) goCommand(ctx context.Context, temp string, args ...string) ([]byte, error) {
	path := b.Go
	if path == "" {
		path = "go"
	}
	cmd := command(ctx, b.Checkout, temporary(b.environment(), temp), path, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, &commandError{what: "go " + args[0], stderr: stderr.String(), err: err}
	}
	return out, nil
}

// commandError is a command that failed, with what it printed.
type commandError struct {
	what, stderr string
	err          error
}

func (e *commandError) Error() string {
	return fmt.Sprintf("%s: %v: %s", e.what, e.err, strings.TrimSpace(e.stderr))
}

func (e *commandError) Unwrap() error { return e.err }
