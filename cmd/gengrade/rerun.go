package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/rerun"
	"github.com/gensci/gensci/grade/run"
	"github.com/gensci/gensci/internal/nbformat"
)

func newRerun() *cobra.Command {
	var students []string
	var again bool
	c := &cobra.Command{
		Use:   "rerun SHEET",
		Short: "Run notebooks again in a sandbox, for those who mark plots",
		Long: `Rerun runs each notebook that counts from top to bottom in a sandbox, without network and without anything of this machine but toolchain and kernel, all read-only. Review shows what
came out beside what was handed in. It needs an installation for the whole machine (gensci setup --system). It may be stopped and started again.`,
		Example: `  gengrade rerun 22
  gengrade rerun 22 --student 1234567 --again`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return rerunSheet(c, o, args[0], students, again) })
		},
	}
	c.Flags().StringSliceVar(&students, "student", nil, "these students alone, by id")
	c.Flags().BoolVar(&again, "again", false, "also what was run already")
	return c
}

func rerunSheet(c *cobra.Command, o opened, name string, students []string, again bool) error {
	s, err := o.Sheet(name)
	if err != nil {
		return err
	}
	machine, err := rerun.Here()
	if err != nil {
		return err
	}
	counting, err := o.book.Pending(c.Context(), o.Rule(s), "none") // no grading has this fingerprint: all that count
	if err != nil {
		return err
	}
	failed := 0
	for i, sub := range counting {
		out := rerunFolder(o.Course, sub)
		if _, err := os.Stat(filepath.Join(out, s.Name+".ipynb")); err == nil && !again || len(students) > 0 && !slices.Contains(students, sub.Owner) {
			continue
		}
		_, why, err := machine.Run(c.Context(), run.Notebook(o.Submissions(), sub), out)
		if c.Context().Err() != nil {
			return errors.New("stopped; what was run is kept, and the same command goes on")
		}
		if err != nil {
			failed++
			why = err.Error()
		}
		fmt.Fprintf(c.ErrOrStderr(), "%d/%d %s %s\n", i+1, len(counting), sub.Owner, why)
	}
	if failed > 0 {
		return fmt.Errorf("%d notebooks were not run", failed)
	}
	return nil
}

// rerunFolder is where the executed notebook of a hand-in is.
func rerunFolder(in *course.Course, s book.Submission) string {
	return filepath.Join(in.Folder, "reruns", s.Sheet, s.Owner, fmt.Sprintf("%d-%d", s.Round, s.Version))
}

// fresh finds what review shows beside what was handed in.
func fresh(in *course.Course) func(context.Context, book.Submission) (*nbformat.Notebook, error) {
	return func(_ context.Context, s book.Submission) (*nbformat.Notebook, error) {
		path := filepath.Join(rerunFolder(in, s), s.Sheet+".ipynb")
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nbformat.Read(path)
	}
}
