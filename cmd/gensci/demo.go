package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/internal/buildinfo"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/kernel"
	"github.com/gensci/gensci/kernel/page"
)

// demoLectures are the ones that the demo runs: one to look around, a flow, an equation.
var demoLectures = []string{"00-welcome", "22-flows", "33-pinns"}

func newDemo() *cobra.Command {
	var out string
	var noXLA bool
	c := &cobra.Command{
		Use:   "demo",
		Short: "Set everything up, run three lectures, show their results beside the exact values, grade a sheet",
		Long: `Demo does what setup does, runs three lecture notebooks through the kernel without a browser, prints each result beside the exact value,
writes a page with all figures that needs no network, and grades three ready hand-ins of an exercise sheet. Ctrl-C stops it; what was built or
fetched is kept.`,
		Example: `  go run ./cmd/gensci demo
  go run ./cmd/gensci demo -o /tmp/demo --no-xla`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return demo(c, out, !noXLA) },
	}
	c.Flags().StringVarP(&out, "out", "o", "", `folder for the page and the executed notebooks (default "demo" in the user's data folder)`)
	c.Flags().BoolVar(&noXLA, "no-xla", false, "do not fetch the XLA plugin; compute in pure Go if there is none")
	return c
}

func demo(c *cobra.Command, out string, xla bool) error {
	start := time.Now()
	show := newConsole(c.ErrOrStderr())
	checkout, err := setUp(c.Context(), show, xla)
	if err != nil {
		return err
	}
	if out == "" {
		if out, err = dirs.Data(); err != nil {
			return err
		}
		out = filepath.Join(out, "demo")
	}
	var notebooks []string
	for _, lecture := range demoLectures {
		path := filepath.Join(checkout, "notebooks", lecture+".ipynb")
		if _, err = os.Stat(path); err != nil {
			return fmt.Errorf("there is no %s: is the checkout complete?", path)
		}
		notebooks = append(notebooks, path)
	}
	o := kernel.Options{Out: out}
	engine := chooseEngine()
	executed, err := runNotebooks(c.Context(), show, notebooks, o)
	if err != nil {
		return err
	}
	path := filepath.Join(out, "index.html")
	if path, err = filepath.Abs(path); err != nil {
		return fmt.Errorf("%s: %w", out, err)
	}
	p := page.Page{Title: "gensci: lectures and their results", Notes: []string{
		"gensci " + buildinfo.Version() + ", " + engine,
		fmt.Sprintf("%s/%s, %d cores, %.0f s in all", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), time.Since(start).Seconds()),
	}}
	for _, r := range executed {
		p.Notebooks = append(p.Notebooks, page.Notebook{
			File: filepath.Base(r.Path), Content: r.Notebook, Results: kernel.Results(r.Notebook), Elapsed: r.Elapsed,
		})
	}
	if err = page.Write(path, p); err != nil {
		return err
	}
	graded, err := demoGrading(c.Context(), show, checkout)
	if err != nil {
		return err
	}
	printResults(c.OutOrStdout(), p)
	fmt.Fprintf(c.OutOrStdout(), "\n%s", graded)
	fmt.Fprintf(c.OutOrStdout(), "\n%s, %.0f s\nopen %s\n", engine, time.Since(start).Seconds(), path)
	return nil
}

// printResults writes the table: what, value, exact value, excess, time.
func printResults(w io.Writer, p page.Page) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\nwhat\tvalue\texact value\texcess\ttime")
	for _, n := range p.Notebooks {
		for _, r := range n.Results {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%.1f s\n", r.Name, r.Value, r.Exact, r.Excess, r.Seconds)
		}
	}
	_ = t.Flush() // the terminal is gone: there is nobody to tell
}
