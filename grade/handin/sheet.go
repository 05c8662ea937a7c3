package handin

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/internal/nbformat"
)

// Sheet is a student's notebook as it will be handed in, and what stands out in it.
type Sheet struct {
	Name    string // NN-topic
	Release string // which release it is; "" if it does not say
	Folder  string // where to hand in, by the course; "" if it does not say
	Student string // whose it is; "" if it does not say
	Text    []byte
	Stubs   []string // ids of answers as they were given out
	Deleted []string // ids of cells that were given out and are not there
	Doubled []string // ids of cells that are there twice; the first counts
}

// ReadSheet reads a student's notebook. It is an error if that is none, or no sheet.
func ReadSheet(path string) (Sheet, error) {
	text, err := ReadFile(path)
	if err != nil {
		return Sheet{}, err
	}
	nb, err := nbformat.Parse(text)
	if err != nil {
		return Sheet{}, fmt.Errorf("%s: %w", path, err)
	}
	stamp := StampOf(nb)
	s := Sheet{Name: stamp.Sheet, Release: stamp.Release, Folder: stamp.Folder, Student: stamp.Student, Text: text}
	if s.Name == "" {
		s.Name = strings.TrimSuffix(filepath.Base(path), ".ipynb")
	}
	if !sheetPattern.MatchString(s.Name) {
		return Sheet{}, fmt.Errorf("%s is not named as a sheet is (NN-topic.ipynb); give it the name it was given out with", path)
	}
	return s, s.inspect(nb, stamp.Cells)
}

// inspect finds what stands out in the cells.
func (s *Sheet) inspect(nb *nbformat.Notebook, released []string) error {
	seen := map[string]int{}
	for _, c := range nb.Cells {
		meta, found, err := nbgrader.Read(c)
		if err != nil || !found || meta.ID == "" { // spoilt metadata are a matter for the teachers' side
			continue
		}
		if seen[meta.ID]++; seen[meta.ID] == 2 {
			s.Doubled = append(s.Doubled, meta.ID)
		}
		if meta.Solution && seen[meta.ID] == 1 && untouched(meta, c) {
			s.Stubs = append(s.Stubs, meta.ID)
		}
	}
	if len(seen) == 0 {
		return fmt.Errorf("%s has no cells of a sheet; hand in the notebook that was given out", s.Name)
	}
	for _, id := range released {
		if seen[id] == 0 {
			s.Deleted = append(s.Deleted, id)
		}
	}
	return nil
}

// untouched tells whether an answer is as it was given out, which its checksum says, or still panics as a stub does.
func untouched(m nbgrader.Meta, c nbformat.Cell) bool {
	return m.Checksum != "" && m.Sum(c.Type, c.Source) == m.Checksum || c.Type == nbformat.Code && strings.Contains(c.Source, `panic("not implemented")`)
}
