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

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/backend/install"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/toolchain"
	"github.com/gensci/gensci/kernel"
)

func newSetup() *cobra.Command {
	var noXLA, system bool
	var venv string
	var m machine
	c := &cobra.Command{
		Use:   "setup",
		Short: "Build the notebook tools and the kernel, register it, fetch the XLA plugin",
		Long: `Setup builds GoNB, goimports and gopls in pinned versions, builds our own kernel, registers it with Jupyter (name "gensci"),
and fetches the XLA plugin for CPU (63 MB, 259 MB on disk). What is there and up to date is left alone. Without a network
for the plugin, or without a C compiler, it goes on in pure Go. On Linux amd64 pip fetches the plugin, with your settings for it; elsewhere
and without pip go-xla's own installer does, which we could not try. Run it inside a checkout of gensci.

By default the kernel is registered for you. With --venv it is for who uses that virtual environment (of Python); all else stays in your folders.
With --system everything goes into one folder that all users of this machine can read, and needs to be written by nobody: about 1 GB.`,
		Example: `  go run ./cmd/gensci setup
  go run ./cmd/gensci setup --no-xla              # pure Go: nothing is downloaded but Go modules
  go run ./cmd/gensci setup --venv ~/course/venv
  sudo go run ./cmd/gensci setup --system         # into /opt/gensci, for all users`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			show := newConsole(c.OutOrStdout())
			if system {
				return m.setUp(c.Context(), show, !noXLA)
			}
			for _, flag := range []string{"prefix", "jupyter"} {
				if c.Flags().Changed(flag) {
					return fmt.Errorf("--%s says where --system installs, which is missing", flag)
				}
			}
			jupyter, err := userJupyter(venv)
			if err != nil {
				return err
			}
			_, err = setUpFor(c.Context(), show, !noXLA, jupyter)
			return err
		},
	}
	c.Flags().BoolVar(&noXLA, "no-xla", false, "do not fetch the XLA plugin; compute in pure Go")
	c.Flags().StringVar(&venv, "venv", "", "register the kernel in this virtual environment instead of for the user")
	c.Flags().BoolVar(&system, "system", false, "install for all users of this machine")
	m.flags(c)
	c.MarkFlagsMutuallyExclusive("system", "venv")
	return c
}

// userJupyter is the data folder of Jupyter's in which the kernel is registered: the user's, or that of a virtual environment.
func userJupyter(venv string) (string, error) {
	if venv == "" {
		return kernel.JupyterData()
	}
	for _, sign := range []string{"pyvenv.cfg", "conda-meta"} {
		if _, err := os.Stat(filepath.Join(venv, sign)); err == nil {
			return filepath.Abs(filepath.Join(venv, "share", "jupyter"))
		}
	}
	return "", fmt.Errorf("%s is no virtual environment: it has no pyvenv.cfg; python3 -m venv makes one", venv)
}

// setUp makes everything ready that notebooks of this user need and returns the folder of the checkout. XLA may fail; the rest may not.
func setUp(ctx context.Context, show *console, xla bool) (checkout string, err error) {
	jupyter, err := kernel.JupyterData()
	if err != nil {
		return "", err
	}
	return setUpFor(ctx, show, xla, jupyter)
}

// setUpFor does so for who has Jupyter look into a data folder.
func setUpFor(ctx context.Context, show *console, xla bool, jupyter string) (checkout string, err error) {
	if checkout, err = kernel.FindSources("."); err != nil {
		return "", err
	}
	data, err := dirs.Data()
	if err != nil {
		return "", err
	}
	bin := filepath.Join(data, "bin")
	steps := []task{
		{"go", func(func(string)) (string, error) { return toolchain.GoVersion(ctx) }},
		{"tools", func(report func(string)) (string, error) { return setUpTools(ctx, bin, checkout, report) }},
		{"kernel", func(report func(string)) (string, error) {
			binary, buildErr := toolchain.Binary(ctx, bin, checkout, building(report))
			if buildErr != nil {
				return "", buildErr
			}
			return kernel.NewSpec(binary, checkout).Install(jupyter)
		}},
	}
	if err = show.steps(steps); err != nil {
		return "", err
	}
	if err = setUpXLA(ctx, show, xla, filepath.Join(data, "xla"), nil); err != nil {
		return "", err
	}
	return checkout, show.step("cells", func(report func(string)) (string, error) {
		return setUpCells(report, func(log io.Writer) error { return kernel.Warm(ctx, kernel.Environment{Checkout: checkout}, log) })
	})
}

// task is a part of a set-up.
type task struct {
	name string
	work func(report func(string)) (result string, err error)
}

// steps runs steps up to the first error.
func (c *console) steps(all []task) error {
	for _, s := range all {
		if err := c.step(s.name, s.work); err != nil {
			return err
		}
	}
	return nil
}

// setUpCells has warm download and compile what cells import, so that the first ones answer at once and need no network.
func setUpCells(report func(string), warm func(log io.Writer) error) (string, error) {
	packages := 0
	err := warm(lineWriter(func(line string) {
		packages++
		report(fmt.Sprintf("package %d: %s", packages, line))
	}))
	return "what they import is compiled", err
}

// lineWriter hands each line that is written to it to a function.
type lineWriter func(line string)

func (w lineWriter) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		w(strings.TrimSpace(line))
	}
	return len(p), nil
}

func setUpTools(ctx context.Context, bin, checkout string, report func(string)) (string, error) {
	if err := toolchain.Tools(ctx, bin, checkout, building(report)); err != nil {
		return "", err
	}
	var parts []string
	var size int64
	for _, name := range []string{"gonb", "goimports", "gopls"} {
		p, err := toolchain.Inspect(filepath.Join(bin, name))
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		parts, size = append(parts, p.Name+" "+p.Version), size+p.Size
	}
	return strings.Join(parts, ", ") + ", " + megabytes(size), nil
}

// building words what the go command reports.
func building(report func(string)) toolchain.Report {
	return func(pkg string, done int) { report(fmt.Sprintf("package %d: %s", done, pkg)) }
}

// setUpXLA fetches the plugin into a folder, or copies it from one of others, and tries it. Whatever keeps it from working is one line; only an
// interrupt is an error.
func setUpXLA(ctx context.Context, show *console, wanted bool, folder string, others []string) error {
	switch {
	case !wanted:
		show.note("xla", "skipped (--no-xla): notebooks compute in pure Go, which is several times slower")
		return nil
	case !hasCgo(ctx):
		show.note("xla", "skipped: no C compiler (or CGO_ENABLED=0), so notebooks compute in pure Go; with gcc, setup fetches XLA")
		return nil
	}
	err := show.step("xla", func(report func(string)) (string, error) { return fetchXLA(ctx, folder, others, report) })
	if err != nil && ctx.Err() == nil {
		show.note("", "notebooks compute in pure Go, because "+err.Error())
		return nil
	}
	return err
}

func fetchXLA(ctx context.Context, folder string, others []string, report func(string)) (string, error) {
	path, err := install.XLA(ctx, folder, others, func(step string, n int64) { report(fmt.Sprintf("%s, %s", step, megabytes(n))) })
	if err != nil {
		return "", err
	}
	size := megabytes(dirs.Size(path))
	if !backend.HasXLA {
		return path + ", " + size, nil
	}
	report("trying the plugin")
	engine, err := backend.New("xla:" + path)
	if err != nil {
		return "", err
	}
	engine.Finalize()
	return path + ", " + size, nil
}

// hasCgo says whether go would compile cgo: it would not without a C compiler, or if CGO_ENABLED=0.
func hasCgo(ctx context.Context) bool {
	out, err := exec.CommandContext(ctx, "go", "env", "CGO_ENABLED").Output()
	return err == nil && strings.TrimSpace(string(out)) == "1" && cCompiler(ctx) != ""
}

// cCompiler returns the path of the C compiler that go would call, "" if there is none.
func cCompiler(ctx context.Context) string {
	out, err := exec.CommandContext(ctx, "go", "env", "CC").Output()
	fields := strings.Fields(string(out))
	if err != nil || len(fields) == 0 {
		return ""
	}
	path, err := exec.LookPath(fields[0])
	if err != nil && !errors.Is(err, exec.ErrDot) {
		return ""
	}
	return path
}

func megabytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/1e6) }
