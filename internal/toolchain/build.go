package toolchain

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// goBuild runs the go command with -v and reports the packages that it names while it works.
func goBuild(ctx context.Context, args, env []string, report Report) error {
	if report == nil {
		report = func(string, int) {}
	}
	build := exec.CommandContext(ctx, "go", args...)
	build.Env = append(append(os.Environ(), "GOWORK=off"), env...)
	build.Cancel = func() error { return build.Process.Signal(os.Interrupt) } // lets go remove its temporary folder
	build.WaitDelay = 5 * time.Second
	stderr, err := build.StderrPipe()
	if err != nil {
		return err
	}
	if err = build.Start(); err != nil {
		return fmt.Errorf("go does not run (get it from go.dev/dl and put it on PATH): %w", err)
	}
	said := follow(stderr, report)
	err = build.Wait()
	if ctx.Err() != nil {
		return errors.New("interrupted; what was there before is still there")
	}
	if err != nil && said != "" {
		return errors.New(said)
	}
	return err
}

// follow reads what go build -v writes. A line that is one word is a package being built; the rest tells of downloads or of
// what went wrong, of which the last few lines are returned in one.
func follow(r io.Reader, report Report) string {
	var said []string
	done := 0
	for lines := bufio.NewScanner(r); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		download, isDownload := strings.CutPrefix(line, "go: downloading ")
		switch {
		case line == "":
		case isDownload:
			report("downloading "+download, done)
		case !strings.ContainsAny(line, " \t"):
			done++
			report(line, done)
		default:
			said = append(said, line)
		}
	}
	if keep := 6; len(said) > keep {
		said = append([]string{"…"}, said[len(said)-keep:]...)
	}
	return strings.Join(said, " | ")
}
