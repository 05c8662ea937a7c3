package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/rerun"
)

// runAgain runs the notebooks of hand-ins that count and were not run again yet, and says what hindered any.
func runAgain(ctx context.Context, o opened, rule book.Rule, kept rerun.Kept, say io.Writer) error {
	grades, err := o.book.Grades(ctx, rule)
	if err != nil {
		return err
	}
	counts := map[string]bool{}
	for _, g := range grades {
		counts[g.Submission] = true
	}
	submissions, err := o.book.Submissions(ctx, rule.Sheet)
	if err != nil {
		return err
	}
	var left []book.Submission
	for _, s := range submissions {
		if counts[s.ID] {
			left = append(left, s)
		}
	}
	done := 0
	err = kept.All(ctx, left, func(s book.Submission, why string) {
		done++
		if why != "" {
			fmt.Fprintf(say, "run again: %s: %s\n", s.Owner, why)
		}
	})
	if errors.Is(err, context.Canceled) { // the page has ended; the next time goes on
		return nil
	}
	if err == nil && done > 0 {
		fmt.Fprintf(say, "run again: %d notebooks; load pages again to see what they show\n", done)
	}
	return err
}
