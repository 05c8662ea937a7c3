package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/kernel"
)

func newRun() *cobra.Command {
	var out string
	var timeout time.Duration
	c := &cobra.Command{
		Use:   "run NOTEBOOK...",
		Short: "Execute notebooks without a browser and keep them with their outputs",
		Long: `Run executes the code cells of each notebook in order, in the notebook's folder, and writes the notebook with its outputs into
another folder; the source is never changed. It stops at the first error and says which cell it was; what was shown until then is
written too. Ctrl-C interrupts the running cell.`,
		Example: `  go run ./cmd/gensci run notebooks/22-*.ipynb
  go run ./cmd/gensci run notebooks/33-*.ipynb -o /tmp/executed --cell-timeout 10m`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, notebooks []string) error {
			if out == "" {
				data, err := dirs.Data()
				if err != nil {
					return err
				}
				out = filepath.Join(data, "executed")
			}
			o := kernel.Options{Out: out, CellTimeout: timeout}
			chooseEngine()
			executed, err := runNotebooks(c.Context(), newConsole(c.ErrOrStderr()), notebooks, o)
			for _, r := range executed {
				fmt.Fprintln(c.OutOrStdout(), r.Path)
			}
			return err
		},
	}
	c.Flags().StringVarP(&out, "out", "o", "", `folder for the executed notebooks (default "executed" in the user's data folder)`)
	c.Flags().DurationVar(&timeout, "cell-timeout", 0, "interrupt cells that take longer (default no limit)")
	return c
}

// runNotebooks runs notebooks one after the other, up to the first error, and returns those that ran to their end.
func runNotebooks(ctx context.Context, show *console, notebooks []string, o kernel.Options) ([]kernel.Result, error) {
	names := map[string]string{}
	for _, path := range notebooks {
		name := filepath.Base(path)
		if other, twice := names[name]; twice {
			return nil, fmt.Errorf("%s and %s would be written to the same file; run them one by one into folders of their own", other, path)
		}
		names[name] = path
	}
	var executed []kernel.Result
	for _, path := range notebooks {
		err := show.step(filepath.Base(path), func(report func(string)) (string, error) {
			o.Progress = func(e kernel.Event) { report(progress(e)) }
			r, err := kernel.Run(ctx, path, o)
			if err != nil {
				return "", err
			}
			executed = append(executed, r)
			return "done", nil
		})
		if err != nil {
			return executed, err
		}
	}
	return executed, nil
}

// progress says what a run is doing.
func progress(e kernel.Event) string {
	if e.Cell == 0 {
		return "starting the kernel"
	}
	return fmt.Sprintf("cell %d of %d", e.Cell, e.Cells)
}
