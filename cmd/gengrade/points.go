package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/tables"
)

func newPoints() *cobra.Command {
	c := &cobra.Command{Use: "points", Short: "Import and export points as tables", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	var sheet string
	export := &cobra.Command{
		Use:   "export",
		Short: "Print all points as a table that import reads",
		Long:  `Export prints what each student has for each task, whoever gave it. Tasks that are not graded yet are left out.`,
		Example: `  gengrade points export >points.csv
  gengrade points export --sheet 22`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withCourse(c, func(o opened) error { return o.exportPoints(c, sheet) })
		},
	}
	export.Flags().StringVar(&sheet, "sheet", "", "only this sheet, by number or name")
	c.AddCommand(export, &cobra.Command{
		Use:   "import FILE",
		Short: "Record the points of a table, such as those marked on paper",
		Long: `Import reads a table with the columns id, sheet, cell and points, and if they are there round (1 or 2) and comment. A mistake in any line is
named, and then nothing is imported. Lines that say what the gradebook has already change nothing, so that an exported table can be
edited and imported; others take the place of what the grader or another person gave, and the history has both.`,
		Example: `  gengrade points import paper.csv
  gengrade points import --by eve -      # from standard input`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return o.importPoints(c, args[0]) })
		},
	})
	return c
}

func (o opened) exportPoints(c *cobra.Command, sheet string) error {
	rules := o.Rules()
	if sheet != "" {
		s, err := o.Sheet(sheet)
		if err != nil {
			return err
		}
		rules = []book.Rule{o.Rule(s)}
	}
	var all []book.Grade
	for _, r := range rules {
		grades, err := o.book.Grades(c.Context(), r)
		if err != nil {
			return err
		}
		all = append(all, grades...)
	}
	return tables.WritePoints(c.OutOrStdout(), all)
}

func (o opened) importPoints(c *cobra.Command, file string) error {
	students, err := o.book.Students(c.Context())
	if err != nil {
		return err
	}
	sheets, err := o.book.Sheets(c.Context())
	if err != nil {
		return err
	}
	return readFrom(c, file, func(name string, r io.Reader) error {
		marks, err := tables.ReadPoints(name, r, tables.Known{Students: students, Sheets: sheets})
		if err != nil {
			return err
		}
		for i := range marks {
			marks[i].By = who(c)
		}
		changed, err := o.book.ImportMarks(c.Context(), o.Rules(), marks)
		if err != nil {
			return fmt.Errorf("%s: nothing was imported: %w", name, err)
		}
		fmt.Fprintf(c.OutOrStdout(), "%d points read, %d of them new or changed\n", len(marks), changed)
		return nil
	})
}
