package kernel

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/internal/system"
)

// Warm makes the first cells quick, and cells possible at all on a fresh machine: it downloads every module of the checkout's go.mod, since
// cells are built without network, and compiles the packages that cells import, with the settings of cells. What it does is written to
// log, a line for each module or package; on a cold machine it takes a minute or two, later a second.
func Warm(ctx context.Context, e Environment, log io.Writer) error {
	if e.Checkout == "" {
		var err error
		if e.Checkout, err = FindCheckout("."); err != nil {
			return err
		}
	}
	return warming{checkout: e.Checkout, log: log}.all(ctx)
}

// WarmSystem does so for an installation for a whole machine, whose sources are in place: modules, of which those in our own cache need not be
// downloaded, and what is compiled of them go into its folders.
func WarmSystem(ctx context.Context, v system.Version, log io.Writer) error {
	w := warming{checkout: v.Checkout(), log: log, flags: " -modcacherw"} // for whoever removes it
	said, err := w.run(ctx, "env", "GOMODCACHE", "GOPROXY", "GOCACHE")
	if err != nil {
		return err
	}
	ours := strings.Split(said, "\n")
	w.env = []string{
		"GOMODCACHE=" + v.Modules(), "GOPROXY=" + system.Proxy(ours[0]) + "," + ours[1], "GOCACHE=" + v.Compiled(),
		"GOCACHEPROG=" + quoted(filepath.Join(v.Bin(), "gensci")) + " gocache " + quoted(v.Compiled()) + " --seed " + quoted(ours[2]),
	}
	if err = w.all(ctx); err != nil {
		return err
	}
	used, err := w.run(ctx, append([]string{"list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} => {{.Dir}}{{end}}{{end}}"}, w.packages()...)...)
	if err != nil {
		return err
	}
	return os.WriteFile(v.Replacements(), []byte(replacements(used)), 0o644)
}

// replacements are the lines whose folder can stand in for a module: it has a go.mod, which old modules lack.
func replacements(used string) string {
	seen := map[string]bool{"": true}
	var lines strings.Builder
	for line := range strings.Lines(used) {
		module, dir, _ := strings.Cut(strings.TrimSpace(line), " => ")
		if seen[module] {
			continue
		}
		seen[module] = true
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			fmt.Fprintf(&lines, "%s => %q\n", module, dir)
		}
	}
	return lines.String()
}

// warming prepares a checkout's packages.
type warming struct {
	checkout string
	env      []string // beside the one that cells are built with
	flags    string   // beside those
	log      io.Writer
}

func (w warming) all(ctx context.Context) error {
	if err := w.tell(ctx, "mod", "download", "-x"); err != nil {
		return err
	}
	_, _ = w.run(ctx, "mod", "graph") // workspaces want it; without network the rest goes on
	return w.tell(ctx, append([]string{"build", "-v"}, w.packages()...)...)
}

// packages are those that cells import.
func (w warming) packages() []string {
	list := []string{"./kernel/nb"}
	for _, folder := range []string{"gen", "plots", "kernel/tensor", "kernel/training"} {
		if _, err := os.Stat(filepath.Join(w.checkout, folder)); err == nil {
			list = append(list, "./"+folder+"/...")
		}
	}
	return list
}

// run runs the go command as it builds cells, but with network, and returns what it printed to standard output.
func (w warming) run(ctx context.Context, args ...string) (string, error) {
	var out, said bytes.Buffer
	err := w.start(ctx, &out, &said, args)
	return out.String(), w.failed(args, said.String(), err)
}

// tell runs the go command likewise, and has the log tell what it does.
func (w warming) tell(ctx context.Context, args ...string) error {
	var said bytes.Buffer
	both := io.MultiWriter(w.log, &said)
	err := w.start(ctx, both, both, args)
	return w.failed(args, said.String(), err)
}

func (w warming) start(ctx context.Context, stdout, stderr io.Writer, args []string) error {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = w.checkout
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0", "GOWORK=off", "GOFLAGS="+flags(os.Getenv("GOFLAGS"))+w.flags)
	cmd.Env = append(cmd.Env, w.env...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd.Run()
}

func (w warming) failed(args []string, said string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("preparing cells: go %s in %s: %s (%w)", strings.Join(args[:2], " "), w.checkout, lastLine(said), err)
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.TrimSpace(lines[len(lines)-1])
}
