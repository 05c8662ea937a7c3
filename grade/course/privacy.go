package course

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/book"
	"github.com/gensci/gensci/grade/tables"
)

// personal are the folders in which files are named by students.
func (c *Course) personal() []string { return []string{c.Submissions(), c.Feedback(), c.Records()} }

// Files finds what lies in submissions/, feedback/ and grades/ of a student: folders with their id as name, and files with it before an ending.
func (c *Course) Files(student string) (paths []string, err error) {
	for _, folder := range c.personal() {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || path == folder {
				return err
			}
			name := d.Name()
			if !d.IsDir() {
				name = stem(name)
			}
			if name == student || d.Name() == student {
				paths = append(paths, path)
				if d.IsDir() {
					return fs.SkipDir
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return paths, nil
}

// stem is the name without an ending that hand-ins and feedback have. Other dots belong to ids.
func stem(name string) string {
	for _, ending := range []string{".html", ".json", ".ipynb", ".zip", ".pdf"} {
		if s, ok := strings.CutSuffix(name, ending); ok {
			return s
		}
	}
	return name
}

// About writes all that is kept on a student as a zip file: gradebook.json, and their files.
func (c *Course) About(ctx context.Context, b *book.Book, student string, w io.Writer) error {
	rows, err := b.About(ctx, student)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(rows, "", "\t")
	if err != nil {
		return err
	}
	paths, err := c.Files(student)
	if err != nil {
		return err
	}
	for _, s := range rows["submissions"] { // of groups that others handed in
		if file, _ := s["file"].(string); file != "" {
			paths = append(paths, filepath.Join(c.Submissions(), file))
		}
	}
	out := zip.NewWriter(w)
	f, err := out.Create("gradebook.json")
	if err == nil {
		_, err = f.Write(append(text, '\n'))
	}
	done := map[string]bool{}
	for _, path := range paths {
		if err == nil {
			err = c.packUnder(out, path, done)
		}
	}
	return errors.Join(err, out.Close())
}

// packUnder adds a file, or all files of a folder, once.
func (c *Course) packUnder(out *zip.Writer, path string, done map[string]bool) error {
	return filepath.WalkDir(path, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && (!d.Type().IsRegular() || done[path]) {
			return nil
		}
		if err != nil {
			return err
		}
		done[path] = true
		name, err := filepath.Rel(c.Folder, path)
		if err != nil {
			return err
		}
		return add(out, filepath.ToSlash(name), path)
	})
}

// Forget deletes a student from the gradebook and from roster.csv, and their files; it returns what it deleted from the gradebook, and the files. Those of a group's
// hand-in stay, since they are also another member's. After an interruption it may be called again.
func (c *Course) Forget(ctx context.Context, b *book.Book, student, by string) (book.Forgotten, []string, error) {
	f, err := b.Forget(ctx, student, by)
	if err != nil {
		return f, nil, err
	}
	if err = c.unroll(student); err != nil {
		return f, nil, err
	}
	paths, err := c.Files(student)
	if err != nil {
		return f, nil, err
	}
	left, err := b.Submissions(ctx, "")
	if err != nil {
		return f, nil, err
	}
	var stay, deleted []string
	for _, s := range left {
		if s.File != "" {
			stay = append(stay, filepath.Join(c.Submissions(), s.File))
		}
	}
	for _, path := range paths {
		gone, bad := removeBut(path, stay)
		deleted, err = append(deleted, gone...), errors.Join(err, bad)
	}
	return f, deleted, err
}

// unroll takes a student out of roster.csv.
func (c *Course) unroll(student string) error {
	text, err := os.ReadFile(c.Roster())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	students, err := tables.ReadRoster(c.Roster(), bytes.NewReader(text))
	if err != nil {
		return err
	}
	n := len(students)
	if students = slices.DeleteFunc(students, func(s book.Student) bool { return s.ID == student }); len(students) == n {
		return nil
	}
	return c.WriteRoster(students)
}

// WriteRoster writes roster.csv in one step, for its owner alone.
func (c *Course) WriteRoster(students []book.Student) error {
	var out bytes.Buffer
	if err := tables.WriteRoster(&out, students); err != nil {
		return err
	}
	return written(c.Roster(), out.Bytes(), os.Rename)
}

// removeBut removes all files under a path, but those that stay and their folders.
func removeBut(path string, stay []string) (deleted []string, err error) {
	inside := func(p, folder string) bool {
		return p == folder || strings.HasPrefix(p, folder+string(filepath.Separator))
	}
	if slices.ContainsFunc(stay, func(s string) bool { return inside(path, s) }) {
		return nil, nil
	}
	if !slices.ContainsFunc(stay, func(s string) bool { return inside(s, path) }) {
		return []string{path}, os.RemoveAll(path)
	}
	entries, err := os.ReadDir(path)
	for _, e := range entries {
		gone, bad := removeBut(filepath.Join(path, e.Name()), stay)
		deleted, err = append(deleted, gone...), errors.Join(err, bad)
	}
	return deleted, err
}

// Newest is when something last happened in the course: a hand-in, a change, or a due date.
func (c *Course) Newest(ctx context.Context, b *book.Book) (time.Time, error) {
	at, err := b.Newest(ctx)
	for _, s := range c.Sheets {
		for _, due := range []time.Time{s.Due, s.Second} {
			if due.After(at) {
				at = due
			}
		}
	}
	return at, err
}

// Erase deletes all that is about students: their rows in the gradebook, the roster, hand-ins and feedback. Masters, releases and course.toml stay.
func (c *Course) Erase(ctx context.Context, b *book.Book) error {
	if err := b.Erase(ctx); err != nil {
		return err
	}
	err := os.Remove(c.Roster())
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	for _, folder := range c.personal() {
		err = errors.Join(err, os.RemoveAll(folder), os.MkdirAll(folder, 0o700))
	}
	return err
}
