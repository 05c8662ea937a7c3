package collect

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/handin"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/internal/dirs"
)

// Collector collects the hand-ins of one sheet.
type Collector struct {
	Course   *course.Course
	Sheet    course.Sheet
	Released *release.Sheet // what the hand-ins are answers to
	Book     *book.Book
	Round    int               // of all that is collected; 0: by the time of each hand-in
	Times    Times             // which time of a hand-in counts
	Is       map[string]string // whom names mean that are not surely one student's: name → id
}

// Times says when a hand-in was made: at At, or by what it says of itself if Said is true. The zero value takes the later of what it says and the file's.
type Times struct {
	Said bool
	At   time.Time
}

func (t Times) of(said, file time.Time) time.Time {
	switch {
	case !t.At.IsZero():
		return t.At
	case !said.IsZero() && (t.Said || said.After(file)):
		return said
	}
	return file
}

// run is one call of Collect.
type run struct {
	Collector
	ctx           context.Context
	people        people
	due           map[string]map[int]time.Time // of students who have their own
	folder        string                       // submissions/NN
	first         map[string]time.Time         // who has a first hand-in, and since when
	confirmations []confirmation
	report        Report
}

type confirmation struct {
	handin.Confirmation
	from string
	at   time.Time
}

// Collect takes in what lies at the places. The report says what became of each student's part; the error is one that ended everything. What was collected
// before it stays, and Collect may be called again.
func (c Collector) Collect(ctx context.Context, from ...string) (Report, error) {
	r := &run{Collector: c, ctx: ctx, folder: filepath.Join(c.Course.Submissions(), c.Sheet.Number()), report: Report{Sheet: c.Sheet.Name, zone: c.Course.Zone}}
	unlock, err := dirs.Lock(ctx, r.folder, nil)
	if err != nil {
		return Report{}, err
	}
	defer unlock()
	if err = r.prepare(); err != nil {
		return Report{}, err
	}
	p := place{sheet: c.Sheet.Name, zone: c.Course.Zone, take: func(a arrival) {
		if err == nil {
			err = r.take(a)
		}
	}}
	for _, path := range from {
		if bad := p.read(path); bad != nil {
			r.report.Refused = append(r.report.Refused, Refusal{Who: path, Why: bad.Error()})
		}
		if err = cmp.Or(err, ctx.Err()); err != nil {
			return r.report, err
		}
	}
	if err := r.confirm(); err != nil {
		return r.report, err
	}
	return r.report, r.finish()
}

// prepare reads who is in the course, who has more time, and who has handed in already, and removes what a killed run left.
func (r *run) prepare() error {
	left, err := filepath.Glob(filepath.Join(r.folder, tempPattern))
	for _, path := range left {
		err = errors.Join(err, os.RemoveAll(path))
	}
	if err != nil {
		return err
	}
	roster, err := r.Book.Students(r.ctx)
	if err != nil {
		return err
	}
	if len(roster) == 0 {
		return errors.New("there are no students in the gradebook; import the roster first (gengrade roster import)")
	}
	r.people = newPeople(roster, r.Is)
	if err := r.dueDates(); err != nil {
		return err
	}
	r.first = map[string]time.Time{}
	return r.each(func(s book.Submission) { r.note(s) })
}

// each calls do for all hand-ins of the sheet.
func (r *run) each(do func(book.Submission)) error {
	all, err := r.Book.Submissions(r.ctx, r.Sheet.Name)
	for _, s := range all {
		do(s)
	}
	return err
}

// take takes in one arrival. Errors are those that end everything; what is wrong with the arrival goes into the report.
func (r *run) take(a arrival) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	c, err := a.open()
	if err == nil && c.handin != nil && c.handin.Manifest.Sheet != r.Sheet.Name {
		if a.label == "" { // a drop folder is for all sheets
			return nil
		}
		err = fmt.Errorf("it is a hand-in of %s", c.handin.Manifest.Sheet)
	}
	student := ""
	if err == nil {
		student, err = r.whose(a, c)
	}
	if err == nil {
		err = r.gather(a, c, student)
	}
	if err == nil && (c.handin != nil || len(c.files) > 0) {
		return r.accept(a, c, student)
	}
	if err != nil {
		r.refuse(a, student, err)
	}
	return nil
}

// refuse notes down why an arrival is refused; it names the student if the place does.
func (r *run) refuse(a arrival, student string, err error) {
	if student == "" && a.label != "" {
		student, _ = r.people.find(a.label, "")
	}
	r.report.Refused = append(r.report.Refused, Refusal{Who: cmp.Or(r.called(student), a.label, filepath.Base(a.from)), Student: student, From: a.from, Why: err.Error()})
}

// called is a student's id and name.
func (r *run) called(student string) string {
	if s, ok := r.people.byID[student]; ok && s.Name != "" {
		return fmt.Sprintf("%s (%s)", student, s.Name)
	}
	return student
}

// accept keeps a version of a student's hand-in.
func (r *run) accept(a arrival, c content, student string) error {
	h, answers, err := r.handin(a, c, student)
	if err != nil {
		r.refuse(a, student, err)
		return nil
	}
	said := time.Time{}
	if c.handin != nil {
		said = h.Manifest.At
	}
	v := version{Handin: h, answers: answers, receipt: receipt{
		Format: 1, Sheet: r.Sheet.Name, Student: student, Hash: h.Manifest.Hash(), At: r.Times.of(said, a.at).UTC(), Said: said, Remarks: answers.Remarks,
		From: filepath.Base(a.from), Owner: a.owner,
	}}
	if student != h.Manifest.Student { // a member uploaded the group's file
		c, err := handin.Confirm(v.Hash, student, v.At)
		if err != nil {
			return err
		}
		r.confirmations = append(r.confirmations, confirmation{c, a.from, v.At})
		v.Student = h.Manifest.Student
	}
	if gap := v.At.Sub(said); !said.IsZero() && gap > time.Hour && r.Times == (Times{}) {
		r.report.note("%s: says it was made %s before the time of its file, which counts; if the files were copied, collect with --time said.", v.Student, rounded(gap))
	}
	if _, own := r.people.byID[a.owner]; own && a.set.Sub(v.At) > time.Hour && r.Times == (Times{}) {
		r.report.note("%s: the file belongs to its student and was changed %s after the time that counts; that time may have been set.", v.Student, rounded(a.set.Sub(v.At)))
	}
	return r.keep(v)
}
