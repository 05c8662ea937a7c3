package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/course"
)

func newRetention() *cobra.Command {
	var years int
	var remove bool
	c := &cobra.Command{
		Use:   "retention DIR...",
		Short: "List courses whose students' data is old, and delete it",
		Long: `Retention looks for courses in the folders and right below them, and lists those in which nothing has happened for so many years: no hand-in, no change,
no due date. With --delete it deletes what they keep on students: the gradebook's rows, roster.csv, hand-ins and feedback. Masters, releases
and course.toml stay. Backups keep what they have.`,
		Example: `  gengrade retention ~/courses
  gengrade retention ~/courses --older-than 5 --delete`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if years < 1 {
				return errors.New("--older-than is a number of years, at least 1")
			}
			before := time.Now().AddDate(-years, 0, 0)
			found := 0
			for _, folder := range courses(args) {
				old, err := retain(c.Context(), c.OutOrStdout(), folder, before, remove)
				if err != nil {
					return fmt.Errorf("%s: %w", folder, err)
				}
				if old {
					found++
				}
			}
			if found == 0 {
				fmt.Fprintf(c.OutOrStdout(), "no course has data on students that is older than %d years\n", years)
			}
			return nil
		},
	}
	c.Flags().IntVar(&years, "older-than", 2, "years in which nothing has happened")
	c.Flags().BoolVar(&remove, "delete", false, "delete the data of these courses")
	return c
}

// courses are the folders, and those right in them, that are courses.
func courses(folders []string) (all []string) {
	for _, folder := range folders {
		below, _ := filepath.Glob(filepath.Join(folder, "*"))
		for _, path := range append([]string{folder}, below...) {
			if _, err := os.Stat(filepath.Join(path, "course.toml")); err == nil {
				all = append(all, path)
			}
		}
	}
	return all
}

// retain lists a course if it is old and keeps something on students, and deletes that if it shall.
func retain(ctx context.Context, w io.Writer, folder string, before time.Time, remove bool) (old bool, err error) {
	c, err := course.Open(folder)
	if err != nil {
		return false, err
	}
	b, err := c.Book(ctx)
	if err != nil {
		return false, err
	}
	defer b.Close()
	at, err := c.Newest(ctx, b)
	if err != nil || at.After(before) {
		return false, err
	}
	students, err := b.Students(ctx)
	if err != nil || len(students) == 0 {
		return false, err
	}
	verb := "keeps data of"
	if remove {
		if err := c.Erase(ctx, b); err != nil {
			return true, err
		}
		verb = "has no more data of"
	}
	fmt.Fprintf(w, "%s (%s, last used %s) %s %d students\n", folder, c.Name, at.Format(time.DateOnly), verb, len(students))
	return true, nil
}
