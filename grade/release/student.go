package release

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/internal/nbformat"
)

// Where, in metadata.gensci of what students get, the code stands as it was released, by cell: whatever becomes of the cells, a student's own check knows what the sheet asks for and what it gives.
const (
	stubsKey = "stubs" // solutions
	givenKey = "given" // code of the author
)

// withCode is the metadata of a notebook with the released texts of its code.
func (s *Sheet) withCode(metadata map[string]any) map[string]any {
	tree, _ := metadata[settingsKey].(map[string]any)
	tree = maps.Clone(tree)
	if tree == nil {
		tree = map[string]any{}
	}
	for kind, key := range map[Kind]string{Solution: stubsKey, Given: givenKey} {
		texts := map[string]any{}
		for _, c := range s.Cells {
			if c.Kind == kind && c.Type == nbformat.Code {
				texts[c.ID] = c.Released
			}
		}
		if len(texts) > 0 {
			tree[key] = texts
		}
	}
	if len(tree) > 0 {
		metadata[settingsKey] = tree
	}
	return metadata
}

// OfStudent returns the sheet that a student's notebook was released from, as far as the notebook tells: with the tests that are in it, and the released texts of solutions as both their own and the master's. A cell
// that was deleted is there again. It is for checks of one's own work; what counts is read from the master.
func OfStudent(nb *nbformat.Notebook, name string) (*Sheet, error) {
	s, err := ofStudent(nb, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

func ofStudent(nb *nbformat.Notebook, name string) (*Sheet, error) {
	tree, err := settings(nb.Metadata, "cells", "handin", "imports", "language", "release", "sheet", "student", "title", stubsKey, givenKey)
	if err != nil {
		return nil, fmt.Errorf("the notebook's %w", err)
	}
	s := &Sheet{Name: name, metadata: nb.Metadata}
	if s.Imports, err = imports(tree); err != nil {
		return nil, fmt.Errorf("the notebook's %w", err)
	}
	stubs, err := codeOf(tree, stubsKey)
	if err != nil {
		return nil, err
	}
	if len(stubs) == 0 {
		return nil, errors.New("the notebook does not say what the sheet asks for; take the one that was given out, not the master, and copy your answers into it")
	}
	given, err := codeOf(tree, givenKey)
	if err != nil {
		return nil, err
	}
	s.Cells = append(codeCells(Given, given), codeCells(Solution, stubs)...)
	for i, c := range nb.Cells {
		if err := s.addStudents(c); err != nil {
			return nil, fmt.Errorf("cell %d%s: %w", i+1, label(c), err)
		}
	}
	s.name()
	return s, nil
}

// codeOf reads the released texts under a key.
func codeOf(tree map[string]any, key string) (map[string]string, error) {
	raw, err := setting[map[string]any](tree, key, "an object")
	if err != nil {
		return nil, fmt.Errorf("the notebook's %w", err)
	}
	texts := map[string]string{}
	for id, value := range raw {
		text, isText := value.(string)
		if !isText {
			return nil, fmt.Errorf("the notebook's metadata.gensci.%s has no text for %.64q; copy your answers into the notebook that was given out", key, id)
		}
		texts[id] = text
	}
	return texts, nil
}

// codeCells are the cells of released code.
func codeCells(kind Kind, texts map[string]string) (cells []Cell) {
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		c := Cell{Kind: kind, ID: id, Type: nbformat.Code, Source: texts[id], Released: texts[id]}
		c.meta = &nbgrader.Meta{ID: id, Solution: kind == Solution, Locked: kind == Given}
		cells = append(cells, c)
	}
	return cells
}

// addStudents adds a test or a cell that a person marks. Of several with one id the first counts, as in grading; titles are those of the headings above.
func (s *Sheet) addStudents(c nbformat.Cell) error {
	cell := Cell{ID: c.ID, Type: c.Type, Source: c.Source, Released: c.Source, master: c}
	meta, found, err := nbgrader.Read(c)
	switch {
	case err != nil || found && s.Cell(meta.ID) != nil:
		return err
	case !found || meta.ID == "":
		if c.Type == nbformat.Markdown { // its headings are titles
			s.Cells = append(s.Cells, cell)
		}
		return nil
	}
	cell.meta, cell.ID, cell.Points = &meta, meta.ID, meta.Points
	if cell.Kind, err = kindOfCell(meta, c.Type); err != nil {
		return err
	}
	if !cell.Scored() {
		return nil
	}
	if err := cell.readSettings(); err != nil {
		return err
	}
	s.Cells = append(s.Cells, cell)
	if cell.Kind == Test {
		return checks(cell.Source)
	}
	return nil
}

// Touched tells whether a test, or an answer that a person marks, is another text than was given out, by its checksum.
func (c Cell) Touched() bool {
	return c.meta != nil && c.meta.Checksum != "" && c.meta.Checksum != c.meta.Sum(c.Type, c.Source)
}
