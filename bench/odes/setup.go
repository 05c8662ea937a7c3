package main

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

// requirements are the peers' versions. pip's own settings (an index with CPU-only wheels of PyTorch) are respected.
var requirements = []string{
	"scipy==1.17.1", "torch==2.13.0", "torchdiffeq==0.2.5", "jax==0.10.2", "jaxlib==0.10.2", "diffrax==0.7.2", "equinox==0.13.8", "lineax==0.1.1",
	"optimistix==0.1.0", "numpy==2.3.5",
}

var errNoPeers = errors.New("the peers are not there: make them with `go run ./bench/odes -setup-peers` (up to 6 GB), or leave them out with -sides \"gensci host,gensci graph\"")

// venv is the folder of the peers' virtual environment.
func venv() (string, error) {
	cache, err := dirs.Cache()
	return filepath.Join(cache, "odes-venv"), err
}

// peerPython is the Python of the environment, if that was made with the versions of today.
func peerPython() (string, error) {
	dir, err := venv()
	if err != nil {
		return "", err
	}
	if have, err := os.ReadFile(marker(dir)); err != nil || string(have) != strings.Join(requirements, "\n") {
		return "", errNoPeers
	}
	return filepath.Join(dir, "bin", "python"), nil
}

func marker(dir string) string { return filepath.Join(dir, "gensci-requirements") }

// setupPeers makes the environment anew, unless it is there.
func setupPeers(ctx context.Context, log io.Writer) error {
	if _, err := peerPython(); err == nil {
		return nil
	}
	dir, err := venv()
	if err != nil {
		return err
	}
	if err = os.RemoveAll(dir); err != nil {
		return fmt.Errorf("remove an incomplete environment: %w", err)
	}
	if err = os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("make room for the peers: %w", err)
	}
	pip := append([]string{filepath.Join(dir, "bin", "python"), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"}, requirements...)
	for _, command := range [][]string{{"python3", "-m", "venv", dir}, pip} {
		fmt.Fprintln(log, strings.Join(command, " "))
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Stdout, cmd.Stderr = log, log
		if err = cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w; the peers need Python 3.11 or newer with venv, and a package index", strings.Join(command[:3], " "), err)
		}
	}
	return os.WriteFile(marker(dir), []byte(strings.Join(requirements, "\n")), 0o644)
}
