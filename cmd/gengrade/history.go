package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/internal/terminal"
)

func newHistory() *cobra.Command {
	var q book.Query
	c := &cobra.Command{
		Use:   "history",
		Short: "Show who changed which points, extensions and excuses, and when",
		Example: `  gengrade history --student 1234567
  gengrade history --sheet 22 --cell discuss`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return withCourse(c, func(o opened) error {
				if q.Sheet != "" {
					s, err := o.Sheet(q.Sheet)
					if err != nil {
						return err
					}
					q.Sheet = s.Name
				}
				if err := o.known(c.Context(), q.Student); err != nil {
					return err
				}
				changes, err := o.book.History(c.Context(), q)
				for _, h := range changes {
					fmt.Fprintln(c.OutOrStdout(), h.At.In(o.Zone).Format("2006-01-02 15:04:05 MST")+"  "+changeText(h))
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&q.Student, "student", "", "only of this student, by id")
	c.Flags().StringVar(&q.Sheet, "sheet", "", "only of this sheet, by number or name")
	c.Flags().StringVar(&q.Cell, "cell", "", "only of this task, by its id")
	return c
}

// changeText is one change in one line.
func changeText(h book.Change) string {
	var of []string
	for _, part := range []string{h.Sheet, h.Student, h.Cell} {
		if part != "" {
			of = append(of, part)
		}
	}
	return fmt.Sprintf("%s  %s  %s  %s → %s", oneText(h.Who), h.What, strings.Join(of, " "), oneText(h.Old), oneText(h.New))
}

// oneText is a text in one line, without what a terminal would obey; nothing shows as a hyphen.
func oneText(text string) string {
	if text = strings.Join(strings.Fields(terminal.Plain(text)), " "); text == "" {
		return "-"
	}
	return text
}
