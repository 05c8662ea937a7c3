package release

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
	"github.com/gensci/gensci/internal/replace"
)

// The folders of a repository with sample sheets: masters, and what students get of them.
const (
	mastersFolder  = "solutions"
	studentsFolder = "exercises"
)

// ReadMaster reads the sheet of a master notebook's file.
func ReadMaster(path string) (*Sheet, error) {
	nb, err := nbformat.Read(path)
	if err != nil {
		return nil, err
	}
	return Read(nb, strings.TrimSuffix(filepath.Base(path), ".ipynb"))
}

// Samples returns the sheets of a repository's folder solutions.
func Samples(root string) ([]*Sheet, error) {
	paths, err := filepath.Glob(filepath.Join(root, mastersFolder, "*.ipynb"))
	if err != nil {
		return nil, err
	}
	var sheets []*Sheet
	for _, path := range paths {
		s, err := ReadMaster(path)
		if err != nil {
			return nil, err
		}
		sheets = append(sheets, s)
	}
	return sheets, nil
}

// SampleChanges returns what must be written into a repository's folder exercises (path below root → text, nil for a file to be removed), so that it holds what
// release makes of solutions.
func SampleChanges(root string) (map[string][]byte, error) {
	sheets, err := Samples(root)
	if err != nil {
		return nil, err
	}
	changes := map[string][]byte{}
	there, err := filepath.Glob(filepath.Join(root, studentsFolder, "*.ipynb"))
	if err != nil {
		return nil, err
	}
	for _, path := range there {
		changes[filepath.Join(studentsFolder, filepath.Base(path))] = nil
	}
	for _, s := range sheets {
		text, err := s.Notebook().Marshal()
		if err != nil {
			return nil, err
		}
		path := filepath.Join(studentsFolder, s.Name+".ipynb")
		changes[path] = text
		if old, err := os.ReadFile(filepath.Join(root, path)); err == nil && bytes.Equal(old, text) {
			delete(changes, path)
		}
	}
	return changes, nil
}

// WriteSamples makes the changes and returns their paths.
func WriteSamples(root string) ([]string, error) {
	changes, err := SampleChanges(root)
	if err != nil {
		return nil, err
	}
	paths := slices.Sorted(maps.Keys(changes))
	for _, path := range paths {
		target := filepath.Join(root, path)
		if changes[path] == nil {
			err = os.Remove(target)
		} else if err = os.MkdirAll(filepath.Dir(target), 0o755); err == nil {
			err = replace.File(target, changes[path])
		}
		if err != nil {
			return nil, fmt.Errorf("writing the samples: %w", err)
		}
	}
	return paths, nil
}
