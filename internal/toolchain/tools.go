package toolchain

import (
	"bytes"
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"

	"github.com/gensci/gensci/internal/dirs"
)

// Report is told what is being built: the package at hand, and how many are done. It may be called from another goroutine.
type Report func(pkg string, done int)

// packages are the programs that a notebook needs beside Go itself.
var packages = []string{"github.com/janpfeifer/gonb", "golang.org/x/tools/cmd/goimports", "golang.org/x/tools/gopls"}

const (
	stampName   = ".tools" // holds the stamp of what the tools were built from
	buildPrefix = ".build-"
)

// Bin returns the folder in which this program looks for the others.
func Bin() (string, error) {
	installed, err := dirs.Installed()
	return filepath.Join(installed, "bin"), err
}

// Tools builds GoNB, goimports and gopls from tools/go.mod of a checkout into the folder bin, unless they are there and up to date.
func Tools(ctx context.Context, bin, checkout string, report Report) error {
	unlock, err := lock(ctx, bin)
	if err != nil {
		return err
	}
	defer unlock()
	stamp, err := toolsStamp(ctx, checkout)
	if err != nil {
		return err
	}
	if upToDate(bin, stamp) {
		return nil
	}
	temp, err := os.MkdirTemp(bin, buildPrefix)
	if err != nil {
		return fmt.Errorf("no folder to build in: %w", err)
	}
	defer os.RemoveAll(temp)
	command := append([]string{"build", "-C", filepath.Join(checkout, "tools"), "-v", "-mod=readonly", "-buildvcs=false", "-ldflags=-s -w", "-o", temp}, packages...)
	if err = goBuild(ctx, command, []string{"CGO_ENABLED=0"}, report); err != nil {
		return fmt.Errorf("building gonb, goimports and gopls: %w", err)
	}
	for _, pkg := range packages {
		name := path.Base(pkg)
		if err = os.Rename(filepath.Join(temp, name), filepath.Join(bin, name)); err != nil {
			return fmt.Errorf("installing %s: %w", name, err)
		}
	}
	return os.WriteFile(filepath.Join(bin, stampName), []byte(stamp), 0o644)
}

// lock makes the folder of programs, keeps other builds out of it and removes what killed ones left.
func lock(ctx context.Context, bin string) (unlock func(), err error) {
	if unlock, err = dirs.Lock(ctx, bin, nil); err != nil {
		return nil, err
	}
	dead, _ := filepath.Glob(filepath.Join(bin, buildPrefix+"*")) // errs on bad patterns only
	for _, folder := range dead {
		os.RemoveAll(folder)
	}
	return unlock, nil
}

// toolsStamp identifies what the tools are built from.
func toolsStamp(ctx context.Context, checkout string) (string, error) {
	hash := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		content, err := os.ReadFile(filepath.Join(checkout, "tools", name))
		if err != nil {
			return "", fmt.Errorf("the pinned tools are unknown: %w", err)
		}
		hash.Write(content)
	}
	version, err := GoVersion(ctx)
	if err != nil {
		return "", err
	}
	hash.Write([]byte(version))
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// upToDate says whether all tools are there, built from what the stamp identifies.
func upToDate(bin, stamp string) bool {
	built, err := os.ReadFile(filepath.Join(bin, stampName))
	if err != nil || string(built) != stamp {
		return false
	}
	for _, pkg := range packages {
		if _, err = buildinfo.ReadFile(filepath.Join(bin, path.Base(pkg))); err != nil {
			return false
		}
	}
	return true
}

// GoRoot returns the folder of the Go installation that works in a module's folder, which may ask for another one than that on PATH.
func GoRoot(ctx context.Context, module string) (string, error) {
	env := exec.CommandContext(ctx, "go", "env", "GOROOT")
	env.Dir = module
	out, err := env.Output()
	if err != nil {
		return "", fmt.Errorf("go does not tell where it is: %w", err)
	}
	return string(bytes.TrimSpace(out)), nil
}

// GoVersion returns what `go version` says: "go version go1.26.8 linux/amd64".
func GoVersion(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "version").Output()
	if err != nil {
		return "", fmt.Errorf("go does not run (get it from go.dev/dl and put it on PATH): %w", err)
	}
	return string(bytes.TrimSpace(out)), nil
}
