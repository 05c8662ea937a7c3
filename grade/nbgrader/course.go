package nbgrader

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Course is what a course folder of nbgrader holds, as files that lie somewhere on the disk. What nbgrader makes of them itself (gradebook.db, autograded) is left out.
type Course struct {
	Header, Footer string // paths of notebooks that come before and after the cells of each master; "" if there are none
	Extra          []File // other files of the course: nbgrader_config.py, and those beside the folders in source
	Sheets         []Sheet
	Submissions    []Submission
	Skipped        []string // a sentence for each thing that was passed over, and why
}

// Sheet is an assignment: one or more notebooks, and the files that belong to them.
type Sheet struct {
	Name            string
	Source, Release []File
}

// Submission is what a student handed in for a sheet.
type Submission struct {
	Student, Sheet  string
	When            time.Time // zero if it is not known
	Files, Feedback []File
}

// File is a file by its path in the folder that it belongs to, with slashes, and the path where it lies.
type File struct{ Path, On string }

// The folders of a course, and the file with the time of a submission.
const (
	sourceFolder    = "source"
	releaseFolder   = "release"
	submittedFolder = "submitted"
	feedbackFolder  = "feedback"
	timestampFile   = "timestamp.txt"
	configFile      = "nbgrader_config.py"
)

// ReadCourse lists a course folder of nbgrader with its usual structure, STEP/STUDENT/SHEET. Links, pipes and what is no student are skipped: submissions come from strangers.
func ReadCourse(root string) (*Course, error) {
	if info, err := os.Stat(filepath.Join(root, sourceFolder)); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%s is no course folder of nbgrader; it has no folder source", root)
	}
	r := courseReader{root: root, course: &Course{}}
	for _, step := range []func() error{r.extra, r.sheets, r.submissions, r.headers} {
		if err := step(); err != nil {
			return nil, fmt.Errorf("reading the course of nbgrader: %w", err)
		}
	}
	return r.course, nil
}

type courseReader struct {
	root   string
	course *Course
}

func (r *courseReader) skip(at, why string) {
	r.course.Skipped = append(r.course.Skipped, fmt.Sprintf("%q is skipped: %s.", at, why))
}

// list returns the entries of a folder that may be missing; hidden ones are left out.
func (r *courseReader) list(folder string) ([]fs.DirEntry, error) {
	entries, err := os.ReadDir(filepath.Join(r.root, folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), ".") }), err
}

// extra finds the files that belong to no sheet.
func (r *courseReader) extra() error {
	for _, folder := range []string{".", sourceFolder} {
		entries, err := r.list(folder)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), "gradebook.db") {
				r.course.Extra = append(r.course.Extra, r.file(path.Join(folder, e.Name()), ""))
			}
		}
	}
	return nil
}

// file is the file at a path of the course, for a folder of the course.
func (r *courseReader) file(at, folder string) File {
	return File{strings.TrimPrefix(at, folder+"/"), filepath.Join(r.root, filepath.FromSlash(at))}
}

func (r *courseReader) sheets() error {
	names := map[string]bool{}
	for _, folder := range []string{sourceFolder, releaseFolder} {
		entries, err := r.list(folder)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if e.IsDir() {
				names[e.Name()] = true
			}
		}
	}
	for name := range names {
		s := Sheet{Name: name}
		var err error
		if s.Source, err = r.files(path.Join(sourceFolder, name)); err != nil {
			return err
		}
		if s.Release, err = r.files(path.Join(releaseFolder, name)); err != nil {
			return err
		}
		r.course.Sheets = append(r.course.Sheets, s)
	}
	slices.SortFunc(r.course.Sheets, func(a, b Sheet) int { return strings.Compare(a.Name, b.Name) })
	return nil
}

// ignored are nbgrader's own exceptions.
var ignored = []string{".ipynb_checkpoints", "__pycache__", "*.pyc"}

// files lists the regular files below a folder, which may be missing.
func (r *courseReader) files(folder string) (list []File, err error) {
	top := filepath.Join(r.root, filepath.FromSlash(folder))
	err = filepath.WalkDir(top, func(on string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) && on == top {
			return fs.SkipAll
		}
		if err != nil {
			return err
		}
		if slices.ContainsFunc(ignored, func(p string) bool { m, _ := path.Match(p, e.Name()); return m }) {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(r.root, on)
		if err != nil {
			return err
		}
		switch at := filepath.ToSlash(rel); {
		case e.IsDir():
		case !e.Type().IsRegular():
			r.skip(at, "it is a link, a pipe or a device, not a file")
		default:
			list = append(list, r.file(at, folder))
		}
		return nil
	})
	return list, err
}

// studentPattern is how students are known; none begins with a dot, since such folders are not listed.
var studentPattern = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

func (r *courseReader) submissions() error {
	students, err := r.list(submittedFolder)
	if err != nil {
		return err
	}
	for _, student := range students {
		at := path.Join(submittedFolder, student.Name())
		if !student.IsDir() || !studentPattern.MatchString(student.Name()) {
			r.skip(at, "students have folders, named with at most 64 letters, digits, dots, - and _")
			continue
		}
		sheets, err := r.list(at)
		if err != nil {
			return err
		}
		for _, sheet := range sheets {
			if !sheet.IsDir() {
				r.skip(path.Join(at, sheet.Name()), "hand-ins are folders")
				continue
			}
			if err := r.submission(student.Name(), sheet.Name()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *courseReader) submission(student, sheet string) error {
	s := Submission{Student: student, Sheet: sheet}
	at := path.Join(submittedFolder, student, sheet)
	files, err := r.files(at)
	if err != nil {
		return err
	}
	for _, f := range files {
		if f.Path != timestampFile {
			s.Files = append(s.Files, f)
			continue
		}
		if s.When, err = readTime(f.On); errors.Is(err, errNoTime) {
			r.skip(path.Join(at, timestampFile), err.Error())
		} else if err != nil {
			return err
		}
	}
	if s.Feedback, err = r.files(path.Join(feedbackFolder, student, sheet)); err != nil {
		return err
	}
	s.Feedback = slices.DeleteFunc(s.Feedback, func(f File) bool { return f.Path == timestampFile })
	r.course.Submissions = append(r.course.Submissions, s)
	return nil
}
