package feedback

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/internal/replace"
)

// Job is the feedback on one sheet.
type Job struct {
	Book   *book.Book
	Rule   book.Rule // of the sheet
	Folder string    // feedback/ of the course
	Course string    // its name
	Title  string    // of the sheet; empty: its name
	Zone   *time.Location
	Now    time.Time // zero: the clock's
	Early  bool      // show what tests say, although the sheet is not due for all
}

// Summary says what was written.
type Summary struct {
	Pages int       // of students
	Open  int       // of them with results that are provisional
	Held  bool      // what tests say is held back
	Until time.Time // until then; zero if nothing is, or if the sheet has no due date
	Early bool      // it would have been held back, but for Job.Early
}

// Write writes all pages.
func (j Job) Write(ctx context.Context) (Summary, error) {
	j = j.withDefaults()
	c, err := j.load(ctx)
	if err != nil {
		return Summary{}, err
	}
	if err := os.MkdirAll(j.Folder, 0o700); err != nil {
		return Summary{}, err
	}
	lock := flock.New(filepath.Join(j.Folder, ".lock"), flock.SetPermissions(0o600))
	if free, err := lock.TryLock(); err != nil || !free {
		return Summary{}, errors.Join(fmt.Errorf("%s is being written by somebody else: wait until that has ended", j.Folder), err)
	}
	defer lock.Close()
	return c.write()
}

func (j Job) withDefaults() Job {
	if j.Zone == nil {
		j.Zone = time.Local
	}
	if j.Now.IsZero() {
		j.Now = time.Now()
	}
	if j.Title == "" {
		j.Title = j.Rule.Sheet
	}
	return j
}

// content is all that pages are made of.
type content struct {
	Job
	students    []book.Student
	results     map[string]book.Result
	grades      map[string][]book.Grade // by student, in the order of the sheet, first hand-in first
	submissions map[string]book.Submission
	unconfirmed map[string]bool // students who are members of a hand-in that they have not confirmed
	tests       bool            // the sheet has some
	dues        [3]time.Time    // by round: when what tests say may be shown; zero: never by itself
}

func (j Job) load(ctx context.Context) (*content, error) {
	c := &content{Job: j, results: map[string]book.Result{}, grades: map[string][]book.Grade{}, submissions: map[string]book.Submission{}, unconfirmed: map[string]bool{}}
	sheets, err := j.Book.Sheets(ctx)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(sheets, func(s book.Sheet) bool { return s.Name == j.Rule.Sheet })
	if at < 0 {
		return nil, fmt.Errorf("the gradebook has no sheet %q: release and grade it first", j.Rule.Sheet)
	}
	c.tests = slices.ContainsFunc(sheets[at].Cells, func(cell book.Cell) bool { return cell.Kind == book.Test && !cell.Dropped })
	if c.students, err = j.Book.Students(ctx); err != nil {
		return nil, err
	}
	results, err := j.Book.Results(ctx, []book.Rule{j.Rule}, points.Half(), j.Now)
	if err != nil {
		return nil, err
	}
	for _, r := range results {
		c.results[r.Student.ID] = r
	}
	grades, err := j.Book.Grades(ctx, j.Rule)
	if err != nil {
		return nil, err
	}
	for _, g := range grades {
		c.grades[g.Student] = append(c.grades[g.Student], g)
	}
	return c, c.loadRest(ctx)
}

func (c *content) loadRest(ctx context.Context) error {
	all, err := c.Book.Submissions(ctx, c.Rule.Sheet)
	if err != nil {
		return err
	}
	for _, s := range all {
		c.submissions[s.ID] = s
		for _, m := range s.Members {
			c.unconfirmed[m.Student] = m.Confirmed.IsZero()
		}
	}
	extensions, err := c.Book.Extensions(ctx)
	c.dues = dueForAll(c.Rule, extensions)
	return err
}

// dueForAll is, for each round, when it is over for everybody.
func dueForAll(r book.Rule, extensions []book.Extension) (all [3]time.Time) {
	dues := [3]time.Time{1: r.Due, 2: r.Second}
	for _, due := range r.Extensions {
		dues[1] = latest(dues[1], due)
	}
	for _, e := range extensions {
		if e.Sheet == r.Sheet {
			dues[e.Round] = latest(dues[e.Round], e.Due)
		}
	}
	if r.Due.IsZero() {
		dues[1] = time.Time{} // it is due for nobody but those who have an extension
	}
	for round, due := range dues {
		if !due.IsZero() {
			all[round] = due.Add(r.Formula.Late.Grace)
		}
	}
	return all
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// held tells whether what tests say of a round is held back.
func (c *content) held(round int) bool { return !c.Early && c.secret(round) }

// secret tells whether somebody may still hand in what there are tests for.
func (c *content) secret(round int) bool {
	return c.tests && (c.dues[round].IsZero() || !c.Now.After(c.dues[round]))
}

// number is how the folder of a sheet is called: the NN of NN-topic.
func (j Job) number() string {
	number, _, _ := strings.Cut(j.Rule.Sheet, "-")
	return number
}

// write makes a new folder and puts it in the place of the old one.
func (c *content) write() (Summary, error) {
	stale, _ := filepath.Glob(filepath.Join(c.Folder, ".new-*")) // of a run that was killed
	for _, old := range stale {
		os.RemoveAll(old)
	}
	fresh, err := os.MkdirTemp(c.Folder, ".new-")
	if err != nil {
		return Summary{}, err
	}
	defer os.RemoveAll(fresh)
	sum := Summary{Held: c.held(1), Early: c.Early && c.secret(1)}
	if sum.Held {
		sum.Until = c.dues[1]
	}
	var rows []row
	for _, s := range c.students {
		p, has := c.page(s)
		rows = append(rows, c.row(s, has))
		if !has {
			continue
		}
		if err := writePage(filepath.Join(fresh, s.ID), p); err != nil {
			return Summary{}, err
		}
		sum.Pages++
		if p.Provisional {
			sum.Open++
		}
	}
	if err := exchange(fresh, filepath.Join(c.Folder, c.number())); err != nil {
		return Summary{}, fmt.Errorf("the new feedback cannot be put in its place: %w", err)
	}
	return sum, c.overviews(rows)
}

func writePage(folder string, p studentPage) error {
	text, err := render("student", p)
	if err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "index.html"), text, 0o600)
}

// overviews writes the pages for teachers.
func (c *content) overviews(rows []row) error {
	text, err := render("sheet", sheetPage{Course: c.Course, Title: c.Title, Rows: rows, When: c.when(c.Now), Held: c.heldText(1)})
	if err == nil {
		err = replace.File(filepath.Join(c.Folder, c.number()+".html"), text)
	}
	if err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join(c.Folder, "[0-9]*.html"))
	if err != nil {
		return err
	}
	var names []string
	for _, p := range pages {
		names = append(names, strings.TrimSuffix(filepath.Base(p), ".html"))
	}
	if text, err = render("course", coursePage{Course: c.Course, Sheets: names}); err != nil {
		return err
	}
	return replace.File(filepath.Join(c.Folder, "index.html"), text)
}
