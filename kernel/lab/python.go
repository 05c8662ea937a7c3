package lab

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// patience is for a Python that is asked who it is.
const patience = 30 * time.Second

// oldest is the first Python that requirements.txt has versions for.
const oldest = "3.10"

// probe says a Python's version and which one is behind it if it is that of a virtual environment; then whether it can make one. On Debian
// these modules are a package of their own.
const probe = `import os, sys
print("%d.%d.%d" % sys.version_info[:3])
print(os.path.realpath(getattr(sys, "_base_executable", sys.executable)))
print(sys.version_info >= (3, 10))
sys.stdout.flush()
import venv, ensurepip`

// python is a Python that was asked.
type python struct {
	path    string
	version string
	base    string // the interpreter itself
	modern  bool
	venv    bool // it can make virtual environments
}

// ask starts a Python. What PYTHONPATH and the user's own packages would add is none of our business: -I.
func ask(ctx context.Context, path string) (python, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, "-I", "-c", probe)
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 3 {
		if err == nil {
			err = errors.New("it does not say its version")
		}
		return python{}, err
	}
	return python{path: path, version: lines[0], base: lines[1], modern: lines[2] == "True", venv: err == nil}, nil
}

// interpreter is the Python that makes the environment: the one asked for, else python3 on PATH. Its errors say what to install.
func interpreter(ctx context.Context, wanted string) (python, error) {
	name := wanted
	if name == "" {
		name = "python3"
	}
	path, err := exec.LookPath(name)
	if err != nil && wanted != "" {
		return python{}, fmt.Errorf("there is no Python %s: name one with --python", wanted)
	}
	if err != nil {
		return python{}, errors.New("python3 is missing on PATH, and JupyterLab needs it: install Python " + oldest + " or newer (Debian, Ubuntu: apt install python3 python3-venv), or name one with --python")
	}
	p, err := ask(ctx, path)
	switch {
	case ctx.Err() != nil:
		return p, ctx.Err()
	case err != nil:
		return p, fmt.Errorf("%s does not run (%w): name another Python with --python", path, err)
	case !p.modern:
		return p, fmt.Errorf("%s is Python %s, and JupyterLab needs %s or newer: name another one with --python", path, p.version, oldest)
	case !p.venv:
		return p, fmt.Errorf("%s cannot make virtual environments: install its module venv (Debian, Ubuntu: apt install python3-venv), or name another Python with --python", path)
	}
	return p, nil
}
