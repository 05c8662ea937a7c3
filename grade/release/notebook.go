package release

import (
	"maps"
	"net/url"
	"strings"

	"github.com/gensci/gensci/internal/nbformat"
)

// Notebook returns what students get: stubs for solutions, no hidden tests, no mark schemes, no outputs, checksums of the new texts. The
// ids of the cells stay; equal masters give equal notebooks. All code of theirs but tests stands in the notebook's metadata too, for OfStudent.
func (s *Sheet) Notebook() *nbformat.Notebook {
	nb := &nbformat.Notebook{Metadata: s.withCode(maps.Clone(s.metadata))}
	delete(nb.Metadata, "celltoolbar") // nbgrader's form for authors
	for _, c := range s.Cells {
		nb.Cells = append(nb.Cells, c.notebook())
	}
	return nb
}

func (c Cell) notebook() nbformat.Cell {
	out := nbformat.Cell{Type: c.Type, ID: c.master.ID, Source: c.Released, Metadata: maps.Clone(c.master.Metadata), Attachments: c.attachments()}
	if c.meta == nil {
		return out
	}
	meta := *c.meta
	meta.Checksum, meta.CellType = meta.Sum(c.Type, c.Released), c.Type
	meta.Put(&out)
	// As nbgrader locks: answers cannot be deleted, all else cannot be edited either.
	out.Metadata["deletable"] = false
	if !meta.Solution {
		out.Metadata["editable"] = false
	}
	return out
}

// attachments are those that the students' text still shows: a picture of the solution must not stay in the file.
func (c Cell) attachments() map[string]any {
	if c.Kind == Given {
		return c.master.Attachments
	}
	var shown map[string]any
	for name, bundle := range c.master.Attachments {
		if strings.Contains(c.Released, "attachment:"+name) || strings.Contains(c.Released, "attachment:"+url.PathEscape(name)) {
			if shown == nil {
				shown = map[string]any{}
			}
			shown[name] = bundle
		}
	}
	return shown
}
