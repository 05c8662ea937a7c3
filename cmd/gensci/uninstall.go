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
	"github.com/gensci/gensci/kernel"
)

func newUninstall() *cobra.Command {
	var dryRun bool
	c := &cobra.Command{
		Use:   "uninstall",
		Short: "Remove everything that setup made",
		Long: `Uninstall removes the folders gensci under the XDG data and cache directories (plugin, tools, kernel, what can be made again) and our
kernelspec, and says what it removed. It does not ask. Results that you wrote elsewhere with -o, the checkout and Go's own caches stay.`,
		Example: `  gensci uninstall --dry-run     # only says what would go
  gensci uninstall`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return uninstall(c.OutOrStdout(), dryRun) },
	}
	c.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be removed, and remove nothing")
	return c
}

// uninstall goes on after a folder that cannot be removed and returns all errors.
func uninstall(w io.Writer, dryRun bool) error {
	var errs []error
	removed := 0
	for _, folder := range []func() (string, error){dirs.Data, dirs.Cache, kernel.SpecFolder} {
		path, err := folder()
		if err != nil {
			return err
		}
		if _, err = os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		what, verb := contents(path), "would remove"
		if !dryRun {
			verb = "removed"
			if err = os.RemoveAll(path); err != nil {
				errs = append(errs, fmt.Errorf("%s cannot be removed: %w", path, err))
				continue
			}
		}
		removed++
		fmt.Fprintf(w, "%s %s (%s)\n", verb, path, what)
	}
	if removed == 0 && len(errs) == 0 {
		fmt.Fprintln(w, "nothing to remove")
	}
	return errors.Join(errs...)
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
