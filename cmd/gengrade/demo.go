package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/box"
	"github.com/gensci/gensci/grade/grader"
	"github.com/gensci/gensci/grade/points"
	"github.com/gensci/gensci/grade/release"
	"github.com/gensci/gensci/grade/run"
	"github.com/gensci/gensci/internal/dirs"
	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/kernel"
)

//go:embed demo_handins.txt
var demoHandIns string

// demoStudents hand in the sample sheet; marks are what a tutor gives for each part that a person marks, as a share of its points.
var demoStudents = []struct {
	id, name string
	share    points.Points
}{
	{"good", "solved all of it", points.Of(1)},
	{"half", "has mistakes", points.Half()},
	{"hostile", "attacks the grader", points.Points{}},
}

func newDemo() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Grade three ready hand-ins of a sample sheet, and show who would be admitted",
		Long: `Demo grades three hand-ins of gensci's sheet 00, one that is right, one with mistakes and one that attacks the grader, in a course of its own that is removed again. Where there is no
sandbox it says how to get one.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return demo(c) },
	}
}

func demo(c *cobra.Command) error {
	if err := box.Check(c.Context()); err != nil {
		fmt.Fprintf(c.OutOrStdout(), "grading: not run: %s\n", oneLine(err))
		return nil
	}
	checkout, err := kernel.FindSources(".")
	if err != nil {
		return err
	}
	master := filepath.Join(checkout, "solutions", "00-welcome.ipynb")
	if _, err = os.Stat(master); err != nil {
		fmt.Fprintln(c.OutOrStdout(), "grading: not run: these sources have no solutions/")
		return nil
	}
	results, err := demoCourse(c.Context(), checkout, master, c.ErrOrStderr())
	if err != nil {
		return err
	}
	t := tabwriter.NewWriter(c.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "student\t\tpoints\tof\tadmitted")
	for _, r := range results {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", r.Student.ID, r.Student.Name, r.Points, r.Max, r.Admitted)
	}
	return t.Flush()
}

// demoCourse makes the course, grades and adds the points up.
func demoCourse(ctx context.Context, checkout, master string, progress io.Writer) ([]book.Result, error) {
	folder, err := os.MkdirTemp("", "gensci-demo-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	sheet, err := release.ReadMaster(master)
	if err != nil {
		return nil, err
	}
	b, err := book.Open(ctx, filepath.Join(folder, "gradebook.db"))
	if err != nil {
		return nil, err
	}
	defer b.Close()
	d := demoGrade{b, sheet, book.Rule{Sheet: sheet.Name, Due: time.Now().Add(-time.Hour)}, folder}
	if err := errors.Join(d.handIn(ctx), d.grade(ctx, checkout, progress)); err != nil {
		return nil, err
	}
	return b.Results(ctx, []book.Rule{d.rule}, points.Half(), time.Now())
}

// demoGrade is the course of the demo.
type demoGrade struct {
	book   *book.Book
	sheet  *release.Sheet
	rule   book.Rule
	folder string
}

// handIn enters the sheet, the students, what they hand in, and the marks of a tutor.
func (d demoGrade) handIn(ctx context.Context) error {
	if err := d.book.PutSheet(ctx, run.Sheet(d.sheet, 1), "demo"); err != nil {
		return err
	}
	at := time.Now().Add(-2 * time.Hour)
	for _, s := range demoStudents {
		file := path.Join(s.id, d.sheet.Name+".ipynb")
		if err := os.MkdirAll(filepath.Join(d.folder, s.id), 0o700); err != nil {
			return err
		}
		if err := d.notebook(s.id).Write(filepath.Join(d.folder, filepath.FromSlash(file))); err != nil {
			return err
		}
		err := d.book.AddStudents(ctx, []book.Student{{ID: s.id, Name: s.name}})
		if err == nil {
			_, err = d.book.RecordSubmission(ctx, book.Submission{
				Sheet: d.sheet.Name, Owner: s.id, Round: 1, At: at, Hash: s.id, Release: "1", File: file, Members: []book.Member{{Student: s.id, Confirmed: at}},
			})
		}
		if err != nil {
			return err
		}
		if err := d.mark(ctx, s.id, s.share); err != nil {
			return err
		}
	}
	return nil
}

// mark gives a share of the points for the parts that a person marks.
func (d demoGrade) mark(ctx context.Context, id string, share points.Points) error {
	for _, c := range d.sheet.Cells {
		if c.Kind != release.Manual && c.Kind != release.Task {
			continue
		}
		_, err := d.book.RecordManual(ctx, book.Mark{Sheet: d.sheet.Name, Student: id, Round: 1, Cell: c.ID, Points: c.Points.Times(share), By: "demo"})
		if err != nil {
			return err
		}
	}
	return nil
}

// notebook is what a student hands in: the sheet as it was given out, with answers.
func (d demoGrade) notebook(id string) *nbformat.Notebook {
	answers := map[string]string{}
	for _, part := range strings.Split(demoHandIns, "\n== ")[1:] {
		head, text, _ := strings.Cut(part, "\n")
		if student, cell, _ := strings.Cut(head, " "); student == id {
			answers[cell] = text
		}
	}
	nb := d.sheet.Notebook()
	for i, c := range d.sheet.Cells {
		switch answer, ok := answers[c.ID]; {
		case ok:
			nb.Cells[i].Source = strings.TrimSuffix(answer, "\n")
		case id == "good" && c.Kind == release.Solution:
			nb.Cells[i].Source = c.Source
		}
	}
	return nb
}

func (d demoGrade) grade(ctx context.Context, checkout string, progress io.Writer) error {
	cache, err := dirs.Cache()
	if err != nil {
		return err
	}
	w, err := grader.Open(ctx, d.sheet, grader.Options{Checkout: checkout, Cache: filepath.Join(cache, "grade"), Seed: []byte("demo")})
	if err != nil {
		return err
	}
	sum, err := run.Job{
		Book: d.book, Rule: d.rule, Sheet: d.sheet, Release: "1", Workshop: w, Submissions: d.folder, Records: filepath.Join(d.folder, "grades"), By: "demo",
		Progress: func(s run.Step) { printStep(progress, s) },
	}.Run(ctx)
	if err == nil && len(sum.Ungraded) > 0 {
		err = fmt.Errorf("the hand-in of %s could not be graded", sum.Ungraded[0].Submission.Owner)
	}
	return errors.Join(err, w.Close())
}
