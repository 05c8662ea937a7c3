package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/system"
	"github.com/gensci/gensci/kernel"
)

func newUninstall() *cobra.Command {
	var dryRun, forAll bool
	var venv string
	var m machine
	c := &cobra.Command{
		Use:   "uninstall",
		Short: "Remove everything that setup made",
		Long: `Uninstall removes the folders gensci under the XDG data and cache directories (plugin, tools, kernel, what can be made again) and our
kernelspec, and says what it removed. It does not ask. Results that you wrote elsewhere with -o, the checkout and Go's own caches stay.

With --venv it removes the kernelspec in that virtual environment alone; with --system what setup --system installed for all users, whose own
folders stay.`,
		Example: `  gensci uninstall --dry-run     # only says what would go
  gensci uninstall
  sudo gensci uninstall --system`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			r := &remover{w: c.OutOrStdout(), dryRun: dryRun}
			if forAll {
				return m.uninstall(r)
			}
			folders := []func() (string, error){dirs.Data, dirs.Cache, kernel.SpecFolder}
			if venv != "" {
				folders = []func() (string, error){func() (string, error) {
					data, err := userJupyter(venv)
					return kernel.SpecIn(data), err
				}}
			}
			for _, folder := range folders {
				path, err := folder()
				if err != nil {
					return err
				}
				r.remove(path, os.RemoveAll)
			}
			return r.end()
		},
	}
	c.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be removed, and remove nothing")
	c.Flags().StringVar(&venv, "venv", "", "remove the kernelspec of this virtual environment")
	c.Flags().BoolVar(&forAll, "system", false, "remove what was installed for all users of this machine")
	m.flags(c)
	c.MarkFlagsMutuallyExclusive("system", "venv")
	return c
}

// uninstall removes an installation for all users, and the kernelspec that names it.
func (m *machine) uninstall(r *remover) error {
	if err := m.absolute(); err != nil {
		return err
	}
	p := system.Prefix{Folder: m.prefix}
	if _, err := os.Lstat(p.Folder); err == nil && !p.Exists() {
		return fmt.Errorf("%s is no installation of gensci for a whole machine: say where it is with --prefix", p.Folder)
	}
	spec := kernel.SpecIn(m.jupyter)
	if v, ok := p.Installed(); ok {
		if record, err := v.Record(); err == nil {
			spec = record.Spec
		}
	}
	if s, err := kernel.ReadSpec(spec); err == nil && strings.HasPrefix(s.Argv[0], p.Current()+string(filepath.Separator)) {
		r.remove(spec, os.RemoveAll)
	}
	if p.InUse() {
		fmt.Fprintln(r.w, "notebooks run on it: they fail from their next cell on")
	}
	r.remove(p.Folder, func(string) error { return p.Remove() })
	return r.end()
}

// remover removes folders and says which. It goes on after one that cannot be removed.
type remover struct {
	w       io.Writer
	dryRun  bool
	removed int
	errs    []error
}

func (r *remover) remove(path string, remove func(string) error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return
	}
	what, verb := contents(path), "would remove"
	if !r.dryRun {
		verb = "removed"
		if err := remove(path); err != nil {
			r.errs = append(r.errs, fmt.Errorf("%s cannot be removed: %w", path, err))
			return
		}
	}
	r.removed++
	fmt.Fprintf(r.w, "%s %s (%s)\n", verb, path, what)
}

// end returns all errors.
func (r *remover) end() error {
	if r.removed == 0 && len(r.errs) == 0 {
		fmt.Fprintln(r.w, "nothing to remove")
	}
	return errors.Join(r.errs...)
}

// contents names what lies in a folder, with sizes: other commands keep things there too, such as the environment of bench.
func contents(folder string) string {
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) == 0 {
		return megabytes(dirs.Size(folder))
	}
	var parts []string
	for _, e := range entries {
		parts = append(parts, e.Name()+" "+megabytes(dirs.Size(filepath.Join(folder, e.Name()))))
	}
	return strings.Join(parts, ", ")
}
