package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/collect"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/run"
)

// collectFlags are the flags of collect.
type collectFlags struct {
	round int
	time  string
	is    map[string]string
}

func newCollect() *cobra.Command {
	var f collectFlags
	c := &cobra.Command{
		Use:   "collect SHEET FROM...",
		Short: "Take in what students handed in",
		Long: `Collect takes in the hand-ins of a sheet. FROM is a drop folder of gensci submit, a zip exported from Moodle, nbgrader's folder submitted, a
folder or zip with one folder or file for each student, or one notebook or hand-in. All versions are kept in submissions/, and the gradebook is
told; the last one counts, a late one too unless the sheet refuses these. What is there already is not taken again, so collecting may be repeated.

Who handed in is what the place says (a folder's name: id, e-mail address, or a name that is one student's in the roster), and in a drop folder what the
hand-in says. Nobody is guessed: --is says whom a name means. It counts from the later of the time that the hand-in says and that of its file; after
copying files without their times, --time said takes what the hand-ins say, and --time "2026-12-01 17:00" is for all.

If a sheet is handed in twice, what comes after the due date from who has handed in before is the second hand-in; --round says otherwise.

Each part that is refused is listed with the reason, the others are collected all the same. Then the exit status is 1.`,
		Example: `  gengrade collect 22 /srv/course/drop
  gengrade collect 22 "Flows-22-Abgabe-1234.zip" --is "Anna Schmidt=4711234"
  gengrade collect 22 mailed/4711234.ipynb --time "2026-12-01 17:20"`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return f.collect(c, o, args[0], args[1:]) })
		},
	}
	c.Flags().IntVar(&f.round, "round", 0, "1 or 2: take all for first, or for second hand-ins")
	c.Flags().StringVar(&f.time, "time", "", `when they were handed in: "said", or date and hour`)
	c.Flags().StringToStringVar(&f.is, "is", nil, `whom a name means: "NAME=ID"`)
	return c
}

func (f collectFlags) collect(c *cobra.Command, o opened, name string, from []string) error {
	s, err := o.Sheet(name)
	if err != nil {
		return err
	}
	if f.round < 0 || f.round > 2 {
		return fmt.Errorf("the round is 1 or 2, not %d", f.round)
	}
	sheet, version, err := release.Current(o.Released(s))
	if err != nil {
		return err
	}
	times, err := f.times(o)
	if err != nil {
		return err
	}
	if err = o.book.PutSheet(c.Context(), run.Sheet(sheet, version.Number), who(c)); err != nil {
		return err
	}
	report, err := collect.Collector{Course: o.Course, Sheet: s, Released: sheet, Book: o.book, Round: f.round, Times: times, Is: f.is}.Collect(c.Context(), from...)
	if err != nil {
		return err
	}
	report.Write(c.OutOrStdout())
	if n := len(report.Refused); n > 0 {
		return fmt.Errorf("%d of what was handed in was refused and is listed above; all else is collected", n)
	}
	return nil
}

func (f collectFlags) times(o opened) (collect.Times, error) {
	switch f.time {
	case "":
		return collect.Times{}, nil
	case "said":
		return collect.Times{Said: true}, nil
	}
	at, err := o.Time(f.time)
	return collect.Times{At: at}, err
}
