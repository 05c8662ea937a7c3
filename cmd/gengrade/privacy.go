package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
)

func newAbout() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:     "about STUDENT",
		Short:   "Write all that is kept on a student into one zip file",
		Long:    `About writes gradebook.json, which has the student's rows of all tables, and what they handed in and got back.`,
		Example: `  gengrade about 1234567 -o 1234567.zip`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return o.writeAbout(c, args[0], out) })
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "the file to write (default STUDENT.zip)")
	return c
}

// writeAbout writes the file in one step, for its owner alone.
func (o opened) writeAbout(c *cobra.Command, student, path string) error {
	if path == "" {
		path = student + ".zip"
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".gengrade-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err = o.About(c.Context(), o.book, student, f); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err == nil {
		fmt.Fprintf(c.OutOrStdout(), "%s has all that is kept on %s\n", path, student)
	}
	return err
}

func newForget() *cobra.Command {
	return &cobra.Command{
		Use:   "forget STUDENT",
		Short: "Delete a student, and all that is kept on them alone",
		Long: `Forget deletes a student's rows of the gradebook, their line of roster.csv, their hand-ins and their feedback, and says what it deleted. What they handed
in for a group stays, as another member's. It does not ask, and backups keep what they have.`,
		Example: `  gengrade about 1234567     # what there is
  gengrade forget 1234567`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error {
				f, files, err := o.Forget(c.Context(), o.book, args[0], who(c))
				w := c.OutOrStdout()
				for _, name := range slices.Sorted(maps.Keys(f.Rows)) {
					fmt.Fprintf(w, "deleted %d of %s\n", f.Rows[name], name)
				}
				for _, s := range f.Kept {
					fmt.Fprintf(w, "kept the hand-in %s, which is %s's now\n", s.ID, s.Owner)
				}
				for _, path := range files {
					fmt.Fprintf(w, "deleted %s\n", path)
				}
				if err == nil && len(f.Rows)+len(files) == 0 {
					return fmt.Errorf("nothing is kept on %q", args[0])
				}
				return err
			})
		},
	}
}
