package collect

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/internal/terminal"
)

// Report says who handed in, who did not, and what was refused.
type Report struct {
	Sheet   string
	HandIn  []Row
	Missing []string // ids of students who have nothing, in a group neither
	Refused []Refusal
	Notes   []string
	New     int // versions that were not there before

	zone     *time.Location
	versions map[string]receipt
	fresh    map[string]bool
}

// Row is what a student, or one for a group, has handed in by now in one round: the last version.
type Row struct {
	Student, Name string
	Round         int
	At            time.Time
	Late          string   // by how much; empty if in time
	Versions      int      // in this round
	New           bool     // this run brought the last one
	Waiting       []string // members of the group who have not confirmed
	Group         []string // the other members
	Remarks       []string
}

// Refusal is a part that was not collected. From is where it lies.
type Refusal struct {
	Who, Student, From, Why string
}

func (r *Report) note(format string, args ...any) {
	r.Notes = append(r.Notes, fmt.Sprintf(format, args...))
}

// took notes down a version that is there now.
func (r *Report) took(v receipt, isNew bool) {
	if r.versions == nil {
		r.versions, r.fresh = map[string]receipt{}, map[string]bool{}
	}
	key := v.Student + " " + v.Hash + " " + v.At.Format(time.RFC3339Nano)
	r.versions[key] = v
	if isNew {
		r.fresh[key] = true
		r.New++
	}
}

// finish fills in the table from the gradebook: what was collected earlier is part of it.
func (r *run) finish() error {
	has := map[string]bool{}
	rows := map[string]*Row{}
	err := r.each(func(s book.Submission) { // oldest first
		key := fmt.Sprintf("%s %d", s.Owner, s.Round)
		row := rows[key]
		if row == nil {
			row = &Row{Student: s.Owner, Name: r.people.byID[s.Owner].Name, Round: s.Round}
			rows[key] = row
		}
		of := s.Owner + " " + s.Hash + " " + s.At.UTC().Format(time.RFC3339Nano)
		row.At, row.Versions, row.New, row.Remarks = s.At, row.Versions+1, r.report.fresh[of], r.report.versions[of].Remarks
		row.Group, row.Waiting, row.Late = nil, nil, ""
		if late := r.late(s.Owner, s.Round, s.At); late > 0 {
			row.Late = rounded(late)
		}
		for _, m := range s.Members {
			has[m.Student] = true
			if m.Student != s.Owner {
				row.Group = append(row.Group, m.Student)
			}
			if m.Confirmed.IsZero() {
				row.Waiting = append(row.Waiting, m.Student)
			}
		}
	})
	for _, row := range rows {
		r.report.HandIn = append(r.report.HandIn, *row)
	}
	slices.SortFunc(r.report.HandIn, func(a, b Row) int {
		return strings.Compare(fmt.Sprintf("%s\x00%d", a.Student, a.Round), fmt.Sprintf("%s\x00%d", b.Student, b.Round))
	})
	for id := range r.people.byID {
		if !has[id] {
			r.report.Missing = append(r.report.Missing, id)
		}
	}
	slices.Sort(r.report.Missing)
	return err
}

// mostRemarks are printed of one hand-in; its receipt.json and the page for marking have all.
const mostRemarks = 3

// Write prints the report as a table.
func (r Report) Write(w io.Writer) {
	fmt.Fprintf(w, "%s: %s, %d new; %d handed in nothing, %d refused\n", r.Sheet, count(len(r.HandIn), "hand-in"), r.New, len(r.Missing), len(r.Refused))
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range r.HandIn {
		fmt.Fprintf(t, "  %s\t%s\t%s\t%s\t%s\n", row.Student, row.Name, row.At.In(r.zone).Format("2006-01-02 15:04"), count(row.Versions, "version"), strings.Join(row.words(), ", "))
	}
	t.Flush()
	for _, row := range r.HandIn {
		for i, remark := range row.Remarks {
			if i == mostRemarks {
				fmt.Fprintf(w, "  %s: and %s\n", row.Student, count(len(row.Remarks)-i, "more remark"))
				break
			}
			fmt.Fprintf(w, "  %s: %s\n", row.Student, terminal.Plain(remark))
		}
	}
	if len(r.Missing) > 0 {
		fmt.Fprintf(w, "nothing from: %s\n", strings.Join(r.Missing, ", "))
	}
	for _, n := range r.Notes {
		fmt.Fprintf(w, "note: %s\n", n)
	}
	for _, f := range r.Refused {
		fmt.Fprintf(w, "refused: %s: %s\n", printable(f.Who), f.Why)
	}
}

// words are what else there is to say of a row.
func (row Row) words() (words []string) {
	if row.New {
		words = append(words, "new")
	}
	if row.Round == 2 {
		words = append(words, "second hand-in")
	}
	if row.Late != "" {
		words = append(words, "late by "+row.Late)
	}
	if len(row.Group) > 0 {
		words = append(words, "with "+strings.Join(row.Group, " and "))
	}
	if len(row.Waiting) > 0 {
		words = append(words, "not confirmed by "+strings.Join(row.Waiting, " and "))
	}
	if n := len(row.Remarks); n > 0 {
		words = append(words, count(n, "remark"))
	}
	return words
}

// printable is a name from anywhere without characters that a terminal would obey.
func printable(text string) string {
	quoted := fmt.Sprintf("%q", text)
	return quoted[1 : len(quoted)-1]
}
