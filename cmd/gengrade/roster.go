package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/tables"
)

func newRoster() *cobra.Command {
	c := &cobra.Command{Use: "roster", Short: "Import and export who takes part", Args: cobra.NoArgs, RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(&cobra.Command{
		Use:   "import [FILE]",
		Short: "Take over a table of students, by default the course's roster.csv",
		Long: `Import reads a table with the columns id, name, email, group and tutor; the last three may be empty. Students whose id is known get the new values.
Nobody is removed: those who are no longer in the table are named, and "gengrade forget" deletes them. A table with a mistake changes nothing.`,
		Example: `  gengrade roster import
  gengrade roster import students.csv   # becomes the course's roster.csv`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return o.importRoster(c, args) })
		},
	}, &cobra.Command{
		Use:     "export",
		Short:   "Print the students as such a table",
		Example: `  gengrade roster export >students.csv`,
		Args:    cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withCourse(c, func(o opened) error {
				students, err := o.book.Students(c.Context())
				if err != nil {
					return err
				}
				return tables.WriteRoster(c.OutOrStdout(), students)
			})
		},
	})
	return c
}

func (o opened) importRoster(c *cobra.Command, args []string) error {
	file := o.Roster()
	if len(args) > 0 {
		file = args[0]
	}
	return readFrom(c, file, func(name string, r io.Reader) error {
		students, err := tables.ReadRoster(name, r)
		if err != nil {
			return err
		}
		before, err := o.book.Students(c.Context())
		if err != nil {
			return err
		}
		if err := o.book.AddStudents(c.Context(), students); err != nil {
			return err
		}
		if len(args) > 0 {
			if err := o.WriteRoster(students); err != nil {
				return err
			}
		}
		report(c.OutOrStdout(), before, students)
		return nil
	})
}

// report says how many came, and who is no longer in the table.
func report(w io.Writer, before, now []book.Student) {
	ids := func(all []book.Student) (ids []string) {
		for _, s := range all {
			ids = append(ids, s.ID)
		}
		return ids
	}
	old, current := ids(before), ids(now)
	added := len(slices.DeleteFunc(slices.Clone(current), func(id string) bool { return slices.Contains(old, id) }))
	gone := slices.DeleteFunc(old, func(id string) bool { return slices.Contains(current, id) })
	fmt.Fprintf(w, "%d students, %d of them new\n", len(now), added)
	if len(gone) > 0 {
		fmt.Fprintf(w, "not in the table, and still in the gradebook (gengrade forget deletes them): %s\n", strings.Join(gone, ", "))
	}
}
