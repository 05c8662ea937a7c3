package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/kernel"
)

// runFlags are the flags of run.
type runFlags struct {
	kernel    kernel.Options
	atOnce    int
	keepGoing bool
	reports   reports
}

func newRun() *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:   "run NOTEBOOK...",
		Short: "Execute notebooks without a browser and keep them with their outputs",
		Long: `Run executes the code cells of each notebook in order, in the notebook's folder, and writes the notebook with its outputs into
another folder; the source is never changed. All notebooks are read before the first one runs. Notebooks of the same name keep their
folders, from the one common to all on.

It stops at the first error and says which cell it was; what was shown until then is written too. With --jobs, notebooks that run already
go on to their end, and no other begins. --keep-going goes on with the other notebooks, --allow-errors with the next cell of the same
notebook; what failed has failed all the same: the exit status is 1, and 0 only if every cell passed. Ctrl-C interrupts the cells that
run and writes what there is.

Each notebook has a kernel of its own, with its own process that computes. Notebooks that write the same file should not run at the same
time, and those that compute share the processors: --jobs pays for many small ones.`,
		Example: `  go run ./cmd/gensci run notebooks/22-*.ipynb
  go run ./cmd/gensci run notebooks/33-*.ipynb -o /tmp/executed --cell-timeout 10m
  go run ./cmd/gensci run notebooks/*.ipynb --jobs 2 --keep-going --junit report.xml --html pages
  go run ./cmd/gensci run sheet.ipynb --pdf sheet.pdf`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, notebooks []string) error { return run(c, notebooks, f) },
	}
	c.Flags().StringVarP(&f.kernel.Out, "out", "o", "", `folder for the executed notebooks (default "executed" in the user's data folder)`)
	c.Flags().IntVarP(&f.atOnce, "jobs", "j", 1, "how many notebooks run at the same time")
	c.Flags().BoolVarP(&f.keepGoing, "keep-going", "k", false, "go on with the other notebooks after one has failed")
	c.Flags().BoolVar(&f.kernel.AllowErrors, "allow-errors", false, "go on with the next cell of a notebook after one has failed")
	c.Flags().DurationVar(&f.kernel.CellTimeout, "cell-timeout", 0, "interrupt cells that take longer, such as 90s or 10m (default no limit)")
	c.Flags().StringVar(&f.reports.junit, "junit", "", "write a report for continuous integration (JUnit's XML) to this file")
	c.Flags().StringVar(&f.reports.html, "html", "", "write each executed notebook as a page of its own into this folder")
	c.Flags().StringVar(&f.reports.pdf, "pdf", "", "print each executed notebook into this folder, or one into a file .pdf, by Chromium, Chrome or Edge")
	return c
}

// run leaves executed notebooks and reports also if notebooks fail, or the run is interrupted.
func run(c *cobra.Command, notebooks []string, f runFlags) error {
	b, err := f.prepare(notebooks, newConsole(c.ErrOrStderr()))
	if err != nil {
		return err
	}
	chooseEngine()
	err = b.run(c.Context())
	b.list(c.OutOrStdout())
	if e := f.reports.write(c.Context(), b); e != nil {
		return errors.Join(err, e)
	}
	return err
}

// prepare refuses what cannot be run, or written, before anything is started.
func (f *runFlags) prepare(notebooks []string, show *console) (*batch, error) {
	if f.atOnce < 1 {
		return nil, fmt.Errorf("--jobs %d: at least one notebook must run at a time", f.atOnce)
	}
	if f.kernel.Out == "" {
		data, err := dirs.Data()
		if err != nil {
			return nil, err
		}
		f.kernel.Out = filepath.Join(data, "executed")
	}
	b, err := newBatch(notebooks, f.kernel, show)
	if err != nil {
		return nil, err
	}
	b.atOnce, b.keepGoing = f.atOnce, f.keepGoing
	return b, f.reports.prepare(b)
}

// list prints the paths of what was written.
func (b *batch) list(w io.Writer) {
	for _, j := range b.jobs {
		if path := j.Result().Path; path != "" {
			fmt.Fprintln(w, path)
		}
	}
}

// runNotebooks runs notebooks one after the other, up to the first error.
func runNotebooks(ctx context.Context, show *console, notebooks []string, o kernel.Options) ([]kernel.Result, error) {
	b, err := newBatch(notebooks, o, show)
	if err != nil {
		return nil, err
	}
	if err := b.run(ctx); err != nil {
		return nil, err
	}
	var executed []kernel.Result
	for _, j := range b.jobs {
		executed = append(executed, j.Result())
	}
	return executed, nil
}
