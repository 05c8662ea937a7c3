package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func newDoctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "List what is there, what is missing, and the command that mends it",
		Long: `Doctor looks at everything that the lectures need or profit from, and tries it: it starts a session server and gopls for a moment, and builds a
cell. It changes nothing but Go's build cache. Its exit status is 1 if lectures cannot run: that needs Go, GoNB, goimports, our kernel and its
registration, a session server that starts and a cell that builds; the rest makes things faster or more comfortable.`,
		Example: "  go run ./cmd/gensci doctor",
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return report(c.OutOrStdout(), examine(c.Context()))
		},
	}
}

// part is one thing that doctor looks at.
type part struct {
	name    string
	needed  bool   // lectures cannot run without it
	problem string // "" if it is found and sound
	version string // or what else tells which one it is
	size    int64  // bytes, 0 if that says nothing
	mend    string // the command, or what to do
}

// examine looks at all parts, at the same time, and lists them in the order of setup.
func examine(ctx context.Context) []part {
	one := func(look func(context.Context) part) func(context.Context) []part {
		return func(ctx context.Context) []part { return []part{look(ctx)} }
	}
	looks := []func(context.Context) []part{
		one(goPart), one(compilerPart), programParts, one(checkoutPart), specParts, one(pluginPart), one(enginePart), one(cellPart), one(goplsPart),
		cacheParts, flagsParts, jupyterParts, one(diskPart),
	}
	found := make([][]part, len(looks))
	var all sync.WaitGroup
	for i, look := range looks {
		all.Go(func() { found[i] = look(ctx) })
	}
	all.Wait()
	return slices.Concat(found...)
}

// report writes the table and errors if a needed part is missing.
func report(w io.Writer, parts []part) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "PART\tSTATE\tSIZE\tVERSION\tMEND WITH")
	var missing []string
	for _, p := range parts {
		state, mend, size := "found", "", ""
		if p.problem != "" {
			state, mend = p.problem, p.mend
		}
		if p.problem != "" && p.needed {
			missing = append(missing, p.name)
		}
		if p.size > 0 {
			size = megabytes(p.size)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", p.name, state, size, p.version, mend)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if len(missing) > 0 {
		return errors.New("lectures cannot run without " + strings.Join(missing, ", ") + "; the last column says what mends it")
	}
	return nil
}
