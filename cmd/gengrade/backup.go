package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/course"
)

func newBackup() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write the whole course into one zip file",
		Long: `Backup writes the course's folder and its gradebook, whether that is in a file or on a server, into one file that only you can read. It may run while
people mark.`,
		Example: `  gengrade backup ../course-2026-12-01.zip`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error {
				if err := o.Backup(c.Context(), args[0]); err != nil {
					return err
				}
				fmt.Fprintf(c.OutOrStdout(), "%s has all of %s\n", args[0], o.Name)
				return nil
			})
		},
	}
}

func newRestore() *cobra.Command {
	var force bool
	c := &cobra.Command{
		Use:   "restore FILE DIR",
		Short: "Make a course of what backup wrote",
		Long: `Restore makes a course in DIR, and fills its gradebook, on a server if course.toml names one. It refuses a folder or a gradebook that has something already;
with --force the folder gets another name, and what was in a server's gradebook is gone.`,
		Example: `  gengrade restore course-2026-12-01.zip course`,
		Args:    cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			former, err := course.Restore(c.Context(), args[0], args[1], force)
			if errors.Is(err, course.ErrThere) {
				return fmt.Errorf("%w; --force replaces it", err)
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s is the course again\n", args[1])
			if former != "" {
				fmt.Fprintf(c.OutOrStdout(), "what was there is now %s\n", former)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&force, "force", false, "replace what is there")
	return c
}
