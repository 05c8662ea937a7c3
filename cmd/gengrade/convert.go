package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/convert"
	"github.com/gensci/gensci/grade/nbgrader"
)

func newImport() *cobra.Command {
	var handIns string
	c := &cobra.Command{
		Use:   "import DIR",
		Short: "Take over a course folder of nbgrader",
		Long: `Import makes masters of the notebooks in DIR/source; what is in masters/ already stays as it is. Each notebook becomes a sheet, NN-topic, with the header and footer that
nbgrader_config.py names; other files of an assignment go to masters/NN-topic/. It says which sheets are still to be entered in course.toml. Hand-ins are
collected once the sheets are released: --hand-ins copies them to where that can be done, under the names of the sheets.`,
		Example: `  gengrade import /srv/nbgrader/course --hand-ins /tmp/hand-ins
  gengrade release 01
  gengrade collect 01 /tmp/hand-ins/01-ps1`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return o.importCourse(c, args[0], handIns) })
		},
	}
	c.Flags().StringVar(&handIns, "hand-ins", "", "a folder to copy what was handed in to")
	return c
}

func (o opened) importCourse(c *cobra.Command, from, handIns string) error {
	theirs, err := nbgrader.ReadCourse(from)
	if err != nil {
		return err
	}
	w := c.OutOrStdout()
	for _, text := range theirs.Skipped {
		fmt.Fprintln(w, text)
	}
	list, err := convert.Import(theirs, o.Course)
	for _, i := range list {
		said := "has become"
		if !i.New {
			said = "was already there and stays"
		}
		fmt.Fprintf(w, "%s/%s %s masters/%s.ipynb\n", i.Assignment, i.Notebook, said, i.Sheet)
		if _, unknown := o.Sheet(i.Sheet); unknown != nil {
			fmt.Fprintf(w, "  enter it in course.toml: [[sheet]] with name = %q and its due date\n", i.Sheet)
		}
	}
	if err != nil || handIns == "" {
		return err
	}
	count, err := convert.HandIns(theirs, list, handIns)
	for _, i := range list {
		if n := count[i.Sheet]; n > 0 {
			fmt.Fprintf(w, "hand-ins of %s: %d, in %s/%s for gengrade collect\n", i.Sheet, n, handIns, i.Sheet)
		}
	}
	return err
}

func newExport() *cobra.Command {
	return &cobra.Command{
		Use:   "export DIR",
		Short: "Write the course as a course folder of nbgrader",
		Long: `Export writes DIR, which must not be there: source (masters), release, submitted and feedback, and the settings that nbgrader needs for Go. Of each student it is the last
first hand-in; nbgrader knows no groups and no second hand-ins. Points go another way: gengrade gradebook --csv has nbgrader's columns.`,
		Example: `  gengrade export /srv/nbgrader/course`,
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error {
				theirs, err := convert.Export(c.Context(), o.Course, o.book)
				if err != nil {
					return err
				}
				if err = nbgrader.WriteCourse(args[0], theirs); err != nil {
					return err
				}
				fmt.Fprintf(c.OutOrStdout(), "%s is a course of nbgrader now; sheets: %d, hand-ins: %d\n", args[0], len(theirs.Sheets), len(theirs.Submissions))
				return nil
			})
		},
	}
}
