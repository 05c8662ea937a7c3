package kernel

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Warm makes the first cells quick, and cells possible at all on a fresh machine: it downloads every module of the checkout's go.mod, since
// cells are built without network, and compiles the packages that cells import, with the settings of cells. What it does is written to
// log, a line for each module or package; on a cold machine it takes a minute or two, later a second.
func Warm(ctx context.Context, e Environment, log io.Writer) error {
	if e.Checkout == "" {
		var err error
		if e.Checkout, err = FindCheckout("."); err != nil {
			return err
		}
	}
	build := []string{"build", "-v", "./kernel/nb"}
	for _, folder := range []string{"gen", "plots"} {
		if _, err := os.Stat(filepath.Join(e.Checkout, folder)); err == nil {
			build = append(build, "./"+folder+"/...")
		}
	}
	for _, args := range [][]string{{"mod", "download", "-x"}, build} {
		var said bytes.Buffer
		cmd := exec.CommandContext(ctx, "go", args...)
		cmd.Dir = e.Checkout
		cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS="+flags(os.Getenv("GOFLAGS")))
		both := io.MultiWriter(log, &said)
		cmd.Stdout, cmd.Stderr = both, both
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("preparing cells: go %s in %s: %s (%w)", strings.Join(args[:2], " "), e.Checkout, lastLine(said.String()), err)
		}
	}
	return nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
