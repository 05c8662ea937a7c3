package collect

import (
	"fmt"

	"github.com/gensci/gensci/grade/book"
)

// gather keeps an arrival's confirmations until all hand-ins are there.
func (r *run) gather(a arrival, c content, student string) error {
	for _, conf := range c.confirmations {
		if conf.Student != student {
			return fmt.Errorf("it has a confirmation by %q", conf.Student)
		}
		at := r.Times.of(conf.At, a.at).UTC()
		r.confirmations = append(r.confirmations, confirmation{conf, a.from, at})
	}
	return nil
}

// confirm records the confirmations. One of a hand-in that is not there may be of another sheet.
func (r *run) confirm() error {
	all, err := r.Book.Submissions(r.ctx, "")
	if err != nil {
		return err
	}
	byHash := map[string][]book.Submission{}
	for _, s := range all {
		byHash[s.Hash] = append(byHash[s.Hash], s)
	}
	for _, c := range r.confirmations {
		if len(byHash[c.Confirm]) == 0 {
			r.report.note("%s confirms %.12s…, which is no hand-in that was collected; perhaps of another sheet.", c.Student, c.Confirm)
		}
		for _, s := range byHash[c.Confirm] {
			if s.Sheet != r.Sheet.Name || s.Owner == c.Student {
				continue
			}
			if err := r.Book.Confirm(r.ctx, s.ID, c.Student, c.at); err != nil {
				r.report.Refused = append(r.report.Refused, Refusal{Who: r.called(c.Student), Student: c.Student, From: c.from, Why: "the confirmation does not count: " + err.Error()})
			}
		}
	}
	return nil
}
