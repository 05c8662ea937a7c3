package course

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/admit"
	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/points"
)

// Course is a course's folder and what its course.toml says.
type Course struct {
	Folder     string // absolute
	Name       string
	Zone       *time.Location
	Admission  points.Points // share of the points that admits
	GroupMax   int
	Tutors     []string
	Imports    []string // that students' code may have on every sheet
	Database   string   // where book.Open finds the gradebook
	Limits     Limits
	Sheets     []Sheet // in the order of the course
	Extensions []book.Extension
}

// Sheet is one sheet of the course.
type Sheet struct {
	Name   string // NN-topic
	Due    time.Time
	Second time.Time // due date of the second hand-in; zero: there is none
	admit.Rules
	Tasks []book.Cell // on paper; empty if a notebook says what there is
}

// Number is how commands name a sheet: the NN of NN-topic.
func (s Sheet) Number() string {
	number, _, _ := strings.Cut(s.Name, "-")
	return number
}

// Limits are those of a student's program in one test cell. Sizes are in bytes.
type Limits struct {
	CPU, Wall             time.Duration
	Memory, Files, Output int64
	Processes             int
}

// Sheet finds a sheet by its number or its name.
func (c *Course) Sheet(name string) (Sheet, error) {
	var all []string
	for _, s := range c.Sheets {
		if s.Name == name || s.Number() == name {
			return s, nil
		}
		all = append(all, s.Name)
	}
	return Sheet{}, fmt.Errorf("there is no sheet %q in course.toml; it has %s", name, strings.Join(all, ", "))
}

// Rule is what the gradebook has to know of a sheet.
func (c *Course) Rule(s Sheet) book.Rule {
	r := book.Rule{Sheet: s.Name, Due: s.Due, Second: s.Second, Formula: s.Rules, Extensions: map[string]time.Time{}}
	for _, e := range c.Extensions {
		if e.Sheet == s.Name {
			r.Extensions[e.Student] = e.Due
		}
	}
	return r
}

// Rules are those of all sheets, in the order of the course.
func (c *Course) Rules() []book.Rule {
	var rules []book.Rule
	for _, s := range c.Sheets {
		rules = append(rules, c.Rule(s))
	}
	return rules
}

// Book opens the gradebook, and records the sheets on paper, whose tasks course.toml has.
func (c *Course) Book(ctx context.Context) (*book.Book, error) {
	b, err := book.Open(ctx, c.Database)
	if err != nil {
		return nil, err
	}
	if err := c.putTasks(ctx, b); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// putTasks records the sheets on paper that are new or have changed.
func (c *Course) putTasks(ctx context.Context, b *book.Book) error {
	sheets, err := b.Sheets(ctx)
	if err != nil {
		return err
	}
	there := map[string]book.Sheet{}
	for _, s := range sheets {
		there[s.Name] = s
	}
	for _, s := range c.Sheets {
		old := there[s.Name]
		switch {
		case len(s.Tasks) == 0 || slices.EqualFunc(old.Counting(), s.Tasks, book.Cell.Equal):
		case old.Release != "":
			return fmt.Errorf("the sheet %s was released as a notebook: put its tasks on paper into that, and remove them from course.toml", s.Name)
		default:
			if err := b.PutSheet(ctx, book.Sheet{Name: s.Name, Cells: s.Tasks}, "course.toml"); err != nil {
				return err
			}
		}
	}
	return nil
}

// Masters is the folder of the sheets with solutions.
func (c *Course) Masters() string { return filepath.Join(c.Folder, "masters") }

// Records is the folder of what grading found, one file for each hand-in.
func (c *Course) Records() string { return filepath.Join(c.Folder, "grades") }

// Released is the folder of the releases of one sheet.
func (c *Course) Released(s Sheet) string { return filepath.Join(c.Releases(), s.Number()) }

// Releases is the folder of what students got.
func (c *Course) Releases() string { return filepath.Join(c.Folder, "releases") }

// Submissions is the folder of what students handed in.
func (c *Course) Submissions() string { return filepath.Join(c.Folder, "submissions") }

// Feedback is the folder of what students get back.
func (c *Course) Feedback() string { return filepath.Join(c.Folder, "feedback") }

// Roster is the file of the students.
func (c *Course) Roster() string { return filepath.Join(c.Folder, "roster.csv") }
