package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/run"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/kernel"
)

// gradeFlags are those of gengrade grade.
type gradeFlags struct {
	students, tasks   []string
	again, neverLower bool
	jobs              int
	sandbox           string
}

func newGrade() *cobra.Command {
	var f gradeFlags
	c := &cobra.Command{
		Use:   "grade SHEET",
		Short: "Run the tests of a sheet on what was handed in",
		Long: `Grade runs the tests of the sheet's newest release on all hand-ins that count and were not graded with it yet, each in a sandbox. It may be stopped and started again. The same
release gives the same points again; marks given by people stay.`,
		Example: `  gengrade grade 22
  gengrade grade 22 --student 1234567 --again   # once more, whatever is there
  gengrade grade 22 --task test_flow --never-lower # after a faulty test was released anew: nobody loses points`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return f.grade(c, o, args[0]) })
		},
	}
	c.Flags().StringSliceVar(&f.students, "student", nil, "these students alone, by id")
	c.Flags().StringSliceVar(&f.tasks, "task", nil, "these test cells alone, by id")
	c.Flags().BoolVar(&f.again, "again", false, "also what was graded with this release already")
	c.Flags().BoolVar(&f.neverLower, "never-lower", false, "keep the points of whom the new tests would take some")
	c.Flags().IntVar(&f.jobs, "jobs", 0, "hand-ins at once (default: one for each processor)")
	c.Flags().StringVar(&f.sandbox, "sandbox", "bubblewrap", "bubblewrap, or none: for your own code alone")
	return c
}

func (f gradeFlags) grade(c *cobra.Command, o opened, name string) error {
	s, err := o.Sheet(name)
	if err != nil {
		return err
	}
	sheet, version, err := release.Current(o.Released(s))
	if err != nil {
		return err
	}
	w, err := f.workshop(c, o, o.Released(s), sheet, version)
	if err != nil {
		return err
	}
	if err = o.book.PutSheet(c.Context(), run.Sheet(sheet, version.Number), who(c)); err != nil {
		return errors.Join(err, w.Close())
	}
	if bad := slices.IndexFunc(f.tasks, func(id string) bool { return !slices.Contains(w.Tests(), id) }); bad >= 0 {
		return errors.Join(fmt.Errorf("%s has no test %s; it has %s", s.Name, f.tasks[bad], strings.Join(w.Tests(), ", ")), w.Close())
	}
	start := time.Now()
	sum, err := run.Job{
		Book: o.book, Rule: o.Rule(s), Sheet: sheet, Release: strconv.Itoa(version.Number), Workshop: w, Submissions: o.Submissions(), Records: o.Records(), By: who(c),
		Students: f.students, Tests: f.tasks, Again: f.again, NeverLower: f.neverLower, Jobs: f.jobs,
		Progress: func(step run.Step) { printStep(c.ErrOrStderr(), step) },
	}.Run(c.Context())
	printSummary(c.OutOrStdout(), s.Name, version.Number, sum, time.Since(start))
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped; what was graded is kept, and the same command goes on")
	}
	if err == nil && len(sum.Ungraded) > 0 {
		err = fmt.Errorf("%d hand-ins could not be graded; they have no points yet, and are tried again by the same command", len(sum.Ungraded))
	}
	return errors.Join(err, w.Close())
}

func (f gradeFlags) workshop(c *cobra.Command, o opened, folder string, sheet *release.Sheet, version release.Version) (*grader.Workshop, error) {
	options, err := gradeOptions(o, fmt.Sprintf("%s %d", version.Sheet, version.Number))
	if err != nil {
		return nil, err
	}
	if options.Limits, err = limitsOf(o, folder, version); err != nil {
		return nil, err
	}
	switch f.sandbox {
	case "none":
		options.Bare = true
		fmt.Fprintln(c.ErrOrStderr(), "gengrade: without a sandbox: the code of hand-ins can do on this machine whatever you can; use this for your own code alone")
	case "bubblewrap":
	default:
		return nil, fmt.Errorf("there is no sandbox %q; write bubblewrap, or none for your own code", f.sandbox)
	}
	sheet.Imports = append(sheet.Imports, o.Imports...)
	return grader.Open(c.Context(), sheet, options)
}

// gradeOptions say how to grade on this machine, with the seeds of a release.
func gradeOptions(o opened, seeds string) (grader.Options, error) {
	sources, err := kernel.FindSources(".", o.Folder)
	if err != nil {
		return grader.Options{}, err
	}
	cache, err := dirs.Cache()
	if err != nil {
		return grader.Options{}, err
	}
	seed, err := o.Seed(seeds, "")
	if err != nil {
		return grader.Options{}, err
	}
	return grader.Options{Checkout: sources, Cache: filepath.Join(cache, "grade"), Seed: []byte(strconv.FormatUint(seed, 16))}, nil
}

func printStep(w io.Writer, s run.Step) {
	note := ""
	for _, r := range s.Results {
		if r.Status != grader.Passed && r.Status != grader.Partial && r.Status != grader.Failed {
			note += fmt.Sprintf(" %s: %s", r.Test, r.Status)
		}
	}
	fmt.Fprintf(w, "%d/%d %s: %s points, %.1f s%s\n", s.Done, s.All, s.Submission.Owner, s.Earned(), s.Took.Seconds(), note)
}

func printSummary(w io.Writer, sheet string, version int, sum run.Summary, took time.Duration) {
	fmt.Fprintf(w, "%s, release %d: %d graded in %.0f s\n", sheet, version, sum.Graded, took.Seconds())
	for _, c := range sum.Changes {
		if c.What == book.KeptAutomatic {
			fmt.Fprintf(w, "kept: %s %s: %s, the tests now give %s\n", c.Student, c.Cell, c.Old, c.New)
			continue
		}
		fmt.Fprintf(w, "changed: %s %s: %s, was %s\n", c.Student, c.Cell, c.New, c.Old)
	}
	for _, s := range sum.Ungraded {
		why := ""
		if s.Err != nil {
			why = s.Err.Error()
		}
		for _, r := range s.Results {
			if why == "" && r.Status == grader.Ungraded {
				why = r.Test + ": " + r.Message()
			}
		}
		fmt.Fprintf(w, "ungraded: %s: %s\n", s.Submission.Owner, why)
	}
}
