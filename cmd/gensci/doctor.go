package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func newDoctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "List what is there, what is missing, and the command that mends it",
		Long: `Doctor looks at everything that the lectures need or profit from. It changes nothing. Its exit status is 1 if lectures cannot run:
that needs Go, GoNB, goimports, our kernel and its registration; the rest makes things faster or more comfortable.`,
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

// examine looks at all parts, in the order of setup.
func examine(ctx context.Context) []part {
	parts := []part{goPart(ctx), compilerPart(ctx)}
	for _, p := range []struct {
		name   string
		needed bool
	}{{"gonb", true}, {"goimports", true}, {"gopls", false}, {"gensci", true}} {
		parts = append(parts, programPart(p.name, p.needed))
	}
	return append(parts, specPart(), pluginPart(), jupyterPart(ctx), diskPart())
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
