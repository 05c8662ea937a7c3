package convert

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/grade/release"
)

// Export lists a course as nbgrader has it: masters, the newest release of each sheet, the last first hand-in of each student (of a group, for each member that
// confirmed), and feedback. Sheets on paper have no notebook and are left out; nbgrader knows no second hand-ins.
func Export(ctx context.Context, c *course.Course, b *book.Book) (*nbgrader.Course, error) {
	out := &nbgrader.Course{}
	for _, s := range c.Sheets {
		sheet, err := exportSheet(c, s)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("exporting %s: %w", s.Name, err)
		}
		out.Sheets = append(out.Sheets, sheet)
		submissions, err := exportSubmissions(ctx, c, b, s)
		if err != nil {
			return nil, fmt.Errorf("exporting hand-ins of %s: %w", s.Name, err)
		}
		out.Submissions = append(out.Submissions, submissions...)
	}
	return out, nil
}

// exportSheet lists a sheet's master, release and other files. The error is fs.ErrNotExist if there is no master.
func exportSheet(c *course.Course, s course.Sheet) (nbgrader.Sheet, error) {
	name := s.Name + ".ipynb"
	out := nbgrader.Sheet{Name: s.Name, Source: []nbgrader.File{{Path: name, On: filepath.Join(c.Masters(), name)}}}
	if _, err := os.Stat(out.Source[0].On); err != nil {
		return nbgrader.Sheet{}, err
	}
	extra, err := files(filepath.Join(c.Masters(), s.Name))
	if err != nil {
		return nbgrader.Sheet{}, err
	}
	out.Source = append(out.Source, extra...)
	folder := filepath.Join(c.Releases(), s.Number())
	versions, err := release.Versions(folder)
	if err != nil || len(versions) == 0 {
		return out, err
	}
	last := versions[len(versions)-1]
	students := filepath.Join(folder, strconv.Itoa(last.Number), release.StudentsFile)
	out.Release = append([]nbgrader.File{{Path: name, On: students}}, extra...)
	return out, nil
}

// ours are the files of a hand-in that students did not make.
var ours = []string{"manifest.json", "receipt.json"}

func exportSubmissions(ctx context.Context, c *course.Course, b *book.Book, s course.Sheet) (list []nbgrader.Submission, err error) {
	all, err := b.Submissions(ctx, s.Name)
	if err != nil {
		return nil, err
	}
	newest := map[string]book.Submission{}
	for _, sub := range all {
		for student, confirmed := range whose(sub) {
			if old, has := newest[student]; sub.Round == 1 && confirmed && (!has || !sub.At.Before(old.At)) {
				newest[student] = sub
			}
		}
	}
	for student, sub := range newest {
		handedIn, err := files(filepath.Join(c.Submissions(), filepath.FromSlash(sub.File)))
		if err != nil {
			return nil, err
		}
		handedIn = slices.DeleteFunc(handedIn, func(f nbgrader.File) bool { return slices.Contains(ours, f.Path) })
		feedback, err := files(filepath.Join(c.Feedback(), s.Number(), student))
		if err != nil {
			return nil, err
		}
		list = append(list, nbgrader.Submission{Student: student, Sheet: s.Name, When: sub.At.UTC().Truncate(time.Microsecond), Files: handedIn, Feedback: feedback})
	}
	slices.SortFunc(list, func(a, b nbgrader.Submission) int {
		if a.Student < b.Student {
			return -1
		}
		return 1
	})
	return list, nil
}

// whose are the students that a hand-in is of, and whether they confirmed it.
func whose(s book.Submission) map[string]bool {
	all := map[string]bool{}
	for _, m := range s.Members {
		all[m.Student] = !m.Confirmed.IsZero()
	}
	all[s.Owner] = true
	return all
}

// files lists the files below a folder, which may be missing.
func files(folder string) (list []nbgrader.File, err error) {
	err = filepath.WalkDir(folder, func(on string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && on == folder {
			return fs.SkipAll
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		rel, err := filepath.Rel(folder, on)
		list = append(list, nbgrader.File{Path: path.Clean(filepath.ToSlash(rel)), On: on})
		return err
	})
	return list, err
}
