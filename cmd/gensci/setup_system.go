package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/internal/buildinfo"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/system"
	"github.com/gensci/gensci/internal/toolchain"
	"github.com/gensci/gensci/kernel"
)

// machine says where an installation for all users of a machine is.
type machine struct {
	prefix  string
	jupyter string
}

func (m *machine) flags(c *cobra.Command) {
	c.Flags().StringVar(&m.prefix, "prefix", "/opt/gensci", "folder of the installation, with --system")
	c.Flags().StringVar(&m.jupyter, "jupyter", "/usr/local/share/jupyter", "data folder of the Jupyter that offers the kernel, with --system")
}

// absolute has the folders begin at the root.
func (m *machine) absolute() (err error) {
	for _, dir := range []*string{&m.prefix, &m.jupyter} {
		if *dir, err = filepath.Abs(*dir); err != nil {
			return err
		}
	}
	return nil
}

// setUp installs a new version beside the one that is there, and puts it in its place when it is complete.
func (m *machine) setUp(ctx context.Context, show *console, xla bool) error {
	checkout, err := kernel.FindSources(".")
	if err == nil {
		err = m.absolute()
	}
	if err != nil {
		return err
	}
	p := system.Prefix{Folder: m.prefix}
	if err = p.Check(); err != nil {
		return err
	}
	if err = system.MakeFolder(filepath.Dir(kernel.SpecIn(m.jupyter))); err != nil {
		return fmt.Errorf("the kernel cannot be registered for all: run this as the administrator, or choose a folder of yours with --jupyter (%w)", err)
	}
	unlock, err := p.Lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if _, err = p.Sweep(); err != nil { // of what was interrupted
		return err
	}
	v, err := p.Begin()
	if err != nil {
		return err
	}
	if err = m.fill(ctx, show, v, checkout, xla); err != nil {
		_, _ = p.Sweep() // the error that matters is err
		return err
	}
	return show.step("kernelspec", func(func(string)) (string, error) { return m.publish(p, v, checkout) })
}

// fill makes all that a version has.
func (m *machine) fill(ctx context.Context, show *console, v system.Version, checkout string, xla bool) error {
	err := show.steps([]task{
		{"go", func(func(string)) (string, error) { return toolchain.GoVersion(ctx) }},
		{"tools", func(report func(string)) (string, error) { return setUpTools(ctx, v.Bin(), checkout, report) }},
		{"kernel", func(report func(string)) (string, error) {
			return toolchain.Binary(ctx, v.Bin(), checkout, building(report))
		}},
		{"sources", func(func(string)) (string, error) {
			n, copyErr := v.CopySources(checkout)
			return fmt.Sprintf("%d files of %s", n, checkout), copyErr
		}},
	})
	if err != nil {
		return err
	}
	if err = setUpXLA(ctx, show, xla, v.XLA(), m.plugins()); err != nil {
		return err
	}
	return show.steps([]task{
		{"cells", func(report func(string)) (string, error) {
			return setUpCells(report, func(log io.Writer) error { return kernel.WarmSystem(ctx, v, log) })
		}},
		{"go command", func(func(string)) (string, error) { return linkGo(ctx, v) }},
	})
}

// plugins are folders in which the XLA plugin may be already.
func (m *machine) plugins() (folders []string) {
	if before, ok := (system.Prefix{Folder: m.prefix}).Installed(); ok {
		folders = append(folders, before.XLA())
	}
	if data, err := dirs.Data(); err == nil {
		folders = append(folders, filepath.Join(data, "xla"))
	}
	return folders
}

// publish makes a version the current one, and removes older ones.
func (m *machine) publish(p system.Prefix, v system.Version, checkout string) (string, error) {
	r := system.Record{Made: time.Now().UTC(), Checkout: checkout, Program: buildinfo.Version(), Spec: kernel.SpecIn(m.jupyter)}
	if err := p.Publish(v, r); err != nil {
		return "", err
	}
	if err := system.MakeFolder(r.Spec); err != nil {
		return "", fmt.Errorf("registering the kernel: %w", err)
	}
	path, err := kernel.NewSpec(filepath.Join(p.Current(), "bin", toolchain.BinaryName), "").Install(m.jupyter)
	if err != nil {
		return "", err
	}
	if err = os.Chmod(path, 0o644); err != nil {
		return "", err
	}
	kept, err := p.Sweep()
	if kept > 0 {
		path += fmt.Sprintf(", %d older ones stay while notebooks run on them (the next setup removes them)", kept)
	}
	return path, err
}

// linkGo puts the go command that compiled what cells import beside the other programs: another one would compile it all again.
func linkGo(ctx context.Context, v system.Version) (string, error) {
	root, err := toolchain.GoRoot(ctx, v.Checkout())
	if err != nil {
		return "", err
	}
	tool := filepath.Join(root, "bin", "go")
	if err = system.ForAll(tool); err != nil {
		return "", fmt.Errorf("%w; install Go where all can read it, such as /usr/local/go", err)
	}
	return strings.TrimSpace(tool), os.Symlink(tool, filepath.Join(v.Bin(), "go"))
}
