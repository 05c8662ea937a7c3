package release

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/gensci/gensci/grade/nbgrader"
	"github.com/gensci/gensci/internal/nbformat"
)

var namePattern = regexp.MustCompile(`^[0-9]{2,3}-[A-Za-z0-9._-]{1,60}$`)

// CheckName says what is wrong with a sheet's name.
func CheckName(name string) error {
	if !namePattern.MatchString(name) {
		return fmt.Errorf("the sheet's name is %q; sheets are named by a number of two digits and a topic, as in 01-gradients", name)
	}
	return nil
}

// Read reads a master notebook; name is the file's without .ipynb. An error is one sentence that names the cell and says what a master must be.
func Read(nb *nbformat.Notebook, name string) (*Sheet, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	s, stub, err := readNotebook(nb, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for i, c := range nb.Cells {
		cell, err := readCell(c, stub)
		if err != nil {
			return nil, fmt.Errorf("%s: cell %d%s: %w", name, i+1, label(c), err)
		}
		s.Cells = append(s.Cells, cell)
	}
	if err := unique(s.Cells); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s.name()
	return s, nil
}

// label is a cell's grade_id in brackets, if it has one.
func label(c nbformat.Cell) string {
	tree, _ := c.Metadata[nbgrader.Key].(map[string]any)
	if id, _ := tree["grade_id"].(string); id != "" {
		return fmt.Sprintf(" (%.64q)", id)
	}
	return ""
}

// readNotebook reads what stands in the notebook's metadata.
func readNotebook(nb *nbformat.Notebook, name string) (s *Sheet, stub string, err error) {
	kernel, _ := nb.Metadata["kernelspec"].(map[string]any)
	if kernel["name"] != "gensci" || kernel["language"] != "go" {
		return nil, "", errors.New(`the notebook's kernel is not gensci; choose the kernel "Go (gensci)" and save it`)
	}
	tree, err := settings(nb.Metadata, "handin", "imports", "language", "title")
	if err != nil {
		return nil, "", fmt.Errorf("the notebook's %w", err)
	}
	s = &Sheet{Name: name, metadata: nb.Metadata}
	if s.Imports, err = imports(tree); err == nil {
		s.Title, err = setting[string](tree, "title", "text")
	}
	if err == nil {
		stub, err = textStub(tree)
	}
	if err != nil {
		return nil, "", fmt.Errorf("the notebook's %w", err)
	}
	return s, stub, nil
}

// readCell reads one cell of a master.
func readCell(c nbformat.Cell, stub string) (Cell, error) {
	cell := Cell{ID: c.ID, Type: c.Type, Source: c.Source, Released: c.Source, master: c}
	meta, found, err := nbgrader.Read(c)
	if err != nil {
		return Cell{}, err
	}
	if found && meta.ID != "" {
		cell.meta, cell.ID, cell.Points = &meta, meta.ID, meta.Points
	}
	if cell.Kind, err = kindOfCell(meta, c.Type); err != nil {
		return Cell{}, err
	}
	if err := cell.readSettings(); err != nil {
		return Cell{}, err
	}
	return cell, cell.release(stub)
}

func (c *Cell) readSettings() error {
	tree, err := settings(c.master.Metadata, "bonus", "title")
	if err != nil {
		return err
	}
	if c.Title, err = setting[string](tree, "title", "text"); err != nil {
		return err
	}
	if c.Bonus, err = setting[bool](tree, "bonus", "true or false"); err != nil {
		return err
	}
	if c.Bonus && !c.Scored() {
		return errors.New("is a bonus but has no points; remove metadata.gensci.bonus, or put it on the cell with the points")
	}
	return nil
}

// kindOfCell is the kind that nbgrader's flags make, if the flags and the type of the cell go together.
func kindOfCell(m nbgrader.Meta, cellType string) (Kind, error) {
	kind := Given
	var wants, types string
	switch {
	case m.Task:
		kind, wants, types = Task, "task and locked, not grade or solution", nbformat.Markdown
	case m.Grade && m.Solution:
		kind, wants, types = Manual, "grade and solution, not locked", nbformat.Code+" or "+nbformat.Markdown
	case m.Grade:
		kind, wants, types = Test, "grade and locked", nbformat.Code
	case m.Solution:
		kind, wants, types = Solution, "solution, not locked", nbformat.Code
	default:
		return Given, nil
	}
	locked := kind == Test || kind == Task
	if m.Locked != locked || kind == Task && (m.Grade || m.Solution) {
		return 0, fmt.Errorf("is a %s cell; of nbgrader's flags these have %s", kind, wants)
	}
	if cellType != nbformat.Code && kind != Task && kind != Manual || cellType != nbformat.Markdown && kind == Task || cellType == nbformat.Raw {
		return 0, fmt.Errorf("is a %s cell of type %s; such cells are of type %s", kind, cellType, types)
	}
	return kind, nil
}

// unique sees that no two cells go by the same id.
func unique(cells []Cell) error {
	seen := map[string]int{}
	for i, c := range cells {
		if first, twice := seen[c.ID]; twice {
			return fmt.Errorf("cells %d and %d have the same id %q; give one of them another grade_id", first, i+1, c.ID)
		}
		seen[c.ID] = i + 1
	}
	return nil
}
