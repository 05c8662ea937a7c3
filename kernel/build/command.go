package build

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"

	"github.com/gensci/gensci/kernel/child"
)

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
	cmd := exec.Command(path, args...)
	cmd.Dir, cmd.Env = b.Checkout, temporary(b.environment(), temp)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := child.Run(ctx, cmd); err != nil {
		return nil, &commandError{what: "go " + args[0], stderr: said.String(), err: err}
	}
	return out.Bytes(), nil
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
