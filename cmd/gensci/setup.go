package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/backend"
	"github.com/gensci/gensci/backend/install"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/toolchain"
	"github.com/gensci/gensci/kernel"
)

func newSetup() *cobra.Command {
	var noXLA bool
	c := &cobra.Command{
		Use:   "setup",
		Short: "Build the notebook tools and the kernel, register it, fetch the XLA plugin",
		Long: `Setup builds GoNB, goimports and gopls in pinned versions, builds our own kernel, registers it with Jupyter (name "gensci"),
and fetches the XLA plugin for CPU (63 MB, 259 MB on disk). What is there and up to date is left alone. Without a network
for the plugin, or without a C compiler, it goes on in pure Go. On Linux amd64 pip fetches the plugin, with your settings for it; elsewhere
and without pip go-xla's own installer does, which we could not try. Run it inside a checkout of gensci.`,
		Example: `  go run ./cmd/gensci setup
  go run ./cmd/gensci setup --no-xla     # pure Go: nothing is downloaded but Go modules`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := setUp(c.Context(), newConsole(c.OutOrStdout()), !noXLA)
			return err
		},
	}
	c.Flags().BoolVar(&noXLA, "no-xla", false, "do not fetch the XLA plugin; compute in pure Go")
	return c
}

// setUp makes everything ready that notebooks need and returns the folder of the checkout. XLA may fail; the rest may not.
func setUp(ctx context.Context, show *console, xla bool) (checkout string, err error) {
	if checkout, err = kernel.FindCheckout("."); err != nil {
		return "", err
	}
	steps := []struct {
		name string
		work func(report func(string)) (string, error)
	}{
		{"go", func(func(string)) (string, error) { return toolchain.GoVersion(ctx) }},
		{"tools", func(report func(string)) (string, error) { return setUpTools(ctx, checkout, report) }},
		{"kernel", func(report func(string)) (string, error) { return setUpKernel(ctx, checkout, report) }},
	}
	for _, s := range steps {
		if err = show.step(s.name, s.work); err != nil {
			return "", err
		}
	}
	if err = setUpXLA(ctx, show, xla); err != nil {
		return "", err
	}
	return checkout, show.step("cells", func(report func(string)) (string, error) { return setUpCells(ctx, checkout, report) })
}

// setUpCells downloads and compiles what cells import, so that the first ones answer at once and need no network.
func setUpCells(ctx context.Context, checkout string, report func(string)) (string, error) {
	e := kernel.Environment{Checkout: checkout}
	packages := 0
	err := kernel.Warm(ctx, e, lineWriter(func(line string) {
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

func setUpTools(ctx context.Context, checkout string, report func(string)) (string, error) {
	if err := toolchain.Tools(ctx, checkout, building(report)); err != nil {
		return "", err
	}
	var parts []string
	var size int64
	for _, name := range []string{"gonb", "goimports", "gopls"} {
		p, err := toolchain.Inspect(name)
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
		parts, size = append(parts, p.Name+" "+p.Version), size+p.Size
	}
	return strings.Join(parts, ", ") + ", " + megabytes(size), nil
}

func setUpKernel(ctx context.Context, checkout string, report func(string)) (string, error) {
	binary, err := toolchain.Binary(ctx, checkout, building(report))
	if err != nil {
		return "", err
	}
	spec, err := kernel.InstallSpec(binary, checkout)
	return spec, err
}

// building words what the go command reports.
func building(report func(string)) toolchain.Report {
	return func(pkg string, done int) { report(fmt.Sprintf("package %d: %s", done, pkg)) }
}

// setUpXLA fetches the plugin and tries it. Whatever keeps it from working is one line; only an interrupt is an error.
func setUpXLA(ctx context.Context, show *console, wanted bool) error {
	switch {
	case !wanted:
		show.note("xla", "skipped (--no-xla): notebooks compute in pure Go, which is several times slower")
		return nil
	case !hasCgo(ctx):
		show.note("xla", "skipped: no C compiler (or CGO_ENABLED=0), so notebooks compute in pure Go; with gcc, setup fetches XLA")
		return nil
	}
	err := show.step("xla", func(report func(string)) (string, error) { return fetchXLA(ctx, report) })
	if err != nil && ctx.Err() == nil {
		show.note("", "notebooks compute in pure Go, because "+err.Error())
		return nil
	}
	return err
}

func fetchXLA(ctx context.Context, report func(string)) (string, error) {
	path, err := install.XLA(ctx, func(step string, n int64) { report(fmt.Sprintf("%s, %s", step, megabytes(n))) })
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
