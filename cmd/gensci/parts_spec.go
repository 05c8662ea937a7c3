package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/internal/system"
	"github.com/gensci/gensci/internal/toolchain"
	"github.com/gensci/gensci/kernel"
)

// specParts are the kernelspecs of our name that Jupyter may find. It takes the first; the others stand behind it.
func specParts(ctx context.Context) (parts []part) {
	for _, data := range jupyterFolders(ctx) {
		folder := kernel.SpecIn(data)
		s, err := kernel.ReadSpec(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		p := part{name: "kernelspec", needed: len(parts) == 0, mend: setupAgain(), version: describeSpec(folder, s)}
		switch {
		case err != nil:
			p.problem = "damaged"
		case len(parts) > 0:
			p.version += ", behind the first"
		default:
			p.problem = specProblem(s)
		}
		parts = append(parts, p)
	}
	if len(parts) == 0 {
		parts = append(parts, part{name: "kernelspec", needed: true, problem: "missing", mend: setupCommand})
	}
	return parts
}

// describeSpec says where a kernelspec is and what it names.
func describeSpec(folder string, s kernel.Spec) string {
	if len(s.Argv) == 0 {
		return folder
	}
	whose := "for this user"
	if user, err := kernel.SpecFolder(); err != nil || user != folder {
		whose = "for an environment"
		if _, ok := system.Of(s.Argv[0]); ok {
			whose = "for all users"
		}
	}
	return fmt.Sprintf("%s, %s, checkout %s", folder, whose, s.Checkout())
}

// specProblem is what keeps a kernelspec from working, "" if nothing does.
func specProblem(s kernel.Spec) string {
	for _, path := range []string{s.Argv[0], s.Checkout()} {
		if _, err := os.Stat(path); err != nil {
			return "names " + path + ", which is gone"
		}
	}
	return ""
}

// jupyterFolders are the data folders in which Jupyter looks for kernelspecs, in its order: what it says itself if it is there.
func jupyterFolders(ctx context.Context) []string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var said struct{ Data []string }
	if out, err := exec.CommandContext(ctx, "jupyter", "--paths", "--json").Output(); err == nil && json.Unmarshal(out, &said) == nil && len(said.Data) > 0 {
		return said.Data
	}
	folders := filepath.SplitList(os.Getenv("JUPYTER_PATH"))
	if user, err := kernel.JupyterData(); err == nil {
		folders = append(folders, user)
	}
	if venv := os.Getenv("VIRTUAL_ENV"); venv != "" {
		folders = append(folders, filepath.Join(venv, "share", "jupyter"))
	}
	return append(folders, "/usr/local/share/jupyter", "/usr/share/jupyter")
}

// checkoutPart compares our installed program with the sources that it was built from: cells are built from those, and a kernel that is older may
// not fit them.
func checkoutPart(context.Context) part {
	p := part{name: "checkout", mend: setupAgain()}
	checkout, err := kernel.FindCheckout(".")
	if err != nil {
		p.problem, p.mend = "unknown", "run this inside a checkout of gensci"
		return p
	}
	p.version = checkout
	built, source := installedAt(), checkout
	if v, ok := system.Current(); ok {
		if r, recordErr := v.Record(); recordErr == nil {
			p.version, source, built = fmt.Sprintf("%s, of %s as it was on %s", checkout, r.Checkout, r.Made.Format(time.DateOnly)), r.Checkout, r.Made
		}
	}
	if changed := lastChange(source); !built.IsZero() && changed.After(built) {
		p.problem = "newer than the kernel"
	}
	return p
}

// installedAt is when our installed program was built, or found to be up to date; zero if there is none.
func installedAt() time.Time {
	bin, err := toolchain.Bin()
	if err != nil {
		return time.Time{}
	}
	info, err := os.Stat(filepath.Join(bin, toolchain.BinaryName))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// lastChange is the last change of what the kernel is built from.
func lastChange(checkout string) (last time.Time) {
	for _, folder := range []string{"backend", "cmd", "gen", "internal", "kernel", "plots", "go.mod"} {
		_ = filepath.WalkDir(filepath.Join(checkout, folder), func(path string, d fs.DirEntry, err error) error { // what cannot be read does not count
			if err != nil {
				return nil
			}
			if name := d.Name(); name == "testdata" {
				return filepath.SkipDir
			} else if d.IsDir() || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, ".") {
				return nil
			}
			if info, err := d.Info(); err == nil && info.ModTime().After(last) {
				last = info.ModTime()
			}
			return nil
		})
	}
	return last
}
