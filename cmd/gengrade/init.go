package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/course"
)

func newInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Make a course: its folder, a course.toml that explains itself, and a key",
		Long: `Init makes the private folder of a course. It may have masters or a roster already, which stay as they are; a folder that is a course already
is refused. Next, fill in course.toml and roster.csv.`,
		Example: `  gengrade init generative-models`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := course.Init(args[0]); err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s is a course now: fill in its course.toml and roster.csv\n", args[0])
			return nil
		},
	}
}
