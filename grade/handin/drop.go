package handin

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/gensci/gensci/internal/replace"
)

// The ends of the names of files.
const (
	zipEnd     = ".handin.zip"
	confirmEnd = ".confirm.json"
)

// IsConfirmation tells by its name whether a file is a confirmation.
func IsConfirmation(name string) bool { return strings.HasSuffix(name, confirmEnd) }

// Drop writes a hand-in into a folder that is for all, under a name that nobody else uses, in one step.
func Drop(folder string, h Handin) (path string, err error) {
	m := h.Manifest
	return h.write(filepath.Join(folder, strings.Join([]string{m.Sheet, m.Student, stamped(m.At), m.Hash()[:12]}, ".")+zipEnd))
}

// Beside writes a hand-in into the student's own folder, in the place of an earlier one of the sheet.
func Beside(folder string, h Handin) (path string, err error) {
	return h.write(filepath.Join(folder, h.Manifest.Sheet+zipEnd))
}

func (h Handin) write(path string) (string, error) {
	data, err := h.Zip()
	if err == nil {
		err = replace.File(path, data)
	}
	return path, err
}

// Drop writes a confirmation into a folder, in one step.
func (c Confirmation) Drop(folder string) (path string, err error) {
	path = filepath.Join(folder, strings.Join([]string{c.Student, stamped(c.At), c.Confirm[:12]}, ".")+confirmEnd)
	return path, replace.File(path, encode(c))
}

func stamped(at time.Time) string { return at.UTC().Format("20060102T150405Z") }

// Receipt is what a student keeps of a hand-in.
type Receipt struct {
	Manifest Manifest `json:"manifest"`
	Hash     string   `json:"hash"`
	Written  string   `json:"written"` // where to
}

// Keep writes a receipt into a folder.
func (r Receipt) Keep(folder string) (path string, err error) {
	if err := replace.Folder(folder); err != nil {
		return "", fmt.Errorf("the receipt cannot be kept: %w", err)
	}
	path = filepath.Join(folder, strings.Join([]string{r.Manifest.Sheet, stamped(r.Manifest.At), r.Hash[:12], "json"}, "."))
	return path, replace.File(path, encode(r))
}
