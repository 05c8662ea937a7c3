package tables

import (
	"io"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/book"
)

// WriteNbgrader writes the results with the columns of nbgrader's export: one line for each student and sheet, without the sheets that a
// student is excused from, which nbgrader does not know, and those that are not released. The score is more than raw score less penalty if there was a second hand-in. Times are in UTC.
func WriteNbgrader(w io.Writer, results []book.Result) error {
	out := newWriter(w, "assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email",
		"raw_score", "late_submission_penalty", "score", "max_score")
	for _, r := range results {
		last, first := names(r.Student.Name)
		for _, s := range r.Sheets {
			if s.Excused || s.Unreleased {
				continue
			}
			out.line(s.Sheet, utc(s.Due), utc(s.At), r.Student.ID, last, first, r.Student.Email,
				s.Earned.String(), s.Penalty.String(), s.Points.String(), s.Max.String())
		}
	}
	return out.end()
}

// names splits a name into the last one and the first ones: at a comma ("Curie, Marie") or before the last word.
func names(name string) (last, first string) {
	if last, first, ok := strings.Cut(name, ","); ok {
		return strings.TrimSpace(last), strings.TrimSpace(first)
	}
	i := strings.LastIndexByte(name, ' ')
	return name[i+1:], strings.TrimSpace(name[:max(i, 0)])
}

// utc is a time as nbgrader writes it.
func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateTime)
}

// WriteExam writes who is admitted, for the exam office: "yes", "no", or "open" where parts that are not graded yet will decide. The share is a
// percentage, rounded down.
func WriteExam(w io.Writer, results []book.Result) error {
	out := newWriter(w, "id", "name", "points", "maximum", "share", "admitted")
	for _, r := range results {
		out.line(r.Student.ID, r.Student.Name, r.Points.String(), r.Max.String(), r.Share.Percent(), string(r.Admitted))
	}
	return out.end()
}
