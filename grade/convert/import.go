package convert

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/grade/course"
	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/internal/replace"
)

// Imported is a notebook of nbgrader's course and the sheet that it has become.
type Imported struct {
	Assignment, Notebook string
	Sheet                string
	New                  bool // false: the master was there already, and stays as it is
}

// Import writes the masters of nbgrader's course into ours, with the files beside them. What is there already stays, so it may be called again.
func Import(from *nbgrader.Course, into *course.Course) (list []Imported, err error) {
	there, err := masters(into)
	if err != nil {
		return nil, err
	}
	for _, n := range notebooks(from, there) {
		isNew, err := importNotebook(from, n, into)
		if err != nil {
			return list, fmt.Errorf("importing %s/%s: %w", n.of.Name, n.file.Path, err)
		}
		list = append(list, Imported{n.of.Name, n.file.Path, n.sheet, isNew})
	}
	return list, nil
}

// masters are the names of the masters that a course has.
func masters(c *course.Course) (names []string, err error) {
	paths, err := filepath.Glob(filepath.Join(c.Masters(), "*.ipynb"))
	for _, p := range paths {
		names = append(names, strings.TrimSuffix(filepath.Base(p), ".ipynb"))
	}
	return names, err
}

func importNotebook(from *nbgrader.Course, n notebook, into *course.Course) (isNew bool, err error) {
	target := filepath.Join(into.Masters(), n.sheet+".ipynb")
	if _, err = os.Lstat(target); err == nil {
		return false, nil
	}
	nb, err := from.Master(n.file)
	if err != nil {
		return false, err
	}
	text, err := nb.Marshal()
	if err != nil {
		return false, err
	}
	for _, f := range n.of.Source {
		if isNotebook(f) {
			continue // a master itself
		}
		if err = copyFile(f.On, filepath.Join(into.Masters(), n.sheet, filepath.FromSlash(f.Path))); err != nil {
			return false, err
		}
	}
	return true, replace.File(target, text) // last: a master that is there is there with its files
}

// copyFile copies a file in one step, unless there is one.
func copyFile(from, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	var text bytes.Buffer
	if _, err := io.Copy(&text, in); err != nil {
		return err
	}
	return replace.File(to, text.Bytes())
}
