package lab

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/replace"
)

//go:embed requirements.txt
var requirements []byte

var pinned = regexp.MustCompile(`(?m)^jupyterlab==(\S+)`)

// Version is that of JupyterLab.
func Version() string { return string(pinned.FindSubmatch(requirements)[1]) }

// room is what an environment takes while it is made: 240 MB, and what pip unpacks.
const room = 500 << 20

// Environment is a virtual environment with JupyterLab.
type Environment struct{ folder string }

// Python is its interpreter.
func (e Environment) Python() string { return filepath.Join(e.folder, "bin", "python") }

// Prepare returns the environment below folder. If there is none, or one that is not whole, has other versions, or has lost its Python, it is made anew, which
// takes half a minute and a package index. wanted is the Python to make it with, "" for python3 on PATH if one has to be made. report is told of every step.
func Prepare(ctx context.Context, folder, wanted string, report func(string)) (Environment, error) {
	unlock, err := dirs.Lock(ctx, folder, func() { report("another gensci is at work on it") })
	if err != nil {
		return Environment{}, err
	}
	defer unlock()
	e := Environment{filepath.Join(folder, "venv")}
	var with python
	if wanted != "" {
		if with, err = interpreter(ctx, wanted); err != nil {
			return e, err
		}
	}
	if ready(ctx, e, with) {
		return e, nil
	}
	if with, err = interpreter(ctx, wanted); err != nil {
		return e, err
	}
	return e, e.build(ctx, with, report)
}

// build makes the environment where it will stay, since it cannot be moved, and the marker last: without it nobody takes it for whole.
func (e Environment) build(ctx context.Context, with python, report func(string)) error {
	for _, old := range []string{e.marker(), e.folder} {
		if err := os.RemoveAll(old); err != nil {
			return fmt.Errorf("an older environment of JupyterLab cannot be removed: %w", err)
		}
	}
	if free, err := dirs.Free(e.folder); err == nil && free < room {
		return fmt.Errorf("JupyterLab needs %d MB in %s, and %d MB are free: make room, or set XDG_CACHE_HOME to a roomier disk", room>>20, filepath.Dir(e.folder), free>>20)
	}
	report("making a virtual environment with Python " + with.version)
	if err := run(ctx, nil, with.path, "-I", "-m", "venv", e.folder); err != nil {
		return fmt.Errorf("%s cannot make a virtual environment: %w", with.path, err)
	}
	if err := e.install(ctx, report); err != nil {
		return err
	}
	// A bare Python beside the course's kernel is a trap: those that the user has registered are still there.
	if err := os.RemoveAll(filepath.Join(e.folder, "share", "jupyter", "kernels", "python3")); err != nil {
		return fmt.Errorf("preparing JupyterLab: %w", err)
	}
	return replace.File(e.marker(), []byte(e.stamp(with)))
}

// marker stands beside the environment and says what it was made from.
func (e Environment) marker() string { return e.folder + ".made-from" }

func (e Environment) stamp(with python) string {
	sum := sha256.Sum256(requirements)
	return hex.EncodeToString(sum[:]) + "\n" + with.version + "\n" + with.base + "\n"
}

// ready tells whether the environment is whole, has today's versions, and still has the Python that it was made with: that one may have been
// replaced by a newer one, which does not find the packages. with is the Python that it must have been made with, if any.
func ready(ctx context.Context, e Environment, with python) bool {
	made, err := os.ReadFile(e.marker())
	if err != nil {
		return false
	}
	now, err := ask(ctx, e.Python())
	return err == nil && string(made) == e.stamp(now) && (with.base == "" || with.base == now.base)
}
