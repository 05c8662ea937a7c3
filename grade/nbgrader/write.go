package nbgrader

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// config is what nbgrader must be told to work on sheets in Go.
const config = `# Written by gensci. nbgrader knows no stub for Go.
c = get_config()
c.ClearSolutions.code_stub = {"go": 'panic("not implemented")'}
`

// WriteCourse makes a course folder for nbgrader. It is there as a whole or not at all; root must not exist. A course without nbgrader_config.py gets one that
// makes nbgrader work on Go.
func WriteCourse(root string, c *Course) error {
	if _, err := os.Lstat(root); err == nil {
		return fmt.Errorf("%s is there already; name a folder that is not", root)
	}
	if err := os.MkdirAll(filepath.Dir(root), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(root), ".gensci-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp) // nothing is there once it has its name
	if err := os.Chmod(temp, 0o755); err != nil {
		return err
	}
	if err := writeAll(temp, c); err != nil {
		return fmt.Errorf("writing the course for nbgrader: %w", err)
	}
	return os.Rename(temp, root)
}

func writeAll(root string, c *Course) error {
	w := courseWriter{root: root}
	w.copy(".", c.Extra)
	if !slices.ContainsFunc(c.Extra, func(f File) bool { return f.Path == configFile }) {
		w.text(configFile, config)
	}
	w.folder(sourceFolder)
	for _, s := range c.Sheets {
		w.name(s.Name)
		w.copy(path.Join(sourceFolder, s.Name), s.Source)
		w.copy(path.Join(releaseFolder, s.Name), s.Release)
	}
	for _, s := range c.Submissions {
		w.name(s.Student)
		w.name(s.Sheet)
		at := path.Join(submittedFolder, s.Student, s.Sheet)
		w.folder(at)
		w.copy(at, s.Files)
		if !s.When.IsZero() {
			w.text(path.Join(at, timestampFile), FormatTime(s.When))
		}
		w.copy(path.Join(feedbackFolder, s.Student, s.Sheet), s.Feedback)
	}
	return w.err
}

// courseWriter writes until something fails.
type courseWriter struct {
	root string
	err  error
}

// name refuses what is no name of a folder.
func (w *courseWriter) name(name string) {
	if w.err == nil && (!filepath.IsLocal(name) || name == "." || strings.ContainsAny(name, `/\`)) {
		w.err = fmt.Errorf("%q is no name of a folder", name)
	}
}

func (w *courseWriter) on(at string) string { return filepath.Join(w.root, filepath.FromSlash(at)) }

func (w *courseWriter) folder(at string) {
	if w.err == nil {
		w.err = os.MkdirAll(w.on(at), 0o755)
	}
}

// create makes a file that is not there yet, and its folder.
func (w *courseWriter) create(at string) *os.File {
	w.folder(path.Dir(at))
	if w.err != nil {
		return nil
	}
	f, err := os.OpenFile(w.on(at), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	w.err = err
	return f
}

func (w *courseWriter) text(at, text string) {
	if f := w.create(at); f != nil {
		_, err := f.WriteString(text)
		w.err = errors.Join(err, f.Close())
	}
}

// copy copies files to below a folder.
func (w *courseWriter) copy(folder string, files []File) {
	for _, f := range files {
		if w.err == nil && !filepath.IsLocal(filepath.FromSlash(f.Path)) {
			w.err = fmt.Errorf("%q leads out of the folder", f.Path)
		}
		if w.err == nil {
			w.copyFile(path.Join(folder, f.Path), f.On)
		}
	}
}

func (w *courseWriter) copyFile(at, from string) {
	in, err := os.Open(from)
	if err != nil {
		w.err = err
		return
	}
	defer in.Close()
	if out := w.create(at); out != nil {
		_, err := io.Copy(out, in)
		w.err = errors.Join(err, out.Close())
	}
}
