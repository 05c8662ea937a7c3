// Package venv makes virtual environments of Python for the peers of a benchmark, with pinned versions, in the user's cache folder.
package venv

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/internal/dirs"
)

// Environment is what a benchmark needs. pip's own settings (an index with CPU-only wheels of PyTorch) are respected.
type Environment struct {
	Name         string   // of the folder
	Requirements []string // as pip takes them, with versions
	Missing      string   // what Python says where it is not there: how to make it, and how to do without
}

func (e Environment) folder() (string, error) {
	cache, err := dirs.Cache()
	return filepath.Join(cache, e.Name), err
}

// ErrMissing is what errors of an environment that is not there wrap.
var ErrMissing = errors.New("the peers are not there")

// Python is the path of the environment's Python, if that was made with these versions.
func (e Environment) Python() (string, error) {
	dir, err := e.folder()
	if err != nil {
		return "", err
	}
	if have, err := os.ReadFile(marker(dir)); err != nil || string(have) != strings.Join(e.Requirements, "\n") {
		return "", fmt.Errorf("%w: %s", ErrMissing, e.Missing)
	}
	return filepath.Join(dir, "bin", "python"), nil
}

func marker(dir string) string { return filepath.Join(dir, "gensci-requirements") }

// Make makes the environment anew, unless it is there.
func (e Environment) Make(ctx context.Context, log io.Writer) error {
	if _, err := e.Python(); err == nil {
		return nil
	}
	dir, err := e.folder()
	if err != nil {
		return err
	}
	if err = os.RemoveAll(dir); err != nil {
		return fmt.Errorf("remove an incomplete environment: %w", err)
	}
	if err = os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("make room for the peers: %w", err)
	}
	pip := append([]string{filepath.Join(dir, "bin", "python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"}, e.Requirements...)
	for _, command := range [][]string{{"python3", "-m", "venv", dir}, pip} {
		fmt.Fprintln(log, strings.Join(command, " "))
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Stdout, cmd.Stderr = log, log
		if err = cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w; the peers need Python 3.11 or newer with venv, and a package index", strings.Join(command[:3], " "), err)
		}
	}
	return os.WriteFile(marker(dir), []byte(strings.Join(e.Requirements, "\n")), 0o644)
}
