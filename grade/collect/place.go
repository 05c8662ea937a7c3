package collect

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gensci/gensci/grade/handin"
)

// zipLimit bounds a student's file: what a hand-in may have, and what a zip adds.
const zipLimit = handin.MaxTotal + 1<<20

// place reads what lies in one place and hands on each student's part. Its own errors are about the place as a whole.
type place struct {
	sheet string
	zone  *time.Location // of times in zips that have none
	take  func(arrival)
}

// read reads a place that a teacher named: a folder, a zip, or a notebook.
func (p place) read(from string) error {
	info, err := os.Stat(from) // a link that a teacher names is followed
	if err != nil {
		return fmt.Errorf("there is nothing at %s to collect from; check the path", from)
	}
	if info.IsDir() {
		return p.folder(from)
	}
	if err = onlyRegular(info.Mode()); err != nil {
		return fmt.Errorf("%s %w", from, err)
	}
	if hasEnd(from, ".zip") && !strings.HasSuffix(from, ".handin.zip") {
		var export bool
		if export, err = p.export(from); export || err != nil {
			return err
		}
	}
	real, err := filepath.EvalSymlinks(from)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", from, err)
	}
	root, err := os.OpenRoot(filepath.Dir(real))
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", from, err)
	}
	defer root.Close()
	p.file(root, from, filepath.Base(real))
	return nil
}

// folder reads a drop folder, nbgrader's submitted, or one with a folder or file for each student.
func (p place) folder(from string) error {
	root, err := os.OpenRoot(from)
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", from, err)
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", from, err)
	}
	flat := map[string][]string{} // Moodle's files without folders: in front of their names it is said whose they are
	for _, e := range entries {
		switch name := e.Name(); {
		case strings.HasPrefix(name, ".") || handin.Junk(name): // what is being written, and what systems leave
		case e.IsDir():
			p.student(root, from, name)
		default:
			if who, rest, _, ok := moodleName(name); ok && rest != "" {
				flat[who] = append(flat[who], name)
				continue
			}
			p.file(root, filepath.Join(from, name), name)
		}
	}
	for _, who := range slices.Sorted(maps.Keys(flat)) {
		p.flat(root, from, flat[who])
	}
	return nil
}

// flat reads the files of one student that lie among those of others.
func (p place) flat(root *os.Root, from string, names []string) {
	var a arrival
	left := int64(zipLimit)
	for _, name := range names {
		who, rest, isText, _ := moodleName(name)
		if isText {
			continue
		}
		a.from, a.label = filepath.Join(from, name), label(who)
		f, err := readRegular(root, name, left)
		if err != nil {
			a.err = fmt.Errorf("the file %q %w", name, err)
			break
		}
		left -= int64(len(f.data))
		a.files = append(a.files, handin.Content{Name: rest, Data: f.data})
		if f.at.After(a.at) {
			a.at = f.at
		}
	}
	if a.from != "" {
		p.take(a)
	}
}

// file reads a file that lies there by itself.
func (p place) file(root *os.Root, from, name string) {
	if p.other(name) {
		return
	}
	a := arrival{from: from}
	drop := strings.HasSuffix(name, ".handin.zip") || handin.IsConfirmation(name)
	if !drop {
		a.label, a.loose = fileLabel(name, p.sheet), true
	}
	if info, err := root.Lstat(name); err == nil && onlyRegular(info.Mode()) == nil && !drop && !hasEnd(name, ".zip") && !hasEnd(name, ".ipynb") {
		a.err = fmt.Errorf("%q is neither a notebook nor a zip", name)
		p.take(a)
		return
	}
	f, err := readRegular(root, name, zipLimit)
	if err != nil {
		a.err = fmt.Errorf("%q %w", name, err)
	}
	a.at, a.set, a.owner, a.files = f.at, f.changed, f.owner, []handin.Content{{Name: name, Data: f.data}}
	p.take(a)
}

// other tells by its name whether a file is a hand-in of another sheet: a drop folder is for all.
func (p place) other(name string) bool {
	sheet, _, found := strings.Cut(name, ".")
	return found && strings.HasSuffix(name, ".handin.zip") && sheet != p.sheet && len(sheet) > 3 && sheet[2] == '-'
}

// student reads a student's folder; in nbgrader's way it has one for each sheet.
func (p place) student(root *os.Root, from, name string) {
	a := arrival{from: filepath.Join(from, name), label: name}
	if who, _, isText, ok := moodleName(name); isText {
		return
	} else if ok {
		a.label = label(who)
	}
	folder := name
	if info, err := root.Lstat(filepath.Join(name, p.sheet)); err == nil && info.IsDir() {
		folder = filepath.Join(name, p.sheet)
	} else if sheets(root, name) {
		return // others, not this one
	}
	a.files, a.at, a.err = readFolder(root, folder)
	if a.err == nil && len(a.files) == 0 {
		return // nothing is handed in by an empty folder
	}
	a.stamped()
	p.take(a)
}

// sheets tells whether a student's folder has folders of sheets alone.
func sheets(root *os.Root, name string) bool {
	entries, err := fs.ReadDir(root.FS(), name)
	for _, e := range entries {
		if !e.IsDir() || !looksLikeSheet(e.Name()) {
			return false
		}
	}
	return err == nil && len(entries) > 0
}

func looksLikeSheet(name string) bool {
	return len(name) > 3 && name[2] == '-' && name[0] >= '0' && name[0] <= '9' && name[1] >= '0' && name[1] <= '9'
}
