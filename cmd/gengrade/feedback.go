package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/feedback"
	"github.com/gensci/gensci/grade/release"
)

func newFeedback() *cobra.Command {
	var now bool
	c := &cobra.Command{
		Use:   "feedback SHEET",
		Short: "Write a page for each student: points, what tests say, comments",
		Long: `Feedback writes feedback/NN/ID/index.html for each student of the course, a page that loads nothing: points, messages of tests, marks and comments, total.
feedback/NN.html and feedback/index.html are for teachers. Earlier feedback on the sheet is replaced in one step. Until the sheet is due for all, with the
grace, nothing is told of what tests found.`,
		Example: `  gengrade feedback 22
  gengrade feedback 22 --now   # although somebody may still hand in`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return withCourse(c, func(o opened) error { return writeFeedback(c, o, args[0], now) })
		},
	}
	c.Flags().BoolVar(&now, "now", false, "show what tests found although the sheet is not due for all")
	return c
}

func writeFeedback(c *cobra.Command, o opened, name string, now bool) error {
	s, err := o.Sheet(name)
	if err != nil {
		return err
	}
	job := feedback.Job{Book: o.book, Rule: o.Rule(s), Folder: o.Feedback(), Course: o.Name, Zone: o.Zone, Early: now}
	if sheet, _, unreleased := release.Current(o.Released(s)); unreleased == nil { // a sheet on paper has its name alone
		job.Title = sheet.Title
	}
	sum, err := job.Write(c.Context())
	if err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "%s: %d pages in %s, %d of them provisional\n", s.Name, sum.Pages, o.Feedback(), sum.Open)
	switch {
	case sum.Early:
		fmt.Fprintln(c.ErrOrStderr(), "gengrade: the sheet is not due for all, and what hidden tests found is shown all the same: whoever may still hand in can learn from it")
	case sum.Held && sum.Until.IsZero():
		fmt.Fprintln(c.OutOrStdout(), "what tests found is held back, since the sheet has no due date; --now shows it")
	case sum.Held:
		fmt.Fprintf(c.OutOrStdout(), "what tests found is held back until %s, when the sheet is due for all\n", sum.Until.In(o.Zone).Format("2006-01-02 15:04"))
	}
	return nil
}
