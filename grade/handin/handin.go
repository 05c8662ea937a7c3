package handin

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Content is a file with what is in it.
type Content struct {
	Name string
	Data []byte
}

// Handin is what a student hands in.
type Handin struct {
	Manifest Manifest
	Files    []Content // as the manifest lists them
}

// New makes a hand-in of a sheet and more files. What is wrong with them is an error.
func New(s Sheet, student string, group []string, at time.Time, more []Content) (Handin, error) {
	group = slices.Clone(group)
	slices.Sort(group)
	h := Handin{Manifest: Manifest{Format: format, Sheet: s.Name, Release: s.Release, Student: student, Group: group, At: at.UTC().Truncate(time.Second)}}
	h.Files = append([]Content{{s.Name + ".ipynb", s.Text}}, more...)
	slices.SortStableFunc(h.Files, func(a, b Content) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range h.Files {
		if err := CheckName(f.Name); err != nil {
			return Handin{}, err
		}
		if err := ownName(f.Name, s.Name); err != nil {
			return Handin{}, err
		}
		h.Manifest.Files = append(h.Manifest.Files, File{f.Name, int64(len(f.Data)), sum(f.Data)})
	}
	for _, err := range []error{checkApart(h.Files), checkSizes(h.Files), h.Manifest.check()} {
		if err != nil {
			return Handin{}, err
		}
	}
	return h, nil
}

// ownName refuses names that the project's programs give themselves, and second notebooks, of which nobody could say which counts.
func ownName(name, sheet string) error {
	switch key := fold(name); {
	case key == manifestName || key == "receipt.json":
		return fmt.Errorf("no file of a hand-in may be called %s; rename it", name)
	case strings.HasSuffix(key, ".ipynb") && key != fold(sheet+".ipynb"):
		return fmt.Errorf("%s is a second notebook; one is graded, so hand in the other as PDF", name)
	}
	return nil
}

// Notebook is the text of the sheet's notebook.
func (h Handin) Notebook() []byte {
	for _, f := range h.Files {
		if f.Name == h.Manifest.Sheet+".ipynb" {
			return f.Data
		}
	}
	return nil
}

// Zip is the hand-in as a file: equal hand-ins give equal bytes.
func (h Handin) Zip() ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range append([]Content{{manifestName, h.Manifest.Text()}}, h.Files...) {
		entry, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: h.Manifest.At})
		if err == nil {
			_, err = entry.Write(f.Data)
		}
		if err != nil {
			return nil, fmt.Errorf("pack %s: %w", f.Name, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack the hand-in: %w", err)
	}
	return b.Bytes(), nil
}

// ErrNoManifest is Open's error for a zip that gensci submit did not make.
var ErrNoManifest = errors.New("it has no manifest; make the file with gensci submit")

// Open reads what Zip made, wherever it has been since. An error is one sentence about "it", the file.
func Open(data []byte) (Handin, error) {
	files, err := Unzip(data)
	if err != nil {
		return Handin{}, err
	}
	at := slices.IndexFunc(files, func(f Content) bool { return f.Name == manifestName })
	if at < 0 {
		return Handin{}, ErrNoManifest
	}
	m, err := readManifest(files[at].Data)
	if err != nil {
		return Handin{}, err
	}
	h := Handin{Manifest: m, Files: slices.Delete(files, at, at+1)}
	slices.SortFunc(h.Files, func(a, b Content) int { return strings.Compare(a.Name, b.Name) })
	same := slices.EqualFunc(h.Files, m.Files, func(c Content, f File) bool {
		return c.Name == f.Name && int64(len(c.Data)) == f.Size && sum(c.Data) == f.SHA256
	})
	if !same {
		return Handin{}, errors.New("its files are not those that its manifest lists; hand in again with gensci submit")
	}
	return h, nil
}
