package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/toolchain"
	"github.com/gensci/gensci/kernel"
)

// lab is what the rows share: the kernel that is measured, and folders.
type lab struct {
	checkout string
	binary   string // of this checkout: the kernel, and the session server
	folder   string // of this run
	programs string // folder in the checkout, where somebody would write a program that uses it
	ipython  string // a Python with ipykernel and numpy, "" for none
	log      io.Writer
	kernels  *os.File // what kernels and session servers say
}

// newLab builds everything into folders of its own, warms the build cache as `gensci setup` does, and changes this process's environment so
// that all it starts finds that.
func newLab(ctx context.Context, log io.Writer) (*lab, error) {
	l := &lab{log: log}
	var err error
	if l.checkout, err = goSays(ctx, "list", "-m", "-f", "{{.Dir}}"); err != nil {
		return nil, fmt.Errorf("find the checkout (run this inside one): %w", err)
	}
	plugin, err := backend.FindPlugin()
	if err != nil {
		return nil, err
	}
	if err = moveIn(ctx, plugin); err != nil {
		return nil, err
	}
	if err = l.makeFolders(); err == nil {
		err = l.build(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, l.close())
	}
	return l, nil
}

// build builds what is measured.
func (l *lab) build(ctx context.Context) error {
	fmt.Fprintln(l.log, "building the kernel and its tools")
	bin, err := toolchain.Bin() // ours since moveIn
	if err != nil {
		return err
	}
	if err = toolchain.Tools(ctx, bin, l.checkout, nil); err != nil {
		return err
	}
	if l.binary, err = toolchain.Binary(ctx, bin, l.checkout, nil); err != nil {
		return err
	}
	return kernel.Warm(ctx, kernel.Environment{Checkout: l.checkout}, io.Discard)
}

// makeFolders makes the folders of this run, and opens the file for what kernels say, which outlives it.
func (l *lab) makeFolders() error {
	cache, err := dirs.Cache()
	if err != nil {
		return err
	}
	if err = os.MkdirAll(cache, 0o755); err != nil {
		return err
	}
	if l.kernels, err = os.Create(filepath.Join(cache, "kernels.log")); err != nil {
		return err
	}
	if l.folder, err = os.MkdirTemp("", "gensci-cells-"); err != nil {
		return err
	}
	if l.programs, err = os.MkdirTemp(l.checkout, "_cells-"); err != nil { // the underscore hides it from ./...
		return err
	}
	return os.Setenv("TMPDIR", l.folder) // kernels clear away the folders of dead ones, and need not know whose these are
}

// moveIn has everything that this process starts use folders of our own, and the XLA plugin that was found.
func moveIn(ctx context.Context, plugin string) error {
	cache, err := dirs.Cache()
	if err != nil {
		return err
	}
	build, err := goSays(ctx, "env", "GOCACHE") // lies in the user's cache folder, which is about to be another
	if err != nil {
		return err
	}
	own := filepath.Join(cache, "bench-cells")
	for name, value := range map[string]string{
		"XDG_DATA_HOME": filepath.Join(own, "data"), "XDG_CACHE_HOME": filepath.Join(own, "cache"), "GOCACHE": build,
		"PJRT_PLUGIN_LIBRARY_PATH": filepath.Dir(plugin),
	} {
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	for _, name := range []string{"GOMLX_BACKEND", "GENSCI_SESSION", "GENSCI_CHECKOUT", "GENSCI_GONB", "GENSCI_PREFIX", "GOWORK", "GLIBC_TUNABLES", "CGO_ENABLED"} {
		if err := os.Unsetenv(name); err != nil {
			return err
		}
	}
	return nil
}

func (l *lab) close() error {
	err := errors.Join(os.RemoveAll(l.folder), os.RemoveAll(l.programs))
	if l.kernels != nil {
		err = errors.Join(err, l.kernels.Close())
	}
	return err
}

// environment is this process's with settings.
func environment(settings ...string) []string {
	env := slices.DeleteFunc(os.Environ(), func(old string) bool {
		name, _, _ := strings.Cut(old, "=")
		return slices.ContainsFunc(settings, func(s string) bool { return strings.HasPrefix(s, name+"=") })
	})
	return append(env, settings...)
}

// goSays is what the go command prints.
func goSays(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, "go", args...).Output()
	return strings.TrimSpace(string(out)), err
}
