package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/tables"
)

func newGradebook() *cobra.Command {
	var asCSV bool
	c := &cobra.Command{
		Use:   "gradebook",
		Short: "Show what everybody has on every sheet",
		Long: `Gradebook shows the points of all students on all sheets. Marks beside them: "?" some parts are not graded yet, "!" an answer has changed since it was
marked, "L" points were lost for being late. In place of points: "-" nothing was handed in, "late" it came too late to count, "exc" excused, and nothing
where the sheet has not been released. docs/teach-formulas.md has the formulas.`,
		Example: `  gengrade gradebook
  gengrade gradebook --csv >grades.csv   # with nbgrader's columns`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withResults(c, func(o opened, results []book.Result) error {
				if asCSV {
					return tables.WriteNbgrader(c.OutOrStdout(), results)
				}
				return o.printGradebook(c.OutOrStdout(), results)
			})
		},
	}
	c.Flags().BoolVar(&asCSV, "csv", false, "as a table with nbgrader's columns")
	return c
}

func newAdmit() *cobra.Command {
	var asCSV bool
	c := &cobra.Command{
		Use:   "admit",
		Short: "Show who is admitted to the exam",
		Long: `Admit compares each student's share of all points with the share that course.toml asks for; exactly that much is enough. "open" means that parts which are
not graded yet, or may still be handed in, will decide. docs/teach-formulas.md has the formulas.`,
		Example: `  gengrade admit
  gengrade admit --csv >exam.csv   # id,name,points,maximum,share,admitted`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withResults(c, func(o opened, results []book.Result) error {
				if asCSV {
					return tables.WriteExam(c.OutOrStdout(), results)
				}
				return o.printAdmitted(c.OutOrStdout(), results)
			})
		},
	}
	c.Flags().BoolVar(&asCSV, "csv", false, "as a table for the exam office")
	return c
}

// withResults runs a command on the results of the course.
func withResults(c *cobra.Command, f func(opened, []book.Result) error) error {
	return withCourse(c, func(o opened) error {
		results, err := o.book.Results(c.Context(), o.Rules(), o.Admission, time.Now())
		if err != nil {
			return err
		}
		return f(o, results)
	})
}

func (o opened) printGradebook(w io.Writer, results []book.Result) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(out, "id\tname")
	for _, s := range o.Sheets {
		fmt.Fprint(out, "\t"+s.Number())
	}
	fmt.Fprintln(out, "\tpoints\tof\tshare")
	for _, r := range results {
		fmt.Fprintf(out, "%s\t%s", r.Student.ID, oneText(r.Student.Name))
		for _, s := range r.Sheets {
			fmt.Fprint(out, "\t"+sheetText(s))
		}
		fmt.Fprintf(out, "\t%s\t%s\t%s\n", mark(r.Points.String(), r.Open, "?"), r.Max, r.Share.Percent())
	}
	return out.Flush()
}

// sheetText is one field of the gradebook.
func sheetText(s book.SheetResult) string {
	switch {
	case s.Excused:
		return "exc"
	case s.Unreleased:
		return ""
	case s.Missed == book.TooLate:
		return "late"
	case s.Missed != "":
		return "-"
	}
	return mark(mark(mark(s.Points.String(), s.Open, "?"), s.Stale, "!"), s.Penalty.Sign() > 0, "L")
}

func mark(text string, is bool, with string) string {
	if is {
		return text + with
	}
	return text
}

func (o opened) printAdmitted(w io.Writer, results []book.Result) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "id\tname\tpoints\tof\tshare\tadmitted")
	count := map[admit.Answer]int{}
	for _, r := range results {
		count[r.Admitted]++
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%s\t%s\n", r.Student.ID, oneText(r.Student.Name), r.Points, r.Max, r.Share.Percent(), r.Admitted)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	var parts []string
	for _, a := range []admit.Answer{admit.Yes, admit.No, admit.Open} {
		parts = append(parts, fmt.Sprintf("%s %d", a, count[a]))
	}
	_, err := fmt.Fprintf(w, "%s of all points admit: %s\n", o.Admission.Percent(), strings.Join(parts, ", "))
	return err
}
