package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/rerun"
	"github.com/gensci/gensci/kernel"
)

// part is one thing that doctor looks at.
type part struct {
	name   string
	needed bool
	look   func() (found string, err error) // the error says what mends it
}

func newDoctor() *cobra.Command {
	return &cobra.Command{
		Use:     "doctor",
		Short:   "List what grading needs, what is missing, and what mends it",
		Long:    `Doctor looks at what grading needs, and tries it. Its exit status is 1 if hand-ins cannot be graded here; what only some commands need is listed too.`,
		Example: `  gengrade doctor`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			table := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
			var missing []string
			for _, p := range parts(c) {
				found, err := p.look()
				state := "found"
				if err != nil {
					if state = "missing"; !p.needed {
						state = "none"
					}
					found = strings.Join(strings.Fields(err.Error()), " ")
				}
				if err != nil && p.needed {
					missing = append(missing, p.name)
				}
				fmt.Fprintf(table, "%s\t%s\t%s\n", p.name, state, found)
			}
			if err := table.Flush(); err != nil {
				return err
			}
			if len(missing) > 0 {
				return fmt.Errorf("hand-ins cannot be graded here without: %s", strings.Join(missing, ", "))
			}
			return nil
		},
	}
}

func parts(c *cobra.Command) []part {
	ctx := c.Context()
	return []part{
		{"go", true, func() (string, error) { return goVersion(ctx) }},
		{"sources", true, func() (string, error) { return kernel.FindSources(".") }},
		{"sandbox", true, func() (string, error) { return "bubblewrap", box.Check(ctx) }},
		{"notebooks again", false, func() (string, error) { m, err := rerun.Here(); return m.Prefix, err }},
		{"course", false, func() (string, error) { return courseHere(c) }},
	}
}

func goVersion(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOVERSION").Output()
	if err != nil {
		return "", errors.New("the go command does not run; install Go from go.dev/dl")
	}
	return strings.TrimSpace(string(out)), nil
}

// courseHere is the course that commands would work on, with its gradebook opened once.
func courseHere(c *cobra.Command) (string, error) {
	folder, err := c.Flags().GetString("course")
	if err != nil {
		return "", err
	}
	in, err := course.Open(folder)
	if err != nil {
		return "", err
	}
	b, err := in.Book(c.Context())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s in %s, %d sheets", in.Name, in.Folder, len(in.Sheets)), b.Close()
}
