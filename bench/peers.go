package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/bench/machine"
	"github.com/gensci/gensci/internal/dirs"
)

// requirements are the peers' versions. On Linux, PyPI's PyTorch comes with CUDA's libraries and does not load without them, so the
// environment takes 6 GB; pip's own settings (an index with CPU-only wheels) are respected.
var requirements = []string{"torch==2.13.0", "jax==0.10.2", "jaxlib==0.10.2", "numpy==2.3.5", "setuptools==80.9.0"}

const peersNeed = 8 << 30 // bytes while installing

//go:embed peers/*.py
var peerSources embed.FS

// venv is the folder of the peers' virtual environment.
func venv() (string, error) {
	cache, err := dirs.Cache()
	return filepath.Join(cache, "bench-venv"), err
}

// setupPeers makes the virtual environment anew, unless it is there with these versions.
func setupPeers(ctx context.Context, log io.Writer) error {
	dir, err := venv()
	if err != nil || peersReady(dir) {
		return err
	}
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("remove an incomplete environment: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("make room for the peers: %w", err)
	}
	if free := machine.Free(filepath.Dir(dir)); free < peersNeed {
		return fmt.Errorf("the peers need %d GB in %s, and %d GB are free: make room or set XDG_CACHE_HOME", peersNeed>>30, filepath.Dir(dir), free>>30)
	}
	pip := append([]string{"-m", "pip", "install", "--no-input", "--disable-pip-version-check"}, requirements...)
	for _, command := range [][]string{{"python3", "-m", "venv", dir}, append([]string{python(dir)}, pip...)} {
		fmt.Fprintln(log, strings.Join(command, " "))
		cmd := exec.CommandContext(ctx, command[0], command[1:]...)
		cmd.Stdout, cmd.Stderr = log, log
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("%s: %w; the peers need Python 3.11 or newer with venv, and a package index", strings.Join(command[:3], " "), err)
		}
	}
	return os.WriteFile(marker(dir), []byte(strings.Join(requirements, "\n")), 0o644)
}

// peersReady says whether the last setup went through, with the versions of today.
func peersReady(dir string) bool {
	have, err := os.ReadFile(marker(dir))
	return err == nil && string(have) == strings.Join(requirements, "\n")
}

func marker(dir string) string { return filepath.Join(dir, "gensci-requirements") }

func python(dir string) string { return filepath.Join(dir, "bin", "python") }

// unpackPeers writes the workers' sources into dir.
func unpackPeers(dir string) error {
	return os.CopyFS(dir, peerSources)
}

var errNoPeers = errors.New("the peers are not there: make them with `go run ./bench -setup-peers` (6 GB), or leave them out with -peers none")
