package kernel

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gomlx/compute"

	engine "github.com/gensci/gensci/backend/session"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/kernel/child"
	"github.com/gensci/gensci/kernel/resident"
)

// GonbVariable names another GoNB than the one that setup built.
const GonbVariable = "GENSCI_GONB"

// ErrNoGonb is returned where GoNB, or goimports beside it, is missing.
var ErrNoGonb = errors.New("gonb is missing: run `go run ./cmd/gensci setup`")

// FindGonb returns the path of GoNB: $GENSCI_GONB, else bin/gonb of this installation. goimports must lie beside it.
func FindGonb() (string, error) {
	path := os.Getenv(GonbVariable)
	if path == "" {
		installed, err := dirs.Installed()
		if err != nil {
			return "", err
		}
		path = filepath.Join(installed, "bin", "gonb")
	}
	for _, file := range []string{path, filepath.Join(filepath.Dir(path), "goimports")} {
		if info, err := os.Stat(file); err != nil || info.IsDir() {
			return "", ErrNoGonb
		}
	}
	return path, nil
}

// Environment is what cells are compiled and run in.
type Environment struct {
	Checkout string   // folder of this module; by default what FindCheckout finds
	Engine   []string // the command that starts a session server (resident.Serve); by default this program with the argument "session"
}

// resident starts what computes for cells. Its socket is in workdir.
func (e Environment) resident(workdir string, log io.Writer) (*resident.Owner, error) {
	argv := e.Engine
	if argv == nil {
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("prepare the engine's process: %w", err)
		}
		argv = []string{self, "session"}
	}
	return resident.Start(resident.Options{Folder: workdir, Argv: argv, Log: log})
}

// settled fills in the checkout.
func (e Environment) settled(dir string) (Environment, error) {
	if _, err := exec.LookPath("go"); err != nil {
		return e, errors.New("go is missing on PATH: cells are compiled with it; install Go from https://go.dev/dl")
	}
	var err error
	if e.Checkout == "" {
		if e.Checkout, err = FindCheckout(dir); err != nil {
			return e, err
		}
	}
	if e.Checkout, err = filepath.Abs(e.Checkout); err != nil {
		return e, fmt.Errorf("starting the kernel: %w", err)
	}
	return e, nil
}

// gonb returns GoNB, ready to start. It does its work in folder. It gets no gopls, which it would start.
func (e Environment) gonb(connectionFile, folder string, env []string) (*exec.Cmd, error) {
	gonb, err := FindGonb()
	if err != nil {
		return nil, err
	}
	path, err := pathWithoutGopls(gonb, folder)
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(gonb, "-kernel", connectionFile, "-raw_error", "-go_work="+e.Checkout)
	cmd.Env = append(slices.Clip(env), "PATH="+path, "TMPDIR="+folder, child.LastingVariable+"=1")
	return cmd, nil
}

// variables changes the inherited environment: no network while cells build, since the checkout's go.mod decides all versions;
// no symbol tables and no C, so that cells link fast; they compute in the session server at socket, and the choice of an engine is its affair.
// Settings that would break GoNB's own go.mod and go.work are dropped.
func (e Environment) variables(inherited []string, workdir, socket string) []string {
	set := map[string]string{
		"TMPDIR": workdir, "GOPROXY": "off", "GOFLAGS": flags(os.Getenv("GOFLAGS")), "GOWORK": "", "GO111MODULE": "",
		"CGO_ENABLED": "0", CheckoutVariable: e.Checkout, engine.Variable: socket, compute.ConfigEnvVar: "",
	}
	env := slices.DeleteFunc(slices.Clone(inherited), func(s string) bool {
		name, _, _ := strings.Cut(s, "=")
		_, ours := set[name]
		return ours
	})
	for name, value := range set {
		if value != "" {
			env = append(env, name+"="+value)
		}
	}
	slices.Sort(env)
	return env
}

// pathWithoutGopls is a PATH on which GoNB finds go and goimports but no gopls, which it would start.
func pathWithoutGopls(gonb, workdir string) (string, error) {
	bin := filepath.Join(workdir, "bin")
	if err := os.Mkdir(bin, 0o700); err != nil {
		return "", fmt.Errorf("preparing the kernel: %w", err)
	}
	goTool, err := exec.LookPath("go")
	if err != nil {
		return "", fmt.Errorf("preparing the kernel: %w", err)
	}
	for name, target := range map[string]string{"go": goTool, "goimports": filepath.Join(filepath.Dir(gonb), "goimports")} {
		if target, err = filepath.Abs(target); err != nil {
			return "", fmt.Errorf("preparing the kernel: %w", err)
		}
		if err := os.Symlink(target, filepath.Join(bin, name)); err != nil {
			return "", fmt.Errorf("preparing the kernel: %w", err)
		}
	}
	path := []string{bin}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "gopls")); err != nil {
			path = append(path, dir)
		}
	}
	return strings.Join(path, string(filepath.ListSeparator)), nil
}
